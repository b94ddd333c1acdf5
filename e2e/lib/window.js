// Somebody's window, in which one page after another is looked at: what it weighs, what it asks others for, whether anything
// in it moves while it loads, and whether it says the same without JavaScript.
const KB = 1024;
const HEIGHT = 844;

// What is remembered of the page that is shown, from its first byte on.
const watch = () => {
  globalThis.moved = [];
  const name = ({ node }) => (node ? `${node.nodeName.toLowerCase()}${node.className ? `.${node.className}` : ""}` : "nothing any more");
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) globalThis.moved.push(`${entry.value.toFixed(5)} (${entry.sources.map(name).join(", ")})`);
  }).observe({ type: "layout-shift", buffered: true });
};

export async function openWindow(browser, server, storageState) {
  const options = { storageState, viewport: { width: 360, height: HEIGHT }, reducedMotion: "reduce" };
  const [context, withoutScript] = await Promise.all([browser.newContext(options), browser.newContext({ ...options, javaScriptEnabled: false })]);
  const [page, plain] = await Promise.all([context.newPage(), withoutScript.newPage()]);
  const network = await context.newCDPSession(page);
  await network.send("Network.setCacheDisabled", { cacheDisabled: true }); // each page weighs what it weighs for a newcomer
  await page.addInitScript(watch);
  const seen = { wrong: [], weights: [] };
  notice(page, server, seen);
  return {
    page,
    load: (at, status) => load(page, at, status, seen),
    loadPlainly: (at) => loadPlainly(page, plain, at),
    loadMail: (at) => loadMail(page, server, at),
    close: () => Promise.all([context.close(), withoutScript.close()]),
  };
}

function notice(page, server, seen) {
  page.on("request", (request) => {
    if (!/^(data|about):/.test(request.url()) && !request.url().startsWith(server.url)) seen.wrong.push(`asks another host: ${request.url()}`);
  });
  page.on("requestfinished", (request) => seen.weights.push(weight(request)));
  page.on("requestfailed", (request) => {
    // What is still on its way when the page is left, such as the icon of its tab, nobody misses.
    if (request.failure()?.errorText !== "net::ERR_ABORTED") seen.wrong.push(`did not get ${request.url()}: ${request.failure()?.errorText}`);
  });
  page.on("pageerror", (error) => seen.wrong.push(`a script failed: ${error.message}`));
  page.on("console", (line) => { if (line.type() === "error" && /Content Security Policy/.test(line.text())) seen.wrong.push(line.text()); });
}

// Loads a page at a desk and on a phone; what is wrong with it, in sentences.
async function load(page, at, status, seen) {
  seen.wrong.length = 0;
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: HEIGHT });
    seen.weights.length = 0;
    const answer = await page.goto(at, { waitUntil: "load" });
    if (answer.status() !== status) seen.wrong.push(`was answered ${answer.status()}`);
    if (new URL(page.url()).pathname !== new URL(at).pathname) seen.wrong.push(`led on to ${page.url()}`);
    const moved = await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(globalThis.moved)))));
    seen.wrong.push(...moved.map((what) => `moves while it loads, at ${width} px: ${what}`));
    if (width === 1280) seen.wrong.push(...tooHeavy(await Promise.all(seen.weights)));
  }
  return [...seen.wrong];
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

// What is said of single keys, which only a script can press, is left out.
const words = (page) => page.evaluate(() => {
  const keys = [...document.querySelectorAll(".keys")].map((e) => e.innerText).filter(Boolean);
  return keys.reduce((text, said) => text.replace(said, ""), document.body.innerText).replace(/\s+/g, " ");
});

// Clocks and "in two minutes" go on between two looks.
const timeless = (text) => text.replace(/\d+/g, "0");

// The same page without JavaScript says the same, and has no button that does nothing.
async function loadPlainly(page, plain, at) {
  await plain.goto(at);
  const [said, now] = await Promise.all([words(page), words(plain)]);
  const dead = await plain.evaluate(() => [...document.querySelectorAll("button")]
    .filter((b) => !(b.type === "submit" && b.form) && !b.popoverTargetElement && !b.hasAttribute("command") && !b.closest("[data-example]")).map((b) => b.outerHTML.slice(0, 120)));
  return [
    ...(timeless(now) === timeless(said) ? [] : [`says something else without JavaScript:\n${now}\ninstead of\n${said}`]),
    ...dead.map((button) => `does nothing without JavaScript: ${button}`),
  ];
}

// A mail is shown in a window where nothing runs, not even what looks at it: its words are put into another.
async function loadMail(page, server, at) {
  const mail = await (await page.context().request.get(at)).text();
  await page.goto("about:blank");
  await page.setContent(mail);
  const hosts = await page.evaluate(() => [...document.querySelectorAll("img, link, script, iframe")].map((e) => e.src || e.href));
  return hosts.filter((host) => !host.startsWith(server.url)).map((host) => `a mail that asks another host: ${host}`);
}
