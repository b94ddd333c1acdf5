// Debian's Chromium, headless, as a person with a phone or a desk would have it.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

// Chromium without the window around the page, which costs as much as the page.
const SHELL = "/usr/bin/chromium-headless-shell";

const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const DESK = { viewport: { width: 1280, height: 800 } };

// One window each width that every page must hold at.
export const WIDTHS = [360, 768, 1280];

export async function openBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? [SHELL, "/usr/bin/chromium"].find((path) => existsSync(path)),
    headless: true,
    args: [
      "--no-sandbox", // the tests may run as root, where Chromium's own sandbox refuses to start
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

export const phone = (browser, options = {}) => person(browser, { ...PHONE, ...options });
export const desk = (browser, options = {}) => person(browser, { ...DESK, ...options });

// Somebody's own browser: a new context, English, in the firm's zone. A page error or a broken
// script fails the test that closes it, through `troubles`.
async function person(browser, options) {
  const context = await browser.newContext({
    locale: "en-GB",
    timezoneId: "America/New_York",
    reducedMotion: "reduce",
    ...options,
  });
  const page = await context.newPage();
  const troubles = [];
  page.on("pageerror", (error) => troubles.push(`${page.url()}: ${error.message}`));
  page.on("console", (line) => {
    if (line.type() === "error" && /Content Security Policy/i.test(line.text())) troubles.push(`${page.url()}: ${line.text()}`);
  });
  return { context, page, troubles };
}
