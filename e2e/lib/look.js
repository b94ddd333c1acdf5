// Looking at a page: automatic accessibility rules, sideways scroll, words that are cut off, touch targets, and pictures.
import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { WIDTHS } from "./browser.js";
import { screenshots } from "./paths.js";

const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// A screen of 1280 px at 400 % zoom.
const ZOOMED = 320;
const HEIGHT = 844;

// At each width each theme and each direction is looked at, and over the widths all four pairs of them.
const THEMES = { 360: { ltr: "light", rtl: "dark" }, 768: { ltr: "dark", rtl: "light" }, 1280: { ltr: "light", rtl: "dark" } };

// By turns: at a width, axe looks in this direction alone. What changes from state to state is what stands on a page, and
// hardly how it looks in the other theme; so a page's first state is looked at in every way, and each other one in one way a width.
const inTurn = (turn, width) => (turn + WIDTHS.indexOf(width)) % 2 === 0 ? "ltr" : "rtl";

// axe in a world of its own on the page that is open, so that the page's Content-Security-Policy need not be loosened.
// Frames are left out: what stands in one is a page too, and looked at by itself.
async function axeOn(page, without = []) {
  const client = await page.context().newCDPSession(page);
  const { frameTree } = await client.send("Page.getFrameTree");
  const world = { frameId: frameTree.frame.id, worldName: "axe" };
  const { executionContextId: contextId } = await client.send("Page.createIsolatedWorld", world);
  const run = async (expression) => {
    const answer = await client.send("Runtime.evaluate", { expression, contextId, awaitPromise: true, returnByValue: true });
    assert.ok(!answer.exceptionDetails, JSON.stringify(answer.exceptionDetails));
    return answer.result.value;
  };
  const off = JSON.stringify(Object.fromEntries(without.map((rule) => [rule, { enabled: false }])));
  await run(`${axeSource};0`);
  return {
    // Quicker, for the many pages where nothing is found: nobody needs to know the way to each node that was looked at.
    clean: (more) => run(`axe.run(document, {iframes: false, resultTypes: ["violations"], selectors: false, performanceTimer: false, ${more}}).then((r) => r.violations.length === 0)`),
    every: `preload: false, rules: ${off}`,
    everyAndSheets: `rules: ${off}`, // one rule reads the style sheets, which are the same in every way
    violations: () => run(`axe.run(document, {iframes: false, resultTypes: ["violations"], rules: ${off}}).then(r => r.violations.map(v =>
      ({ rule: v.id, help: v.help, nodes: v.nodes.map(n => n.target.join(" ") + " " + (n.any[0]?.message ?? n.all[0]?.message ?? n.none[0]?.message ?? "")) })))`),
    close: () => client.detach(),
  };
}

export async function axe(page, where = page.url()) {
  const rules = await axeOn(page);
  const found = await rules.violations().finally(rules.close);
  assert.deepEqual(found, [], `axe found ${found.length} violations at ${where}:\n${JSON.stringify(found, null, 1)}`);
}

// The page that is open at every width, in both themes, in both directions: what is wrong with it, in sentences.
// A mail has no landmarks and no headings of a page. With a `turn`, axe looks at each width in one direction only.
export async function everyWay(page, { mail = false, turn = null } = {}) {
  const wrong = [];
  const before = page.viewportSize();
  const rules = await axeOn(page, mail ? ["landmark-one-main", "page-has-heading-one", "region"] : []);
  for (const width of [ZOOMED, ...WIDTHS]) {
    await page.setViewportSize({ width, height: HEIGHT });
    for (const dir of ["ltr", "rtl"]) {
      await page.evaluate((d) => document.documentElement.setAttribute("dir", d), dir);
      const say = (what, way = "") => wrong.push(`${width} px, ${dir}${way}: ${what}`);
      (await sideways(page)).forEach((what) => say(what));
      (await cutOff(page)).forEach((what) => say(what));
      if (width === ZOOMED) continue;
      if (dir === "ltr") (await smallTargets(page)).forEach((what) => say(what));
      if (turn !== null && inTurn(turn, width) !== dir) continue;
      const colorScheme = THEMES[width][dir];
      await page.emulateMedia({ colorScheme });
      if (await rules.clean(width === WIDTHS[0] && turn === null && dir === "ltr" ? rules.everyAndSheets : rules.every)) continue;
      for (const v of await rules.violations()) say(`${v.rule}: ${v.help}\n    ${v.nodes.join("\n    ")}`, `, ${colorScheme}`);
    }
  }
  await rules.close();
  await page.evaluate(() => document.documentElement.setAttribute("dir", "ltr"));
  await page.emulateMedia({ colorScheme: null });
  if (before) await page.setViewportSize(before);
  return wrong;
}

