// The map with the sample firm of 71 and with a firm of 20,000: the first paint, finding somebody and coming nearer by keyboard
// alone, and the same in numbers, with JavaScript and without.
import assert from "node:assert/strict";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { command, dataFolder, demo, serve } from "../lib/bellwether.js";
import { desk, openBrowser, phone } from "../lib/browser.js";
import { focused, tabTo } from "../lib/keys.js";
import { beginProgram, setUp } from "../lib/people.js";
import { rows } from "../lib/tables.js";
import { viewer } from "../lib/underway.js";

const SOON = 2_000; // ms until a map is there: the first words, and everybody painted
const LARGE = 20_000;
const VISITS = 3; // the quickest counts: other tests run beside this one

let browser;
before(async () => { browser = await openBrowser(); });
after(() => browser?.close());

// When the first words were seen, and when everybody was painted; in ms from the moment the page was asked for.
async function paintedIn(page, url) {
  await page.goto(url);
  if (await page.locator("[data-map-paint]").count()) await page.locator("[data-drawn]").waitFor();
  // The browser notes its first paint a moment after it, which may be after the page has loaded.
  const seen = await page.evaluate(() => new Promise((resolve) => {
    new PerformanceObserver((list, observer) => {
      const [paint] = list.getEntriesByName("first-contentful-paint");
      if (!paint) return;
      observer.disconnect();
      resolve(paint.startTime);
    }).observe({ type: "paint", buffered: true });
  }));
  return { seen, painted: await page.evaluate(() => globalThis.paintedAt ?? 0) };
}

async function quickest(page, url) {
  const times = [];
  for (let visit = 0; visit < VISITS; visit++) times.push(await paintedIn(page, url));
  return { seen: Math.min(...times.map((t) => t.seen)), painted: Math.min(...times.map((t) => t.painted)) };
}

// Notes when the script says that everybody is painted.
const watch = () => new MutationObserver((_, observer) => {
  if (!document.querySelector("[data-drawn]")) return;
  globalThis.paintedAt = performance.now();
  observer.disconnect();
}).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-drawn"] });

const viewBox = (page) => page.evaluate(() => [...document.querySelectorAll("svg.map")].find((svg) => svg.checkVisibility()).getAttribute("viewBox").split(" ").map(Number));
const cells = (page, label) => page.locator(`td[data-label="${label}"]`).allInnerTexts();
const figure = (text) => Number(text.replace(/\D/g, ""));

// Comes nearer, moves, and returns, by the keys of the map.
async function byKeyboard(page) {
  await tabTo(page, "Map", { role: "group" });
  const [left, , whole] = await viewBox(page);
  assert.equal(left, 0);
  await page.keyboard.press("+");
  await page.keyboard.press("+");
  const [x, y, width] = await viewBox(page);
  assert.ok(Math.abs(width - whole / 2) < 1, `twice as near: ${width} of ${whole}`);
  await page.getByRole("status").filter({ hasText: "2 times as near" }).waitFor();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowUp");
  const [leftmost, top] = await viewBox(page);
  assert.ok(leftmost < x && top < y);
  await page.keyboard.press("-");
  assert.ok((await viewBox(page))[2] > width);
  await page.keyboard.press("0");
  assert.ok(Math.abs((await viewBox(page))[2] - whole) < 1);
  assert.equal((await focused(page)).name, "Map");
}

// Types a part of somebody's name, takes the first who fits from the list, and is shown their ties.
async function finds(page, part) {
  await page.keyboard.press("/");
  assert.equal((await focused(page)).name, "Whose ties");
  await page.keyboard.type(part);
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("ArrowDown");
  const name = await page.locator('[role=option][aria-selected="true"]').evaluate((option) => option.firstChild.data);
  assert.ok(name.toLowerCase().includes(part), `${name} fits ${part}`);
  await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
  await page.getByRole("heading", { name: `Whom ${name} reaches` }).waitFor();
  assert.equal(await page.locator(".m-tie--pick:visible").count(), 1, "the ties are drawn");
  return name;
}

describe("the sample firm", { timeout: 240_000 }, () => {
  let data, server, url;
  before(async () => {
    data = await dataFolder();
    server = await demo({ data: data.folder });
    const page = await viewer(browser, server, "coordinator");
    await page.goto(`${server.url}/`);
    url = `${server.url}/programs/${new URL(page.url()).pathname.split("/")[2]}/map`;
    await page.context().close();
  }, { timeout: 180_000 });
  after(async () => {
    await server?.stop();
    await data?.remove();
  });

  test("is drawn at once, every person a dot, and the table counts the same", async () => {
    const page = await viewer(browser, server, "coordinator");
    const { seen } = await quickest(page, url);
    assert.ok(seen < SOON, `the first paint took ${seen} ms`);
    const dots = await page.locator("svg.map.only-wide g.m-person circle").count();
    assert.equal(dots, figure((await cells(page, "People")).at(-1)));
    const joined = await page.locator("svg.map.only-wide g.m-person--joined circle").count();
    assert.equal(String(joined), (await cells(page, "Partners joined")).at(-1).split(" ")[0]);
    await page.context().close();
  });

  test("is found through, and seen nearer, by keyboard alone", async () => {
    const page = await viewer(browser, server, "coordinator");
    await page.goto(url);
    await byKeyboard(page);
    assert.equal(await finds(page, "inoue"), "Idris Inoue");
    await page.context().close();
  });

  test("says and shows the same without JavaScript", async () => {
    const page = await viewer(browser, server, "coordinator");
    const plain = await (await browser.newContext({ javaScriptEnabled: false, storageState: await page.context().storageState() })).newPage();
    await plain.goto(url);
    await plain.getByRole("link", { name: "Nearer" }).click();
    assert.match(plain.url(), /zoom=1\.5/);
    await plain.getByRole("link", { name: "Whole" }).click();
    await plain.getByLabel("Whose ties").fill("novak");
    await plain.getByRole("button", { name: "Show" }).click();
    await plain.getByRole("heading", { name: "Whom Amara Novák reaches" }).waitFor();
    await Promise.all([plain.context().close(), page.context().close()]);
  });

  test("a leader is picked on the map by pressing their dot", async () => {
    const page = await viewer(browser, server, "coordinator");
    await page.goto(url);
    const dot = page.locator("svg.map.only-wide g.m-person--joined circle").first();
    await dot.scrollIntoViewIfNeeded();
    const { x, y, width, height } = await dot.boundingBox();
    await page.mouse.move(x + width / 2, y + height / 2);
    const tip = page.locator(".map-tip");
    await tip.waitFor();
    const name = (await tip.innerText()).split(", ")[0];
    await Promise.all([page.waitForEvent("load"), page.mouse.click(x + width / 2, y + height / 2)]);
    await page.getByRole("heading", { name: `Whom ${name} reaches` }).waitFor();
    await page.context().close();
  });
});

