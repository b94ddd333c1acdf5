// Forms, sent by the browser of whoever is signed in.
import assert from "node:assert/strict";

// Opens `url` behind the page that is shown, fills in the form whose address ends with `action`, and sends it. Fields that
// are not named are sent as the page has them; null takes one out, a list gives it several values. Returns where it led.
export async function send(page, server, url, action, fields = {}) {
  await within(page, server);
  const sent = await page.evaluate(async ({ url, action, fields }) => {
    const opened = await fetch(url);
    const doc = new DOMParser().parseFromString(await opened.text(), "text/html");
    const words = () => doc.querySelector("main, body").innerText.replace(/\s+/g, " ").slice(0, 300);
    const target = (f) => new URL(f.getAttribute("action"), opened.url).pathname;
    const form = [...doc.forms].find((f) => f.method === "post" && target(f).endsWith(action));
    if (!form) return { error: `has no form for “${action}”: ${words()}` };
    const data = new FormData(form);
    for (const [name, value] of Object.entries(fields)) {
      data.delete(name);
      for (const one of [value ?? []].flat()) data.append(name, one);
    }
    const files = form.enctype === "multipart/form-data";
    const answer = await fetch(target(form), { method: "POST", body: files ? data : new URLSearchParams(data) });
    return { status: answer.status, url: answer.url, text: await answer.text() };
  }, { url: server.url + url, action, fields });
  assert.ok(!sent.error, `${url} ${sent.error}`);
  return good(sent, `${url} → ${action}`);
}

// Sends fields to an address that needs no page first.
export async function post(page, server, url, fields = {}) {
  await within(page, server);
  const sent = await page.evaluate(async ({ url, fields }) => {
    const answer = await fetch(url, { method: "POST", body: new URLSearchParams(fields) });
    return { status: answer.status, url: answer.url, text: await answer.text() };
  }, { url: server.url + url, fields });
  return good(sent, url);
}

// Fills in and sends the form on the page that is open (without an action: the one that leads to the page itself), past what the browser itself would refuse, and waits for the answer.
export async function sendWrong(page, action, fields = {}) {
  const answer = page.waitForResponse((r) => r.request().isNavigationRequest() && r.request().method() === "POST");
  const shown = page.waitForEvent("load");
  await page.evaluate(({ action, fields }) => {
    const form = [...document.forms].find((f) => f.method === "post" && (action ? new URL(f.action).pathname.endsWith(action) : new URL(f.action).pathname === location.pathname));
    if (!form) throw new Error(`no form for “${action}”`);
    for (const [name, value] of Object.entries(fields)) {
      const named = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
      for (const field of named.filter((f) => f.matches("[type=radio], [type=checkbox]"))) field.checked = field.value === value;
      if (named.length === 0) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
      else if (!named[0].matches("[type=radio], [type=checkbox]")) named[0].value = value;
    }
    HTMLFormElement.prototype.submit.call(form);
  }, { action, fields });
  const status = (await answer).status();
  await shown;
  return status;
}

async function within(page, server) {
  if (!page.url().startsWith(server.url)) await page.goto(`${server.url}/healthz`);
}

function good(sent, what) {
  const errors = [...sent.text.matchAll(/class="err(?:or)?"[^>]*>([^<]*)/g)].map(([, error]) => error);
  const words = sent.text.replace(/^[\s\S]*<main|<[^>]*>/g, " ").replace(/\s+/g, " ").slice(0, 400);
  assert.ok(sent.status < 400, `${what} was answered ${sent.status}: ${errors.join(" ") || words}`);
  return sent;
}
