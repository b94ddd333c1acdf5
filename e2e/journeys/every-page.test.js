// Every page of the product, in every state, at 360, 768 and 1280 pixels and at 400 % zoom, light and dark, left to right and
// right to left: axe finds nothing, nothing scrolls sideways, no word is cut off, what is pressed is large enough for a
// thumb. Loaded alone: light, still, from this host only, and whole without JavaScript.
// `node --test --test-name-pattern=shortlist journeys/every-page.test.js` looks at a few; LOOK=1 takes pictures of what is looked at.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { command } from "../lib/bellwether.js";
import { openBrowser } from "../lib/browser.js";
import { sendWrong } from "../lib/forms.js";
import { everyWay, look } from "../lib/look.js";
import { NOT_PAGES, PAGES, TROUBLE } from "../lib/pages.js";
import { root } from "../lib/paths.js";
import { openPlaces } from "../lib/places.js";
import { openWindow } from "../lib/window.js";

const AT_ONCE = 3; // windows open at the same time
const A_WINDOW = 12; // pages looked at in one window, one after another
const states = [...Object.entries(PAGES), ["trouble", TROUBLE]].flatMap(([route, all]) => all.map((state, i) => ({ route, ...state, turn: i === 0 ? null : i })));

let browser;
let places;
let close;

before(async () => {
  browser = await openBrowser();
  ({ places, close } = await openPlaces(browser));
}, { timeout: 600_000 });

after(async () => {
  await browser?.close();
  await close?.();
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
  for (const { on, as, part } of windows()) {
    describe(`${as ?? "nobody"} on ${on}`, { concurrency: 1, timeout: 600_000 }, () => {
      let window;
      before(async () => {
        assert.ok(!as || places[on].people[as], `nobody is signed in as ${as}`);
        window = await openWindow(browser, places[on].server, as ? places[on].people[as] : undefined);
      });
      after(() => window?.close());
      for (const state of part) test(`${state.route}: ${state.is}${as ? `, as ${as}` : ""} (${on})`, { timeout: 120_000 }, () => holds(window, state));
    });
  }
});

// What one person sees in one place, in parts of a few pages each.
function windows() {
  const alike = new Map();
  for (const state of states) {
    const who = `${state.on} ${state.as}`;
    alike.set(who, [...(alike.get(who) ?? []), state]);
  }
  return [...alike.values()].flatMap((all) => {
    const starts = all.map((_, i) => i).filter((i) => i % A_WINDOW === 0);
    return starts.map((i) => ({ on: all[0].on, as: all[0].as, part: all.slice(i, i + A_WINDOW) }));
  });
}

async function holds(window, state) {
  const { server, known } = places[state.on];
  const at = server.url + (typeof state.at === "function" ? state.at(known) : state.at);
  assert.ok(!at.includes("undefined"), `the program under way has nobody for ${state.route}: ${at}`);
  const { page } = window;
  const wrong = state.mail ? await window.loadMail(at) : await window.load(at, state.status ?? 200);
  if (state.wrong) {
    const { action, fields } = state.wrong;
    const status = await sendWrong(page, action, typeof fields === "function" ? fields(known) : fields);
    if (status !== 422) wrong.push(`a form with mistakes was answered ${status}, not 422`);
    wrong.push(...(await errorsAtFields(page)));
  } else if (!state.mail) {
    wrong.push(...(await window.loadPlainly(at)));
  }
  wrong.push(...(await everyWay(page, state)));
  if (process.env.LOOK) await pictures(page, state);
  assert.deepEqual(wrong, [], `${at}\n${wrong.join("\n")}`);
}

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
