// Killed while sending, and mail servers in trouble: 0 lost, 0 double, and the unsure ones shown. The real binary, a real
// SMTP server process, SIGKILL on both.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { serve } from "../lib/bellwether.js";
import { desk, openBrowser } from "../lib/browser.js";
import { engines } from "../lib/databases.js";
import { onGround } from "../lib/ground.js";
import { beginProgram, setUp } from "../lib/people.js";
import { letters, putLetters, rows, timePasses } from "../lib/tables.js";

const MANY = 1000;
const LEASE = 3; // minutes: a claim lasts two, so that after three it has run out

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

for (const engine of engines) {
  test(`a firm whose server is killed while it sends 1,000 mails loses none and sends none twice (${engine})`, async () => {
    await withFirm(engine, "slow", async (firm) => {
      await firm.put(MANY);
      for (const share of [0.08, 0.2, 0.36, 0.55]) await firm.killAt(MANY * share);
      await firm.killMailServerAt(MANY * 0.7);
      await firm.killAt(MANY * 0.8);
      await firm.start();
      const { unsure } = await firm.allSettled();
      assert.ok(unsure.length > 0, "the kills hit nothing: this proves nothing");
    });
  });
}

test("the control arm: a server that silently sends again what was under way sends twice", async () => {
  await withFirm("sqlite", "slow", async (firm) => {
    await firm.put(300);
    for (const share of [0.2, 0.4, 0.6, 0.8]) {
      await firm.killAt(300 * share);
      await rows(firm.at, "update messages set state = 'queued' where state = 'sending'");
    }
    await firm.start();
    await firm.until(({ queued = 0, sending = 0 }) => queued + sending === 0);
    assert.ok((await firm.mail.count()) > 300, "nothing came twice: the test above proves nothing");
  });
});

test("a server that is told to stop finishes what it has in hand, and nothing is unsure", async () => {
  await withFirm("sqlite", "slow", async (firm) => {
    await firm.put(300);
    await firm.start();
    await firm.arrived(60);
    const { code, signal } = await firm.server.stop();
    assert.deepEqual({ code, signal }, { code: 0, signal: null });
    const states = await firm.states();
    assert.equal((states.sending ?? 0) + (states.unsure ?? 0), 0, JSON.stringify(states));
    assert.ok(states.queued > 0, "it was stopped too late: this proves nothing");
    assert.equal(await firm.mail.count(), states.sent);
    await firm.start();
    assert.deepEqual((await firm.allSettled()).unsure, []);
  });
});

test("a mail server that refuses an address is believed, and nothing goes to that address again", async () => {
  await withFirm("sqlite", "refuse", async (firm) => {
    await firm.put(3);
    await firm.start();
    await firm.until((states) => states.refused === 3);
    assert.deepEqual(await rows(firm.at, "select count(*) from suppressions"), [["3"]]);
  });
});

test("a mail server that is busy is asked again later, and each letter arrives once", async () => {
  await withFirm("sqlite", "busy", async (firm) => {
    await firm.put(20);
    await firm.start();
    await firm.until(async () => Number((await rows(firm.at, "select count(*) from messages where attempt > 0 and state = 'queued'"))[0][0]) > 0);
    await firm.server.stop();
    await firm.mail.again("accept");
    await timePasses(firm.at, 90);
    await firm.start();
    assert.deepEqual((await firm.allSettled()).unsure, []);
    assert.equal(await firm.mail.count(), 20);
  });
});

test("a mail server that dies after it was given a letter leaves that letter unsure, not sent again", async () => {
  await withFirm("sqlite", "die-after-data", async (firm) => {
    await firm.put(1);
    await firm.start();
    await firm.until((states) => states.unsure === 1);
    await firm.server.stop();
    await firm.mail.again("accept");
    await timePasses(firm.at, 90);
    await firm.start();
    await pause(2000);
    assert.equal(await firm.mail.count(), 1, "it had arrived, and came once");
  });
});

test("a mail server that never answers does not keep the firm's server from stopping", async () => {
  await withFirm("sqlite", "hang", async (firm) => {
    await firm.put(2);
    await firm.start();
    await firm.arrived(2);
    const began = Date.now();
    assert.equal((await firm.server.stop()).code, 0);
    assert.ok(Date.now() - began < 28_000, "it waits at most twenty seconds");
    await timePasses(firm.at, LEASE);
    await firm.mail.again("accept");
    await firm.start();
    await firm.until((states) => states.unsure === 2);
    assert.equal(await firm.mail.count(), 2, "each came once");
  });
});

// A firm with one program.
async function withFirm(engine, manner, story) {
  await onGround(engine, manner, Firm, async (firm) => {
    await firm.begin();
    await story(firm);
  });
}

class Firm {
  constructor(at, mail) {
    Object.assign(this, { at, mail });
  }

  async begin() {
    await this.start();
    ({ page: this.page, context: this.context } = await desk(browser));
    await setUp(this.server, this.page);
    this.path = await beginProgram(this.page, this.server);
    await this.server.stop();
  }

  async start() {
    this.server = await serve({ data: this.at.data, database: this.at.url, smtp: this.mail.url, port: this.port });
    this.port ??= Number(new URL(this.server.url).port);
  }

  async put(count) {
    const [[program]] = await rows(this.at, "select id from programs");
    await putLetters(this.at, count, program);
  }

  async arrived(count) {
    await this.until(async () => (await this.mail.count()) >= count);
  }

  // SIGKILL when so many letters have arrived; then the time passes after which its claims have run out.
  async killAt(count) {
    await this.start();
    await this.arrived(count);
    assert.equal((await this.server.kill()).signal, "SIGKILL");
    assert.ok(((await this.states()).queued ?? 0) > 0, "it was killed too late");
    await timePasses(this.at, LEASE);
  }

  async killMailServerAt(count) {
    await this.start();
    await this.arrived(count);
    await this.mail.kill();
    await pause(500);
    await this.server.kill();
    await this.mail.again();
    await timePasses(this.at, 5);
  }

  async states() {
    const counted = await rows(this.at, "select state, count(*) from messages where about like 'test:%' group by state");
    return Object.fromEntries(counted.map(([state, n]) => [state, Number(n)]));
  }

  async until(holds, patience = 90_000) {
    const end = Date.now() + patience;
    while (!(await holds(await this.states()))) {
      if (Date.now() > end) assert.fail(`It did not come to that: ${JSON.stringify(await this.states())}\n${this.server.said.err}`);
      await pause(100);
    }
  }

  // Waits until nothing is under way; every letter was sent and arrived once, or is unsure and arrived at most once.
  async allSettled() {
    await this.until(({ queued = 0, sending = 0 }) => queued + sending === 0);
    const times = new Map();
    for (const mail of await this.mail.all()) {
      const id = mail.headers.get("message-id").replace(/^<|>$/g, "");
      times.set(id, (times.get(id) ?? 0) + 1);
    }
    const unsure = [];
    for (const [id, state] of await letters(this.at)) {
      const came = times.get(id) ?? 0;
      if (state === "unsure") unsure.push(id);
      else assert.equal(state, "sent", `${id} is lost`);
      assert.ok(state === "sent" ? came === 1 : came <= 1, `${id} is ${state} and came ${came} times`);
    }
    return { unsure };
  }
}
