// A coordinator goes through the pairs by keyboard alone, in the sample firm and with another scheme's export that came in as it
// is; and without JavaScript, where every key is a button.
import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { dataFolder, demo, serve } from "../lib/bellwether.js";
import { desk, openBrowser } from "../lib/browser.js";
import { focused, tabTo } from "../lib/keys.js";
import { samples } from "../lib/paths.js";
import { beginProgram, setUp } from "../lib/people.js";
import { viewer } from "../lib/underway.js";

let browser;
const put = [];

before(async () => {
  browser = await openBrowser();
}, { timeout: 120_000 });

after(async () => {
  await browser?.close();
  for (const away of put.reverse()) await away();
});

const press = (page, key) => Promise.all([page.waitForEvent("load"), page.keyboard.press(key)]);
const heading = (page) => page.locator("h1").innerText();
const pairs = (page) => page.locator(".pairs .pair").evaluateAll((all) => all.map((pair) => [...pair.querySelectorAll(".person__name")].map((name) => name.textContent).join(" with ")));
const said = (page) => page.locator(".toast").innerText();

async function folder() {
  const data = await dataFolder();
  put.push(data.remove);
  return data.folder;
}

// The civil service's mentors and mentees, as they were exported, in a program of their own.
async function civilService() {
  const server = await serve({ data: await folder() });
  put.push(server.stop);
  const { page } = await desk(browser);
  await setUp(server, page);
  const program = await beginProgram(page, server);
  for (const role of ["mentor", "mentee"]) {
    await page.goto(`${server.url}/imports/new`);
    await page.locator("#file").setInputFiles(path.join(samples, "civil-service", `${role}s.csv`));
    await page.locator("#program").selectOption({ index: 1 });
    await page.locator("#role").selectOption(role);
    await page.getByRole("button", { name: "Look at the file" }).click();
    await page.getByRole("heading", { name: /50 rows|50 people/ }).or(page.locator(".figures")).first().waitFor();
    await page.getByRole("button", { name: /^Write/ }).first().click();
    await page.getByRole("heading", { level: 1 }).waitFor();
  }
  return { page, matching: `${server.url}${program}/matching` };
}

async function lawFirm() {
  const server = await demo({ data: await folder() });
  put.push(server.stop);
  const page = await viewer(browser, server, "coordinator");
  await page.goto(`${server.url}/`);
  const program = new URL(page.url()).pathname.split("/")[2];
  return { page, matching: `${server.url}/programs/${program}/matching` };
}

test("with an export of another scheme as it is, a coordinator goes through all pairs without a mouse", { timeout: 240_000 }, async () => {
  const { page, matching } = await civilService();
  await page.goto(matching);
  assert.match(await heading(page), /people wait for a mentor$/);
  await page.locator(".checks").first().waitFor(); // the readiness check stands before the run
  await tabTo(page, "Find the best pairs");
  await press(page, "Enter");
  assert.match(await heading(page), /pairs drafted/);
  await review(page);
  await searches(page, matching);
});

test("in the sample firm a coordinator locks, swaps, takes away, runs again and undoes without a mouse", { timeout: 240_000 }, async () => {
  const { page, matching } = await lawFirm();
  await page.goto(matching);
  assert.match(await heading(page), /Six pairs drafted/);
  await review(page);
});

// Every key once, and each thing done undone.
async function review(page) {
  const before = await pairs(page);
  await page.keyboard.press("j");
  const first = await focused(page);
  assert.match(first.name, /^Lock .* with .*/);
  assert.deepEqual(first.trouble, []);
  await page.keyboard.press("ArrowDown");
  const second = await focused(page);
  assert.notEqual(second.name, first.name);
  await page.keyboard.press("k");
  assert.equal((await focused(page)).name, first.name);

  const locked = () => page.evaluate(() => document.activeElement.getAttribute("aria-pressed"));
  await page.keyboard.press("j");
  const was = await locked();
  await press(page, "l");
  assert.equal((await focused(page)).name, second.name, "the next page goes on from the same pair");
  assert.notEqual(await locked(), was);
  await press(page, "u");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  assert.equal(await locked(), was);

  await press(page, "s");
  assert.match(await heading(page), /^Who changes places with/);
  await page.keyboard.press("j");
  const swap = await focused(page);
  assert.match(swap.name, /^Swap with .*: Together/, "what it costs is said before it is done");
  await press(page, "Enter");
  assert.match(await said(page), /both locked\. Together/);
  assert.notDeepEqual(await pairs(page), before);
  await press(page, "u");
  assert.match(await said(page), /The swap is undone/);
  assert.deepEqual(await pairs(page), before);

  await page.keyboard.press("j");
  await press(page, "x");
  assert.match(await said(page), /was taken away/);
  await press(page, "u");
  assert.deepEqual(await pairs(page), before);

  await press(page, "r");
  assert.match(await said(page), /stayed/);
  await page.keyboard.press("?");
  assert.equal((await focused(page)).name, "By keyboard");
}

async function searches(page, matching) {
  await page.goto(matching);
  await page.keyboard.press("/");
  assert.equal((await focused(page)).name, "Mentor or mentee");
  await page.keyboard.type("mentee 0"); // its letters are no keys while somebody writes
  await press(page, "Enter");
  assert.match(page.url(), /q=mentee/);
  for (const two of await pairs(page)) assert.match(two, /mentee 0/);
  await page.goto(`${matching}?show=unmatched`);
  await page.keyboard.press("j");
  assert.match((await focused(page)).name, /^Choose by hand for /);
  await press(page, "m");
  assert.match(await heading(page), /^A mentor for /);
  await page.goto(`${matching}/report`);
  assert.match(await page.locator("main").innerText(), /Its seed is \d+/);
}

test("the single keys can be switched off, and stay off", { timeout: 240_000 }, async () => {
  const { page, matching } = await lawFirm();
  await page.goto(matching);
  await page.getByLabel("single keys").uncheck();
  await page.reload();
  await page.keyboard.press("j");
  assert.equal(await focused(page), null);
  await page.getByLabel("single keys").check();
  await page.keyboard.press("j");
  assert.match((await focused(page)).name, /^Lock /);
});

test("without JavaScript every key is a button", { timeout: 240_000 }, async () => {
  const { page: signedIn, matching } = await lawFirm();
  const { page, context } = await desk(browser, { javaScriptEnabled: false, storageState: await signedIn.context().storageState() });
  await page.goto(matching);
  assert.equal(await page.locator("[data-keys]").isVisible(), false, "no keys are promised");
  const open = page.locator(".pair:not(.pair--locked)").first().getByRole("button", { name: /^Lock / });
  const name = await open.getAttribute("aria-label");
  await open.click();
  assert.equal(await page.getByRole("button", { name }).getAttribute("aria-pressed"), "true");
  await page.getByRole("button", { name: "Undo the lock" }).click();
  await page.getByText("The lock is undone.").waitFor();
  assert.equal(await page.getByRole("button", { name }).getAttribute("aria-pressed"), "false");
  await context.close();
});

