// Mail as its recipients get it: from a real SMTP server process.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { setTimeout as pause } from "node:timers/promises";

const PROCESS = fileURLToPath(new URL("./smtp-process.js", import.meta.url));

// Starts the server; `manner` is described in smtp-process.js.
export async function mailServer(manner = "accept") {
  const folder = await mkdtemp(path.join(tmpdir(), "bellwether-mail-"));
  let { child, gone, port } = await start(folder, manner, 0);
  const kill = async () => {
    child.kill("SIGKILL");
    await gone;
  };
  return {
    url: `smtp://127.0.0.1:${port}`,
    all: () => messages(folder),
    count: async () => (await names(folder)).length,
    // Waits until somebody (an address) has got a message whose subject matches, and returns the newest.
    wait: (to, subject, patience) => waitFor(folder, to, subject, patience),
    kill,
    // Starts it again at the same address, with what it had kept; its manner may be another.
    async again(other = manner) {
      await kill();
      ({ child, gone } = await start(folder, other, port));
    },
    async stop() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function start(folder, manner, at) {
  const child = spawn(process.execPath, [PROCESS, folder, manner, String(at)], { stdio: ["ignore", "pipe", "inherit"] });
  const gone = new Promise((done) => child.once("close", done));
  const port = await new Promise((done, fail) => {
    child.once("error", fail).once("exit", () => fail(new Error("the mail server did not start")));
    child.stdout.setEncoding("utf8").once("data", (text) => done(Number(text)));
  });
  return { child, gone, port };
}

async function names(folder) {
  return (await readdir(folder)).filter((name) => name.endsWith(".json")).sort();
}

async function messages(folder) {
  return Promise.all((await names(folder)).map(async (name) => parse(JSON.parse(await readFile(path.join(folder, name), "utf8")))));
}

async function waitFor(folder, to, subject, patience = 20_000) {
  const end = Date.now() + patience;
  let all = [];
  while (Date.now() < end) {
    all = await messages(folder);
    const found = all.filter((m) => m.to.includes(to) && subject.test(m.subject));
    if (found.length > 0) return found.at(-1);
    await pause(50);
  }
  const seen = all.map((m) => `${m.to.join(", ")}: ${m.subject}`).join("\n");
  return assert.fail(`No mail for ${to} with ${subject} came. What came:\n${seen || "nothing"}`);
}

// { from, to, headers, subject, text, html, parts: [{ type, headers, body }] }: the first text and HTML, and every leaf.
export function parse({ from, to, raw }) {
  const parts = leaves(raw);
  const body = (type) => parts.find((p) => p.type === type)?.body ?? "";
  const { headers } = entity(raw);
  return { from, to, headers, subject: words(headers.get("subject") ?? ""), text: body("text/plain"), html: body("text/html"), parts, raw };
}

// The links of a mail, from its text part: what a person would press.
export function links(mail) {
  return [...mail.text.matchAll(/https?:\/\/[^\s<>"]+/g)].map(([url]) => url.replace(/[.,)]+$/, ""));
}

function entity(raw) {
  const [, head, body] = /^([\s\S]*?)\r?\n\r?\n([\s\S]*)$/.exec(raw) ?? [null, raw, ""];
  const lines = head.replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/);
  const headers = new Map(lines.filter((l) => l.includes(":")).map((l) => [l.slice(0, l.indexOf(":")).toLowerCase(), l.slice(l.indexOf(":") + 1).trim()]));
  return { headers, body };
}

function leaves(raw) {
  const { headers, body } = entity(raw);
  const kind = headers.get("content-type") ?? "text/plain";
  const boundary = /boundary="?([^";]+)"?/i.exec(kind)?.[1];
  if (/^multipart\//i.test(kind) && boundary) {
    const pieces = `\r\n${body}`.split(`\n--${boundary}`).slice(1, -1);
    return pieces.flatMap((piece) => leaves(piece.replace(/^[ \t]*\r?\n/, "").replace(/\r$/, "")));
  }
  return [{ type: kind.split(";")[0].trim().toLowerCase(), headers, body: decoded(body, headers.get("content-transfer-encoding")) }];
}

function decoded(body, encoding = "7bit") {
  if (/base64/i.test(encoding)) return Buffer.from(body, "base64").toString("utf8");
  if (/quoted-printable/i.test(encoding)) return quoted(body.replace(/=\r?\n/g, ""));
  return body;
}

function quoted(text) {
  const bytes = Buffer.from(text, "utf8").toString("latin1").replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}

// RFC 2047: encoded words; white space between two of them is not part of the text.
function words(text) {
  return text.replace(/\?=\s+=\?/g, "?==?").replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, how, word) =>
    how.toLowerCase() === "b" ? Buffer.from(word, "base64").toString("utf8") : quoted(word.replaceAll("_", " ")));
}
