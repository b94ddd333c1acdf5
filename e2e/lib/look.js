// Looking at a page: automatic accessibility rules, sideways scroll, touch targets, and pictures.
import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { WIDTHS } from "./browser.js";
import { screenshots } from "./paths.js";

const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// Runs axe in a world of its own, so that the page's Content-Security-Policy need not be loosened.
async function violations(page) {
  const client = await page.context().newCDPSession(page);
  try {
    const { frameTree } = await client.send("Page.getFrameTree");
    const world = { frameId: frameTree.frame.id, worldName: "axe" };
    const { executionContextId: contextId } = await client.send("Page.createIsolatedWorld", world);
    const run = async (expression) => {
      const answer = await client.send("Runtime.evaluate", { expression, contextId, awaitPromise: true, returnByValue: true });
      assert.ok(!answer.exceptionDetails, JSON.stringify(answer.exceptionDetails));
      return answer.result.value;
    };
    await run(`${axeSource};0`);
    return await run(`axe.run(document, {resultTypes: ["violations"]}).then(r => r.violations.map(v =>
      ({ rule: v.id, help: v.help, nodes: v.nodes.map(n => n.target.join(" ") + " " + (n.any[0]?.message ?? "")) })))`);
  } finally {
    await client.detach();
  }
}

export async function axe(page, where = page.url()) {
  const found = await violations(page);
  assert.deepEqual(found, [], `axe found ${found.length} violations at ${where}:\n${JSON.stringify(found, null, 1)}`);
}

// A page at every width, in both themes, in both directions. Sideways scroll counts as a violation.
export async function everyWay(page, where = page.url()) {
  const before = page.viewportSize();
  for (const dir of ["ltr", "rtl"]) {
    await page.evaluate((d) => document.documentElement.setAttribute("dir", d), dir);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 844 });
        const way = `${where} (${width} px, ${colorScheme}, ${dir})`;
        await axe(page, way);
        await noSidewaysScroll(page, way);
      }
    }
  }
  await page.evaluate(() => document.documentElement.setAttribute("dir", "ltr"));
  await page.emulateMedia({ colorScheme: null });
  if (before) await page.setViewportSize(before);
}

export async function noSidewaysScroll(page, where = page.url()) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(over <= 0, `${where} scrolls sideways by ${over} px`);
}

// What can be pressed is at least 44 by 44 pixels, except for links within running text.
export async function largeTargets(page, where = page.url()) {
  const small = await page.evaluate(() => {
    const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length > 0;
    const inText = (e) => e.matches("a") && e.closest("p, dd, li, td, th, label, figcaption") && getComputedStyle(e).display === "inline";
    const box = (e) => (e.matches("input[type=radio], input[type=checkbox]") && e.closest("label")) || e;
    return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
      .filter((e) => shown(e) && !inText(e) && !e.closest(".skip, .visually-hidden") && !e.matches(".skip"))
      .map((e) => ({ e, r: box(e).getBoundingClientRect() }))
      .filter(({ r }) => r.width < 43.5 || r.height < 43.5)
      .map(({ e, r }) => `${e.outerHTML.slice(0, 90)} is ${Math.round(r.width)} × ${Math.round(r.height)}`);
  });
  assert.deepEqual(small, [], `Too small to press at ${where}`);
}

// A picture of the whole page in target/screenshots, for people to look at.
export async function look(page, name) {
  await mkdir(screenshots, { recursive: true });
  await page.screenshot({ path: path.join(screenshots, `${name}.png`), fullPage: true });
}
