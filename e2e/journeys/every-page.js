// Every page of the product, in every state, at 360, 768 and 1280 pixels and at 400 % zoom, light and dark, left to right and
// right to left: axe finds nothing, nothing scrolls sideways, no word is cut off, what is pressed is large enough for a
// thumb. Loaded alone: light, still, from this host only, and whole without JavaScript.
// `node --test --test-name-pattern=shortlist journeys/every-page.js` looks at a few; LOOK=1 takes pictures of what is looked at.
// Not part of `cargo xtask test` yet: five of its states are not arranged on the demo's story as it is now (mentee:open,
// mentor:open, a letter read again after half the time, help offered once, thank-you), so that it is not green as a whole.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { command, dataFolder, demo, serve } from "../lib/bellwether.js";
import { openBrowser } from "../lib/browser.js";
import { post, send, sendWrong } from "../lib/forms.js";
import { everyWay, look } from "../lib/look.js";
import { NOT_PAGES, PAGES, TROUBLE } from "../lib/pages.js";
import { root } from "../lib/paths.js";
import { beginProgram, setUp } from "../lib/people.js";
import { ids, rows } from "../lib/tables.js";
import { underWay } from "../lib/underway.js";

const KB = 1024;
const AT_ONCE = 3; // pages looked at at the same time
const STILL = 0.01; // a layout shift: columns of a long table may settle by a hair while its rows arrive, and nothing else may move
const states = [...Object.entries(PAGES), ["trouble", TROUBLE]].flatMap(([route, all]) => all.map((state) => ({ route, ...state })));

const places = {}; // name → { server, ids, people: whose browser state }
const put = [];
let browser;

before(async () => {
  browser = await openBrowser();
  await Promise.all([demonstration(), emptied(), setUpAlone("bare", bare), setUpAlone("begun", begun), setUpAlone("broken", broken), beforeSetUp()]);
}, { timeout: 600_000 });

after(async () => {
  await browser?.close();
  for (const away of put.reverse()) await away();
});

test("no page was forgotten: each GET route of the table is looked at, or is said to be no page", async () => {
  const table = JSON.parse((await command(["routes", "--json"])).out);
  const routes = table.filter((route) => route.method === "GET").map((route) => route.path);
  const known = [...Object.keys(PAGES), ...Object.keys(NOT_PAGES)];
  assert.deepEqual(known.toSorted(), routes.toSorted(), "lib/pages.js says for each page where it can be seen");
});

