// The pictures of the README and the guide: the ten main pages of the demo, as people see them.
// `cargo xtask screenshots` runs it; look at each of them before you keep them.
import path from "node:path";
import { mkdir } from "node:fs/promises";
import { openBrowser, desk, phone } from "./lib/browser.js";
import { dataFolder, demo } from "./lib/bellwether.js";
import { root } from "./lib/paths.js";

// Whose eyes, on what, and the way there: the links that this person presses, one after the other.
const PICTURES = [
  { name: "today", as: "Coordinator", walk: ["Pipeline and today"] },
  { name: "shortlist", as: "Coordinator", walk: ["Shortlist"] },
  { name: "pitches", as: "Coordinator", walk: ["Pitches"] },
  { name: "program", as: "Coordinator", walk: ["Program page"] },
  { name: "matching", as: "Coordinator", walk: ["Matching"] },
  { name: "mentorships", as: "Coordinator", walk: ["Mentorships"] },
  { name: "insights", as: "Coordinator", walk: ["Insights"] },
  { name: "people", as: "Administrator", walk: ["People and imports"] },
  { name: "mailbox", as: "Leader", walk: ["Mailbox"] },
  { name: "letter", as: "Leader", walk: ["Mailbox", /mentor/i, /Read and answer|\/p\//], who: phone },
];

const only = process.argv.slice(2);
const folder = path.join(root, "docs/pictures");
await mkdir(folder, { recursive: true });
const data = await dataFolder();
const server = await demo({ data: data.folder });
const browser = await openBrowser();
try {
  for (const picture of PICTURES.filter(({ name }) => only.length === 0 || only.includes(name))) {
    await take(picture);
    console.log(`docs/pictures/${picture.name}.png`);
  }
} finally {
  await browser.close();
  await server.stop();
  await data.remove();
}

async function take({ name, as, walk, who = desk }) {
  const { page, context } = await who(browser, { deviceScaleFactor: 1 });
  await page.goto(`${server.url}/demo`);
  await page.getByRole("button", { name: as }).or(page.getByRole("link", { name: as })).first().click();
  for (const link of walk) {
    const menu = page.getByRole("button", { name: "Menu" });
    const next = page.getByRole("link", { name: link }).first();
    if (!(await next.isVisible()) && (await menu.isVisible())) await menu.click();
    await next.click();
    await page.waitForLoadState("load");
  }
  const { width } = page.viewportSize();
  const height = Math.min(1400, await page.evaluate(() => document.documentElement.scrollHeight));
  await page.setViewportSize({ width, height });
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
  await context.close();
}