async function sideways(page) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  return over > 0 ? [`scrolls sideways by ${over} px`] : [];
}

export async function noSidewaysScroll(page, where = page.url()) {
  assert.deepEqual(await sideways(page), [], where);
}

// Words that run out of the window, out of a box that hides what is too long for it, or out of what can be pressed.
async function cutOff(page) {
  return page.evaluate(() => {
    const found = new Set();
    const width = document.documentElement.clientWidth;
    const known = new Map();
    // From where to where words in an element can be seen; nothing where they are for ears alone. What scrolls shows all.
    const bounds = (e) => {
      if (e === null || e === document.body) return [0, width];
      if (!known.has(e)) known.set(e, within(e, bounds(e.parentElement)));
      return known.get(e);
    };
    const within = (e, around) => {
      const style = getComputedStyle(e);
      if (!around || style.clipPath === "inset(50%)") return null;
      if (/auto|scroll/.test(style.overflowX)) return [-Infinity, Infinity];
      const pressed = e.matches("a.btn, button, summary.btn, .choice, .slot, .ticket, .panel, .note, td, th");
      if (e.matches("svg") || style.display === "inline" || (!pressed && !/hidden|clip/.test(style.overflowX))) return around;
      const r = e.getBoundingClientRect();
      return [Math.max(around[0], r.left), Math.min(around[1], r.right)];
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      const e = text.parentElement;
      if (!text.data.trim() || e.closest("script, style, template, title, option, datalist, textarea, .skip")) continue;
      if (!e.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) || !bounds(e)) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      const [from, to] = bounds(e);
      for (const r of range.getClientRects()) {
        if (r.width < 1 || (r.left >= from - 1 && r.right <= to + 1)) continue;
        found.add(`“${text.data.trim().slice(0, 60)}” is cut off or runs out of its box (from ${Math.round(r.left)} to ${Math.round(r.right)} px, in ${Math.round(from)} to ${Math.round(to)}) in <${e.tagName.toLowerCase()} class="${e.getAttribute("class") ?? ""}">`);
      }
    }
    return [...found].slice(0, 12);
  });
}

// What can be pressed is at least 44 by 44 pixels, except for links within running text.
async function smallTargets(page) {
  return page.evaluate(() => {
    const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length > 0;
    const inText = (e) => e.matches("a") && e.closest("p, dd, li, td, th, label, figcaption") && getComputedStyle(e).display === "inline";
    const stretched = (e) => getComputedStyle(e, "::after").position === "absolute" && getComputedStyle(e, "::after").content !== "none";
    const box = (e) => (e.matches("input[type=radio], input[type=checkbox]") && e.closest("label")) || (stretched(e) && e.offsetParent) || e;
    return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
      .filter((e) => shown(e) && !inText(e) && !e.closest(".skip, .visually-hidden") && !e.matches(".skip"))
      .map((e) => ({ e, r: box(e).getBoundingClientRect() }))
      .filter(({ r }) => r.width < 43.5 || r.height < 43.5)
      .map(({ e, r }) => `${e.outerHTML.slice(0, 90)} is ${Math.round(r.width)} × ${Math.round(r.height)}, too small to press`);
  });
}

export async function largeTargets(page, where = page.url()) {
  assert.deepEqual(await smallTargets(page), [], `Too small to press at ${where}`);
}

// A picture of the whole page in target/screenshots, for people to look at.
export async function look(page, name) {
  await mkdir(screenshots, { recursive: true });
  await page.screenshot({ path: path.join(screenshots, `${name}.png`), fullPage: true });
}
