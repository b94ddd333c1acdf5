// Programs that check mail, as they behave in front of a letter. Each takes a link and returns what it did.
import { setTimeout as pause } from "node:timers/promises";

const OURS = /\/ask\//;

// Opens the link and everything that it links to, by GET and by HEAD, as a program that follows addresses does.
export async function opensEverything(link) {
  const seen = new Set();
  const next = [link];
  const statuses = [];
  while (next.length > 0) {
    const url = next.pop();
    if (seen.has(url)) continue;
    seen.add(url);
    const head = await fetch(url, { method: "HEAD", redirect: "manual" });
    const body = await head.text();
    const page = await fetch(url, { redirect: "manual" });
    statuses.push({ url, head: head.status, length: body.length, get: page.status });
    const html = await page.text();
    for (const [, href] of html.matchAll(/(?:href|src|action)="([^"#]+)"/g)) {
      const to = new URL(href, url);
      if (to.origin === new URL(link).origin && OURS.test(to.pathname)) next.push(to.href);
    }
    for (const [, answer] of html.matchAll(/name="answer" value="(\w+)"/g)) next.push(`${link}/answer?answer=${answer}`);
  }
  return statuses;
}

// A browser that runs every script, and stays on the page for so long.
export async function staysOpen(browser, link, milliseconds) {
  const { page, close } = await machine(browser);
  await page.goto(link);
  await page.mouse.move(200, 300);
  await page.mouse.wheel(0, 2000);
  await pause(milliseconds);
  await close();
}

// Submits the first form of each page that it comes to, `deep` pages in a row: by its first button, or, `bare`, as a script
// does that knows of none.
export async function submitsFirstForms(browser, link, deep = 1, { bare = false } = {}) {
  const { page, close } = await machine(browser);
  await page.goto(link);
  for (let i = 0; i < deep; i += 1) {
    if ((await page.locator("form").count()) === 0) break;
    await Promise.all([page.waitForNavigation(), page.evaluate(submitFirst, bare)]);
  }
  const ended = { url: page.url(), words: await page.locator("main").innerText() };
  await close();
  return ended;
}

function submitFirst(bare) {
  const form = document.querySelector("form");
  if (bare) form.submit();
  else form.requestSubmit(form.querySelector("button"));
}

// Presses every button of every page that it comes to, each once and as fast as it can, from a script within the page. How
// many of them sent something.
export async function pressesEverything(browser, link) {
  const { page, close } = await machine(browser);
  await page.goto(link);
  const sent = await page.evaluate(async (start) => {
    const pressed = new Set();
    const opened = new Set();
    const pages = [];
    const see = async (response) => {
      const html = await response.text();
      pages.push({ url: response.url, page: new DOMParser().parseFromString(html, "text/html") });
    };
    let sent = 0;
    await see(await fetch(start));
    while (pages.length > 0) {
      const { url, page } = pages.pop();
      for (const button of page.querySelectorAll("form button")) {
        const { form } = button;
        const fields = new URLSearchParams(new FormData(form));
        if (button.name) fields.append(button.name, button.value);
        const to = new URL(form.getAttribute("action") ?? url, url);
        const posts = form.method === "post";
        const key = `${posts} ${to} ${fields}`;
        if (pressed.has(key)) continue;
        pressed.add(key);
        sent += posts ? 1 : 0;
        await see(posts ? await fetch(to, { method: "POST", body: fields }) : await fetch(`${to}?${fields}`));
      }
      for (const a of page.querySelectorAll("a[href]")) {
        const to = new URL(a.getAttribute("href"), url);
        if (!to.pathname.startsWith("/ask/") || opened.has(to.href)) continue;
        opened.add(to.href);
        await see(await fetch(to));
      }
    }
    return sent;
  }, link);
  await close();
  return sent;
}

async function machine(browser) {
  const context = await browser.newContext({ acceptDownloads: false });
  const page = await context.newPage();
  return { page, close: () => context.close() };
}