describe("a firm of 20,000", { timeout: 900_000 }, () => {
  let data, server, url, signedIn, abroad;
  before(async () => {
    data = await dataFolder();
    const files = path.join(data.folder, "firm");
    await command(["directory", "--people", String(LARGE), "--out", files]);
    for (const kind of ["people", "ties"]) await command(["import", kind, path.join(files, `${kind}.csv`), "--data", data.folder]);
    server = await serve({ data: data.folder });
    const { page, context } = await desk(browser);
    await setUp(server, page);
    url = `${server.url}${await beginProgram(page, server, { targets: { Partner: 20 } })}`;
    await someJoined();
    // As a coordinator comes: over the shortlist. It draws the samples.
    await page.goto(`${url}/shortlist`);
    signedIn = await context.storageState();
    await context.close();
    [[abroad]] = await rows({ data: data.folder }, "select name from people where office = '東京' and name glob '*[^ -ſ]*' order by id limit 1");
  }, { timeout: 800_000 });
  after(async () => {
    await server?.stop();
    await data?.remove();
  });

  async function someJoined() {
    const now = Date.now() * 1000;
    await rows({ data: data.folder }, `insert into prospects (id, program_id, person_id, stage, identified_at, met_at, asked_at, answered_at, answer, joined_at)
      select p.id + 1, (select id from programs), p.id, 'answered', ${now}, ${now}, ${now}, ${now}, 'yes', ${now}
      from people p join levels l on l.id = p.level_id where l.name = 'Partner' and p.id % 25 = 0`);
  }

  test("is seen, and everybody painted, within two seconds", async () => {
    for (const [open, what] of [[desk, "a desk"], [phone, "a phone"]]) {
      const { page, context } = await open(browser, { storageState: signedIn });
      await page.addInitScript(watch);
      const { seen, painted } = await quickest(page, `${url}/map`);
      assert.ok(seen < SOON && painted < SOON, `on ${what} the first paint took ${seen} ms, and everybody ${painted} ms`);
      const sent = await page.evaluate(() => performance.getEntriesByType("resource").find((r) => r.name.includes("/map/people")).encodedBodySize);
      console.log(`on ${what}: seen in ${Math.round(seen)} ms, painted in ${Math.round(painted)} ms, ${Math.round(sent / 1000)} kB of people`);
      await context.close();
    }
  });

  test("somebody whose name is not in Latin letters is found by keyboard, and the map comes nearer", async () => {
    const { page, context } = await desk(browser, { storageState: signedIn });
    await page.goto(`${url}/map`);
    await page.locator("[data-drawn]").waitFor();
    await byKeyboard(page);
    await finds(page, abroad.slice(0, 2));
    await context.close();
  });

  test("the table says of each office what the picture shows, and without JavaScript the departments are discs", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, storageState: signedIn });
    const page = await context.newPage();
    await page.goto(`${url}/map`);
    const people = (await cells(page, "People")).map(figure);
    assert.equal(people.at(-1), LARGE + 1, "everybody, and who set it up");
    assert.equal(people.slice(0, -1).reduce((sum, n) => sum + n), LARGE + 1);
    const joined = (await rows({ data: data.folder }, "select count(*) from prospects"))[0][0];
    assert.equal((await cells(page, "Leaders joined")).at(-1).split(" ")[0], joined);
    assert.ok(await page.locator("svg.map.only-wide .m-disc").count() > 100);
    const text = await page.locator("main").innerText();
    await page.getByRole("link", { name: "東京", exact: true }).click();
    await page.getByText("東京, by department").waitFor();
    const scripted = await desk(browser, { storageState: signedIn });
    await scripted.page.goto(`${url}/map`);
    await scripted.page.locator("[data-drawn]").waitFor();
    const said = await scripted.page.evaluate(() => document.querySelector("main").innerText.replace(document.querySelector(".keys")?.innerText ?? "", ""));
    const spaces = (words) => words.replace(/\s+/g, " ").trim();
    assert.equal(spaces(said), spaces(text), "the same words, painted or not");
    await Promise.all([context.close(), scripted.context.close()]);
  });
});
