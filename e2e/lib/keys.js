// Somebody who uses the keyboard alone: moves on with Tab, and must always see where they are.
import assert from "node:assert/strict";

const MOST = 250; // stops on the longest page

// Presses Tab until what has the focus is called `name` (its role may be asked for, too). Every stop on the way must be seen.
export async function tabTo(page, name, { role = null, back = false } = {}) {
  const stops = [];
  for (let n = 0; n < MOST; n++) {
    await page.keyboard.press(back ? "Shift+Tab" : "Tab");
    const here = await focused(page);
    if (!here) continue; // the browser's own buttons
    stops.push(here.name);
    assert.deepEqual(here.trouble, [], `“${here.name}” on ${page.url()}`);
    const fits = typeof name === "string" ? here.name === name : name.test(here.name);
    if (fits && (!role || here.role === role)) return here;
  }
  return assert.fail(`Tab never comes to ${name} on ${page.url()}, only to:\n${stops.join("\n")}`);
}

// Goes through a whole page once; returns the names of its stops.
export async function everyStop(page) {
  const stops = [];
  await page.evaluate(() => { document.activeElement?.blur(); getSelection().removeAllRanges(); });
  for (let n = 0; n < MOST; n++) {
    await page.keyboard.press("Tab");
    const here = await focused(page);
    if (!here || (stops.length > 0 && here.first)) return stops;
    assert.deepEqual(here.trouble, [], `“${here.name}” on ${page.url()}`);
    stops.push(here.name);
  }
  return assert.fail(`${page.url()} has no end`);
}

// What has the focus: { name, role, first, trouble }, trouble being why a person could not see it.
export async function focused(page) {
  return page.evaluate(() => {
    const e = document.activeElement;
    if (!e || e === document.body) return null;
    const label = e.labels?.[0] ?? null;
    const by = (e.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join(" ").trim();
    const name = (e.getAttribute("aria-label") ?? (by || label?.innerText || e.innerText || e.title || e.name || "")).replace(/\s+/g, " ").trim();
    const shows = [e, e.closest(".choice, .drop")].filter(Boolean);
    const outlined = shows.some((s) => { const o = getComputedStyle(s); return o.outlineStyle !== "none" && parseFloat(o.outlineWidth) >= 2; });
    const r = e.getBoundingClientRect();
    const trouble = [];
    if (!outlined && !e.matches("iframe")) trouble.push("has no visible focus");
    if (r.bottom <= 0 || r.top >= innerHeight) trouble.push("is out of sight");
    const middle = document.elementFromPoint(r.left + r.width / 2, Math.min(Math.max(r.top + Math.min(r.height / 2, 22), 1), innerHeight - 1));
    if (middle && !shows.some((s) => s.contains(middle) || middle.contains(s)) && !label?.contains(middle)) trouble.push(`is covered by ${middle.outerHTML.slice(0, 80)}`);
    if (e.tabIndex > 0) trouble.push("is out of order");
    return { name, role: e.getAttribute("role") ?? e.tagName.toLowerCase(), first: e.matches(".skip"), trouble };
  });
}
