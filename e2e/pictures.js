// The pictures of the README and the guide: the main pages of the demo, as people see them.
// `cargo xtask screenshots` runs it; look at each of them before you keep them.
//
//   node pictures.js [names] [--look]      --look: every page on a desk and a phone, light and dark,
//                                          into target/screenshots instead
import path from "node:path";
import { mkdir, readFile } from "node:fs/promises";
import { openBrowser, desk, phone } from "./lib/browser.js";
import { dataFolder, demo } from "./lib/bellwether.js";
import { root, samples, screenshots } from "./lib/paths.js";

const TALLEST = 1700; // CSS pixels; a longer page is cut there

// Whose eyes, on what, and the way there: what this person presses, one thing after the other.
const PICTURES = [
  { name: "today", as: "Coordinator", walk: [] },
  { name: "shortlist", as: "Coordinator", walk: [link("Shortlist")] },
  { name: "map", as: "Coordinator", walk: [link("Map"), link("Idris Inoue"), toTop] },
  { name: "brief", as: "Coordinator", walk: [link("Idris Inoue", true)] },
  { name: "pitch", as: "Coordinator", walk: [link(/^Read and send/)] },
  { name: "program", as: "Coordinator", walk: [link("Program page")] },
  { name: "matching", as: "Coordinator", walk: [link("Matching")] },
  { name: "mentorship", as: "Leader", walk: [leadingTo("/mentorships/")] },
  { name: "insights", as: "Coordinator", walk: [link("Insights")] },
  { name: "import", as: "Administrator", walk: [link("Imports"), link(/Import a file|Choose a file/), importFile] },
  { name: "mailbox", as: "Leader", walk: [link("Mailbox"), link(/Marcus Hale/)] },
  { name: "letter", as: "Leader", walk: [link("Mailbox"), link(/Marcus Hale/), leadingTo("/ask/")], on: phone },
  {
    name: "answered",
    as: "Leader",
    walk: [link("Mailbox"), link(/Marcus Hale/), leadingTo("/ask/"), button(/^Count me in/), button(/^Yes, count me in/)],
    on: phone,
    changes: true,
  },
];

const words = process.argv.slice(2);
const looking = words.includes("--look");
const only = words.filter((word) => !word.startsWith("--"));
const folder = looking ? screenshots : path.join(root, "docs/pictures");
await mkdir(folder, { recursive: true });
const data = await dataFolder();
const server = await demo({ data: data.folder });
const browser = await openBrowser();
try {
  for (const picture of PICTURES.filter(({ name }) => only.length === 0 || only.includes(name))) {
    for (const way of looking ? ways(picture) : [picture]) await take(way);
  }
} finally {
  await browser.close();
  await server.stop();
  await data.remove();
}

function ways(picture) {
  const all = [desk, phone].flatMap((on) =>
    ["light", "dark"].map((colorScheme) => ({ ...picture, on, colorScheme, name: `${picture.name}-${on === desk ? 1280 : 390}-${colorScheme}` })),
  );
  return picture.changes ? all.filter(({ on, colorScheme }) => on === phone && colorScheme === "light") : all;
}

async function take({ name, as, walk, on = desk, colorScheme = "light" }) {
  const { page, context } = await on(browser, { deviceScaleFactor: 1, colorScheme });
  await page.goto(`${server.url}/demo`);
  await page.getByRole("button", { name: `View as ${as.toLowerCase()}` }).click();
  for (const step of walk) {
    await step(page);
    await page.waitForLoadState("load");
  }
  const { width } = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: looking ? height : Math.min(TALLEST, height) });
  const file = path.join(folder, `${name}.png`);
  await page.screenshot({ path: file });
  console.log(path.relative(root, file));
  await context.close();
}

function link(name, exact = false) {
  return async (page) => {
    const next = page.getByRole("link", { name, exact }).first();
    const menu = page.getByRole("button", { name: "Menu" });
    if (!(await next.isVisible()) && (await menu.isVisible())) await menu.click();
    await next.click();
  };
}

function leadingTo(address) {
  return (page) => page.locator(`main a[href*="${address}"]`).first().click();
}

function toTop(page) {
  return page.evaluate(() => scrollTo(0, 0));
}

function button(name) {
  return (page) => page.getByRole("button", { name }).first().click();
}

// February's file: three newcomers, a few who changed, and three rows that cannot be used.
async function importFile(page) {
  const lines = (await readFile(path.join(samples, "law-firm/people.csv"), "utf8")).trimEnd().split("\n");
  const changed = lines
    .map((line) => line.replace("jerome.grunwald@lawfirm.example", "jerome.grunwald@lawfirm"))
    .map((line) => line.replace(/^L047,/, "L046,"))
    .map((line) => (line.startsWith("L060,") ? line.replace(",2,", ",2O,") : line))
    .map((line) => (/^L05[0-4],/.test(line) ? line.replace(/,(Boston|Hartford),/, ",Providence,") : line))
    .filter((line) => !line.startsWith("L049,"));
  const newcomers = ["Priya Raman", "Tomás Herrera", "Willa Ashdown"].map(
    (name, n) => `L0${72 + n},${name},${name.split(" ")[1].toLowerCase()}@lawfirm.example,Associate,Boston,Litigation,0,27,,,America/New_York`,
  );
  const buffer = Buffer.from([...changed, ...newcomers].join("\n"));
  await page.locator("input[type=file]").setInputFiles({ name: "people-february.csv", mimeType: "text/csv", buffer });
  await page.locator("main form button").last().click();
}
