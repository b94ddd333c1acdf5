// The demonstration, as a newcomer meets it: on a desk and on a phone, from the first page to an answered pitch.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, desk, phone } from "../lib/browser.js";
import { command, dataFolder, demo } from "../lib/bellwether.js";
import { largeTargets, noSidewaysScroll } from "../lib/look.js";

let data, server, browser;

before(async () => {
  data = await dataFolder();
  server = await demo({ data: data.folder });
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await server?.stop();
  await data?.remove();
});

test("a newcomer on a phone opens a pitch in the mailbox and says yes in two taps, and the coordinator sees it", async () => {
  const { page, context, troubles } = await phone(browser);
  await page.goto(`${server.url}/demo`);
  await page.getByRole("link", { name: "Open the mailbox" }).tap();
  await page.waitForURL("**/demo/mailbox");
  await noSidewaysScroll(page);
  await largeTargets(page);
  await page.getByRole("link", { name: "Marcus Hale", exact: true }).tap();
  await page.locator('#mail a[href^="/ask/"]').first().tap();
  await page.getByRole("button", { name: "Count me in" }).tap();
  await page.getByRole("button", { name: "Yes, count me in" }).tap();
  await page.getByRole("heading", { name: "Thank you, Marcus. You’re in." }).waitFor();
  await page.getByLabel("On the program page").check();
  await page.getByRole("button", { name: "Keep these" }).tap();
  await page.getByRole("button", { name: "Coordinator", exact: true }).tap();
  await page.getByText("Five of 36 Partners have joined").waitFor();
  await noSidewaysScroll(page);
  assert.deepEqual(troubles, []);
  await context.close();
});

test("a newcomer at a desk looks through four pairs of eyes; every page says that the people are invented", async () => {
  const { page, context, troubles } = await desk(browser);
  for (const [who, sees] of [
    ["coordinator", "things today"],
    ["leader", "Nadia Ogilvie"],
    ["mentee", "Victor Xu"],
    ["administrator", "Ruth Abelard"],
  ]) {
    await page.goto(`${server.url}/demo`);
    await page.getByRole("button", { name: `View as ${who}` }).click();
    await page.waitForURL((url) => url.pathname !== "/demo");
    await page.getByText(sees).first().waitFor();
    await page.getByText("Sample data: invented people").waitFor();
  }
  assert.deepEqual(troubles, []);
  await context.close();
});

test("the leader picks a time, and the invitation lies in the mailbox with its calendar file", async () => {
  const { page, context } = await desk(browser);
  await page.goto(`${server.url}/demo`);
  await page.getByRole("button", { name: "View as leader" }).click();
  await page.locator('main a[href^="/mentorships/"]').first().click();
  await page.locator("button.slot").first().click();
  await page.getByText("Both calendars hold it").waitFor();
  await page.getByRole("link", { name: "Mailbox" }).click();
  await page.getByRole("link", { name: /^Nadia Ogilvie .*Session: / }).first().click();
  const file = await page.request.get(await page.getByRole("link", { name: "invitation.ics" }).evaluate((a) => a.href));
  assert.match(await file.text(), /^BEGIN:VCALENDAR[\s\S]*BEGIN:VEVENT/);
  await context.close();
});

test("a demonstration listens on this machine alone, and takes no mail server", async () => {
  const folder = await dataFolder();
  for (const [args, why] of [
    [["--listen", "0.0.0.0:8080"], /this machine alone/],
    [["--smtp", "smtp://localhost:25"], /sends no mail/],
  ]) {
    const { err } = await command(["demo", "--data", folder.folder, ...args], { expected: 64 });
    assert.match(err, why);
  }
  await folder.remove();
});
