// The real binary: started as an administrator would start it, and ended by its signals.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { binary } from "./paths.js";

const PATIENCE = 30_000; // ms until a server that does not answer counts as failed
const LOADS_IN = 120_000; // the same for a demonstration, which loads its firm first

export async function freePort() {
  const server = createServer();
  await new Promise((done, fail) => server.once("error", fail).listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

export async function dataFolder() {
  const folder = await mkdtemp(path.join(tmpdir(), "bellwether-e2e-"));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

// Runs one command to its end: { code, out, err }. A code other than `expected` fails with what it said;
// `expected: null` takes any.
export async function command(args, { input = "", expected = 0, env = {} } = {}) {
  const child = spawn(binary, args, { env: { ...process.env, ...env } });
  const said = listen(child);
  child.stdin.on("error", () => {}); // it may end without reading
  child.stdin.end(input);
  const code = await new Promise((done, fail) => child.once("error", fail).once("close", done));
  if (expected !== null) assert.equal(code, expected, `bellwether ${args.join(" ")}\n${said.out}${said.err}`);
  return { code, out: said.out, err: said.err };
}

// Starts `serve` and waits until /healthz answers. Stopped by `stop` (SIGTERM, it drains) or `kill` (SIGKILL).
export async function serve({ data, smtp, database, port, args = [], env = {} }) {
  const at = port ?? (await freePort());
  const url = `http://localhost:${at}`;
  const all = ["serve", "--data", data, "--listen", `127.0.0.1:${at}`, "--base-url", url, ...args];
  if (smtp) all.push("--smtp", smtp);
  if (database) all.push("--database", database);
  return start(all, url, env);
}

// Starts `demo` on sample data.
export async function demo({ data, port, args = [] }) {
  const at = port ?? (await freePort());
  return start(["demo", "--data", data, "--listen", `127.0.0.1:${at}`, ...args], `http://localhost:${at}`, {}, LOADS_IN);
}

async function start(args, url, env, patience = PATIENCE) {
  const began = performance.now();
  const child = spawn(binary, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  const said = listen(child);
  const ended = new Promise((done) => child.once("close", (code, signal) => done({ code, signal })));
  const server = { url, child, said, ended, startedIn: null, stop: () => end(child, ended, "SIGTERM"), kill: () => end(child, ended, "SIGKILL") };
  while (!(await answers(`${url}/healthz`))) {
    const late = performance.now() - began > patience;
    if (late || child.exitCode !== null || child.signalCode !== null) {
      await server.kill();
      assert.fail(`bellwether ${args.join(" ")} ${late ? "did not answer" : "ended"}:\n${said.out}${said.err}`);
    }
    await pause(20);
  }
  server.startedIn = performance.now() - began;
  return server;
}

async function answers(url) {
  return fetch(url).then((r) => r.ok, () => false);
}

async function end(child, ended, signal) {
  if (child.exitCode === null && child.signalCode === null) child.kill(signal);
  const timer = setTimeout(() => child.kill("SIGKILL"), PATIENCE);
  const how = await ended;
  clearTimeout(timer);
  return how;
}

function listen(child) {
  const said = { out: "", err: "" };
  child.stdout?.setEncoding("utf8").on("data", (text) => (said.out += text));
  child.stderr?.setEncoding("utf8").on("data", (text) => (said.err += text));
  return said;
}