test("the style guide shows every component", async () => {
  const folder = path.join(root, "web/css/components");
  const sheets = await Promise.all((await readdir(folder)).map((name) => readFile(path.join(folder, name), "utf8")));
  const selectors = sheets.join("\n").replace(/\/\*[\s\S]*?\*\/|\{[^{}]*\}/g, " ");
  const named = new Set([...selectors.matchAll(/\.([a-z][\w-]*)/g)].map(([, name]) => name));
  const { server } = places.demo;
  const shown = await (await fetch(`${server.url}/styleguide`)).text();
  const used = new Set([...shown.matchAll(/class="([^"]*)"/g)].flatMap(([, names]) => names.split(" ")));
  assert.deepEqual([...named].filter((name) => !used.has(name)).toSorted(), [], "web/css/components has what /styleguide does not show");
});

describe("every page holds every way", { concurrency: AT_ONCE }, () => {
  for (const state of states) test(`${state.route}: ${state.is}${state.as ? `, as ${state.as}` : ""} (${state.on})`, { timeout: 600_000 }, () => holds(state));
});

async function holds(state) {
  const { server, known, people } = places[state.on];
  const at = server.url + (typeof state.at === "function" ? state.at(known) : state.at);
  assert.ok(!at.includes("undefined"), `the program under way has nobody for ${state.route}: ${at}`);
  const storageState = state.as ? people[state.as] : undefined;
  assert.ok(!state.as || storageState, `nobody is signed in as ${state.as}`);
  const context = await browser.newContext({ storageState, viewport: { width: 360, height: 844 }, reducedMotion: "reduce" });
  try {
    const page = await context.newPage();
    const wrong = state.mail ? await mailShown(page, at) : await loaded(page, server, at, state);
    if (state.mail) {
      wrong.push(...(await othersIn(page, server)));
    } else if (state.wrong) {
      const { action, fields } = state.wrong;
      const status = await sendWrong(page, action, typeof fields === "function" ? fields(known) : fields);
      if (status !== 422) wrong.push(`a form with mistakes was answered ${status}, not 422`);
      wrong.push(...(await errorsAtFields(page)));
    } else {
      wrong.push(...(await withoutScript(storageState, at, await words(page))));
    }
    wrong.push(...(await everyWay(page, state)));
    if (process.env.LOOK) await pictures(page, state);
    assert.deepEqual(wrong, [], `${at}\n${wrong.join("\n")}`);
  } finally {
    await context.close();
  }
}

// A mail is shown in a window where nothing runs, not even what looks at it: its words are put into another.
async function mailShown(page, at) {
  await page.setContent(await (await page.context().request.get(at)).text());
  return [];
}

async function othersIn(page, server) {
  const hosts = await page.evaluate(() => [...document.querySelectorAll("img, link, script, iframe")].map((e) => e.src || e.href));
  return hosts.filter((host) => !host.startsWith(server.url)).map((host) => `a mail that asks another host: ${host}`);
}

// Loads a page on a phone and at a desk; says what it weighs, what it asks others for, and whether anything in it moves.
async function loaded(page, server, at, state) {
  const wrong = [];
  const weights = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(server.url) && !request.url().startsWith("data:")) wrong.push(`asks another host: ${request.url()}`);
  });
  page.on("requestfinished", (request) => weights.push(weight(request)));
  page.on("requestfailed", (request) => {
    // What is still on its way when the page is left, such as the icon of its tab, nobody misses.
    if (request.failure()?.errorText !== "net::ERR_ABORTED") wrong.push(`did not get ${request.url()}: ${request.failure()?.errorText}`);
  });
  page.on("pageerror", (error) => wrong.push(`a script failed: ${error.message}`));
  page.on("console", (line) => { if (line.type() === "error" && /Content Security Policy/.test(line.text())) wrong.push(line.text()); });
  await page.addInitScript(() => {
    globalThis.moved = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => (globalThis.moved += entry.value))).observe({ type: "layout-shift", buffered: true });
  });
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 844 });
    const answer = await page.goto(at, { waitUntil: "load" });
    if (answer.status() !== (state.status ?? 200)) wrong.push(`was answered ${answer.status()}`);
    if (new URL(page.url()).pathname !== new URL(at).pathname) wrong.push(`led on to ${page.url()}`);
    const moved = await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(globalThis.moved)))));
    if (moved >= STILL) wrong.push(`moves while it loads, at ${width} px: ${moved}`);
    if (width === 1280) wrong.push(...tooHeavy(await Promise.all(weights)));
  }
  return wrong;
}

async function weight(request) {
  const { responseBodySize } = await request.sizes();
  return { bytes: responseBodySize, script: request.resourceType() === "script", path: new URL(request.url()).pathname };
}

function tooHeavy(weights) {
  const sum = (of) => of.reduce((total, { bytes }) => total + bytes, 0);
  const [all, scripts] = [sum(weights), sum(weights.filter((w) => w.script))];
  const list = weights.map((w) => `${w.path} ${w.bytes}`).join(", ");
  return [...(all > 60 * KB ? [`weighs ${all} bytes: ${list}`] : []), ...(scripts > 20 * KB ? [`has ${scripts} bytes of script`] : [])];
}

const words = (page) => page.evaluate(() => document.body.innerText.replace(/\s+/g, " "));

// The same page without JavaScript says the same, and has no button that does nothing.
async function withoutScript(storageState, at, said) {
  const context = await browser.newContext({ storageState, javaScriptEnabled: false, viewport: { width: 360, height: 844 } });
  try {
    const page = await context.newPage();
    await page.goto(at);
    const wrong = [];
    const now = await words(page);
    if (timeless(now) !== timeless(said)) wrong.push(`says something else without JavaScript:\n${now}\ninstead of\n${said}`);
    const dead = await page.evaluate(() => [...document.querySelectorAll("button")]
      .filter((b) => !(b.type === "submit" && b.form) && !b.popoverTargetElement && !b.hasAttribute("command") && !b.closest("[data-example]")).map((b) => b.outerHTML.slice(0, 120)));
    return [...wrong, ...dead.map((button) => `does nothing without JavaScript: ${button}`)];
  } finally {
    await context.close();
  }
}

