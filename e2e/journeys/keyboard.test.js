// The main things by keyboard alone: what has the focus is always seen, what opens closes with Escape, and the focus returns.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { dataFolder, demo } from "../lib/bellwether.js";
import { desk, openBrowser, phone } from "../lib/browser.js";
import { send } from "../lib/forms.js";
import { everyStop, focused, tabTo } from "../lib/keys.js";
import { rows } from "../lib/tables.js";
import { viewer } from "../lib/underway.js";

let browser, data, server;

before(async () => {
  data = await dataFolder();
  [browser, server] = await Promise.all([openBrowser(), demo({ data: data.folder })]);
  const administrator = await viewer(browser, server, "administrator");
  await send(administrator, server, "/settings/mail", "/settings/mail", { stop_minutes: "0" });
}, { timeout: 120_000 });

after(async () => {
  await browser?.close();
  await server?.stop();
  await data?.remove();
});

const press = (page, key = "Enter") => Promise.all([page.waitForEvent("load"), page.keyboard.press(key)]);

test("the first stop of a page leads past the menu, to the page itself", async () => {
  const { page, context } = await desk(browser);
  await page.goto(`${server.url}/demo`);
  await page.keyboard.press("Tab");
  const skip = await focused(page);
  assert.equal(skip.name, "Skip to the page");
  assert.deepEqual(skip.trouble, []);
  await page.keyboard.press("Enter");
  const next = await tabTo(page, /./);
  assert.match(next.name, /View as coordinator/, "the next stop is the first thing on the page");
  await context.close();
});

test("a coordinator goes from the shortlist to a recorded meeting and a pitch, and the leader answers, without a mouse", { timeout: 240_000 }, async () => {
  const { page, context } = await desk(browser);
  await page.goto(`${server.url}/demo`);
  await tabTo(page, "View as coordinator");
  await press(page);
  await tabTo(page, "Shortlist", { role: "a" });
  await press(page);
  await tabTo(page, /^Start this wave/);
  await press(page);
  await page.getByRole("heading", { name: "The pipeline" }).waitFor();
  const name = await page.locator(".ticket a").first().innerText();
  await tabTo(page, name, { role: "a" });
  await press(page);
  await tabTo(page, "Record that you spoke");
  await press(page);
  await tabTo(page, "A meeting");
  await page.keyboard.press("ArrowRight");
  assert.equal((await focused(page)).name, "A call");
  await tabTo(page, /^Who spoke with them/);
  await page.keyboard.type("Ines");
  await tabTo(page, "Record it");
  await press(page);
  assert.match(await page.locator("main").innerText(), /Ines Halloran/);
  await tabTo(page, /^Write the pitch|^Open the pitch/);
  await press(page);
  await tabTo(page, /^The mail/);
  await tabTo(page, "Send 1 pitch");
  await press(page);
  await tabTo(page, "Send 1 pitch");
  await press(page);
  await answer(page, await letter(name));
  await context.close();
});

// The link in the letter to somebody, as if it had come a minute ago.
async function letter(name) {
  const end = Date.now() + 20_000;
  const theirs = `kind = 'pitch' and to_name = '${name}'`;
  while (Date.now() < end) {
    const found = await rows({ data: data.folder }, `select text_body from messages where ${theirs} and state = 'sent'`);
    if (found.length > 0) {
      await rows({ data: data.folder }, `update messages set sent_at = sent_at - 60000000 where ${theirs}`);
      return found[0][0].match(/\/ask\/[^\s/]+/)[0];
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  return assert.fail("no pitch left");
}

async function answer(page, link) {
  await page.goto(server.url + link);
  await tabTo(page, "Count me in");
  await press(page);
  await tabTo(page, "Yes, count me in");
  await press(page);
  await page.getByRole("heading", { name: /You’re in/ }).waitFor();
  await tabTo(page, /^On the program page/);
  await page.keyboard.press(" ");
  await tabTo(page, "Keep these");
  await press(page);
  await page.getByText("Kept. You stand on the program page now.").waitFor();
}

test("a menu opens with Enter and closes with Escape, and the focus is back on its button", async () => {
  const page = await viewer(browser, server, "coordinator");
  await page.goto(`${server.url}/`);
  await tabTo(page, "Shortlist", { role: "a" });
  await press(page);
  const button = await tabTo(page, /^Set .* aside$/);
  await page.keyboard.press("Enter");
  await tabTo(page, /^Why .* is set aside$/);
  await page.keyboard.press("Escape");
  assert.equal((await focused(page)).name, button.name);
  assert.equal(await page.locator("details.menu[open]").count(), 0);
  await page.context().close();
});

test("arrow keys in a filter leave the page as it is until it is sent", async () => {
  const page = await viewer(browser, server, "coordinator");
  await page.goto(`${server.url}/people`);
  await tabTo(page, "Level");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.waitForTimeout(300); // long enough for a form to leave
  assert.equal(new URL(page.url()).search, "");
  assert.equal((await focused(page)).name, "Level");
  await tabTo(page, "Show");
  await press(page);
  assert.match(page.url(), /level=/);
  await page.context().close();
});

test("on a phone the menu opens over the page, leads on, and Escape gives the focus back", async () => {
  const { page, context } = await phone(browser);
  await page.goto(`${server.url}/demo`);
  await tabTo(page, "View as coordinator");
  await press(page);
  await tabTo(page, "Menu");
  await page.keyboard.press("Enter");
  await tabTo(page, "Insights");
  await page.keyboard.press("Escape");
  assert.equal((await focused(page)).name, "Menu");
  assert.equal(await page.locator("#nav").isVisible(), false);
  await page.keyboard.press("Enter");
  await tabTo(page, "Shortlist", { role: "a" });
  await press(page);
  assert.match(page.url(), /\/shortlist$/);
  await context.close();
});

test("a dialog holds the focus, closes with Escape, and gives the focus back", async () => {
  const { page, context } = await desk(browser);
  await page.goto(`${server.url}/styleguide`);
  const opener = page.getByRole("button", { name: "Open the dialog" });
  await opener.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "Send 14 invitations?" }).waitFor();
  await tabTo(page, "Send 14 invitations");
  await page.keyboard.press("Escape");
  assert.equal((await focused(page)).name, "Open the dialog");
  await context.close();
});

test("every stop of the longest pages is seen, and nothing that can be pressed is left out", { timeout: 240_000 }, async () => {
  const page = await viewer(browser, server, "coordinator");
  await page.goto(`${server.url}/`);
  const program = new URL(page.url()).pathname.split("/")[2];
  for (const at of ["/people/new", `/programs/${program}/settings/ask`, `/programs/${program}/shortlist`, "/imports/new"]) {
    await page.goto(server.url + at);
    const stops = await everyStop(page);
    const pressed = await page.evaluate(() => [...document.querySelectorAll("a[href], button, summary, select, textarea, input:not([type=hidden], [type=radio])")]
      .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.disabled && e.tabIndex >= 0).length);
    assert.ok(stops.length >= pressed, `${at}: ${stops.length} stops for ${pressed} things that can be pressed`);
  }
  await page.context().close();
});