// Clocks and "in two minutes" go on between two looks.
const timeless = (text) => text.replace(/\d+/g, "0");

// Whatever was refused is said at its field, in words that the field is described by.
async function errorsAtFields(page) {
  return page.evaluate(() => {
    const bad = [...document.querySelectorAll("[aria-invalid=true]")];
    const said = [...document.querySelectorAll(".error, .err")].filter((e) => e.checkVisibility());
    const silent = bad.filter((e) => !(e.getAttribute("aria-describedby") ?? "").split(" ").some((id) => document.getElementById(id)?.matches(".error, .err")));
    const loose = said.filter((e) => !e.id || !document.querySelector(`[aria-describedby~="${CSS.escape(e.id)}"]`));
    return [
      ...(said.length === 0 && !document.querySelector("[role=alert], .note--bad") ? ["does not say what is wrong"] : []),
      ...silent.map((e) => `is marked as wrong, and no error says why: ${e.outerHTML.slice(0, 120)}`),
      ...loose.map((e) => `an error that belongs to no field: ${e.outerHTML.slice(0, 160)}`),
    ];
  });
}

async function pictures(page, state) {
  const name = `${state.route}-${state.is}-${state.as ?? "nobody"}-${state.on}`.replace(/[^\p{L}\d]+/gu, "-").replace(/^-/, "");
  for (const [width, dir, colorScheme] of [[360, "ltr", "light"], [360, "rtl", "dark"], [1280, "ltr", "light"], [1280, "rtl", "dark"]]) {
    if (process.env.LOOK !== "all" && !process.env.LOOK.split(",").includes(`${width}${dir}`) && process.env.LOOK !== "1") continue;
    await page.setViewportSize({ width, height: 844 });
    await page.emulateMedia({ colorScheme });
    await page.evaluate((d) => document.documentElement.setAttribute("dir", d), dir);
    await look(page, `${name}-${width}-${dir}-${colorScheme}`);
  }
}

async function folder() {
  const { folder: data, remove } = await dataFolder();
  put.push(remove);
  return data;
}

async function started(how) {
  const server = await how;
  put.push(server.stop);
  return server;
}

async function remember(pages) {
  const people = {};
  for (const [who, page] of Object.entries(pages)) people[who] = await page.context().storageState();
  await Promise.all([...new Set(Object.values(pages))].map((page) => page.context().close()));
  return people;
}

async function demonstration() {
  const data = await folder();
  const server = await started(demo({ data }));
  const world = await underWay(browser, server, data);
  places.demo = { server, known: world.ids, people: await remember(world.pages) };
}

async function emptied() {
  const data = await folder();
  const real = await serve({ data });
  const page = await (await browser.newContext()).newPage();
  await setUp(real, page); // somebody is there, so that the demonstration need not live through its weeks
  await real.stop();
  const server = await started(demo({ data }));
  await post(page, server, "/demo/start-empty");
  await page.context().close();
  places.cleared = { server, known: {}, people: {} };
}

async function beforeSetUp() {
  const server = await started(serve({ data: await folder() }));
  places.fresh = { server, known: { setup: new URL(server.said.err.match(/https?:\/\/\S+\/setup\/\S+/)[0]).pathname }, people: {} };
}

async function setUpAlone(name, then) {
  const data = await folder();
  const server = await started(serve({ data }));
  const page = await (await browser.newContext()).newPage();
  await setUp(server, page);
  const known = (await then(page, server, data)) ?? {};
  places[name] = { server, known, people: await remember({ administrator: page }) };
}

async function bare() {}

async function begun(page, server, data) {
  await beginProgram(page, server);
  const [program] = await ids({ data }, "select id from programs");
  await post(page, server, `/programs/${program}/open`, { to: "all" });
  await send(page, server, "/outbox", "/outbox/hold");
  return { program };
}

async function broken(page, server, data) {
  await rows({ data }, "alter table imports rename to gone");
}
