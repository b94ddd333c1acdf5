// A full disk under the real binary: whatever cannot be saved is refused with a sentence, whatever was acknowledged is there
// afterwards, mail is neither lost nor doubled, and once there is space it goes on by itself. SQLite, on a small disk that
// the test mounts and fills.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { Firm as Asking } from "../lib/asking.js";
import { command, serve } from "../lib/bellwether.js";
import { desk, openBrowser, phone } from "../lib/browser.js";
import { smallDisk } from "../lib/disk.js";
import { mailServer } from "../lib/mail.js";
import { beginProgram, setUp } from "../lib/people.js";
import { samples } from "../lib/paths.js";
import { letters, putLetters, rows, timePasses } from "../lib/tables.js";

const MEGABYTES = 16;
const MANY = 400;
const PEOPLE = path.join(samples, "law-firm/people.csv");
const OTHERS = path.join(samples, "civil-service/mentors.csv");

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

test("a coordinator is told that the disk is full, loses nothing that was saved, and goes on once there is space", async () => {
  await withFirm(async (firm) => {
    await command(["import", "people", PEOPLE, "--data", firm.disk.data]);
    firm.disk.fill();
    const saved = [];
    const refused = [];
    for (let n = 0; refused.length < 3; n++) {
      assert.ok(n < 200, "the disk never was full: this proves nothing");
      const name = `Person ${n}`;
      ((await firm.add(name)) ? saved : refused).push(name);
    }
    await firm.canRead(["/people", "/imports", "/programs", "/settings", "/audit", "/healthz"]);
    await firm.refusesAnImport();
    await firm.refusesAStranger();
    assert.deepEqual(await firm.names(), ["Ines Hartwell", ...saved].sort(), "what was acknowledged is there, and nothing else");

    await firm.server.kill();
    firm.disk.free();
    await firm.start();
    assert.deepEqual(await firm.names(), ["Ines Hartwell", ...saved].sort(), "also after the server was killed on the full disk");
    for (const name of refused) assert.ok(await firm.add(name), `${name} could not be added although there is space`);
    assert.deepEqual(await firm.names(), ["Ines Hartwell", ...saved, ...refused].sort());
    await firm.isWhole();
  });
});

test("a server goes on by itself when space comes back, without being started again", async () => {
  await withFirm(async (firm) => {
    firm.disk.fill();
    let n = 0;
    while (await firm.add(`Person ${n++}`)) assert.ok(n < 200, "the disk never was full: this proves nothing");
    firm.disk.free();
    assert.ok(await firm.add("Nadia Ogilvie"));
    assert.ok((await firm.names()).includes("Nadia Ogilvie"));
  });
});

test("a leader who answers on a full disk is told that it was not saved, and the same tap counts once there is space", async () => {
  await withDisk("accept", async (disk, mail) => {
    const firm = new Asking({ data: disk.data }, mail);
    const start = async (port) => (firm.server = await serve({ data: disk.data, smtp: mail.url, port }));
    const { page, context } = await phone(browser);
    try {
      await start();
      ({ page: firm.ines, context: firm.context } = await desk(browser));
      await firm.begin(["Idris Inoue"]);
      const { link } = await firm.asked("Idris Inoue");
      await firm.settled("Idris Inoue");
      await page.goto(link);
      await page.getByRole("button", { name: "Count me in" }).click();
      await page.getByRole("heading", { name: "Shall we count you in?" }).waitFor();
      disk.fill();
      await page.getByRole("button", { name: "Yes, count me in" }).click();
      await page.getByRole("heading", { name: "The disk is full" }).waitFor();
      await page.getByText("Nothing of this was saved").waitFor();
      const answers = () => rows(firm.at, "select answer from responses");
      assert.deepEqual(await answers(), []);
      disk.free();
      await page.goBack();
      await page.getByRole("button", { name: "Yes, count me in" }).click();
      await page.getByRole("heading", { name: "Thank you, Idris. You’re in." }).waitFor();
      await firm.server.kill();
      assert.deepEqual(await answers(), [["yes"]]);
      await start(Number(new URL(firm.server.url).port));
      await page.goto(link);
      assert.match(await page.locator("main").innerText(), /You’re in/);
    } finally {
      await context.close();
      await firm.context?.close();
      await firm.server?.kill();
    }
  });
});

test("an import at the terminal says that the disk is full, and writes nothing", async () => {
  await withFirm(async (firm) => {
    firm.disk.fill();
    const said = await command(["import", "people", PEOPLE, "--data", firm.disk.data, "--json"], { expected: 2 });
    assert.match(said.err, /disk is full\. Nothing was changed\. Free some space/);
    assert.equal(said.out, "");
    assert.deepEqual(await firm.names(), ["Ines Hartwell"]);
    assert.deepEqual(await rows(firm.at, "select count(*) from imports"), [["0"]]);
    firm.disk.free();
    const again = await command(["import", "people", PEOPLE, "--data", firm.disk.data, "--json"]);
    assert.equal(JSON.parse(again.out).new, 71);
  });
});

test("a backup and a restore on a full disk say so, and leave no half file", async () => {
  await withFirm(async (firm) => {
    await command(["import", "people", PEOPLE, "--data", firm.disk.data]);
    const backup = path.join(firm.disk.folder, "backup.db");
    const copy = path.join(firm.disk.folder, "copy");
    await command(["backup", backup, "--data", firm.disk.data]);
    firm.disk.fill(64);
    for (const args of [["backup", path.join(firm.disk.folder, "second.db"), "--data", firm.disk.data], ["restore", backup, "--data", copy]]) {
      const { err } = await command(args, { expected: 1 });
      assert.match(err, /disk is full|No space left/, args[0]);
    }
    assert.deepEqual(readdirSync(firm.disk.folder).filter((n) => n !== "copy").sort(), ["backup.db", "ballast", "data"]);
    assert.deepEqual(readdirSync(copy).filter((name) => name !== "bellwether.lock"), []);
    firm.disk.free();
    await command(["restore", backup, "--data", copy]);
    assert.deepEqual(await rows({ data: copy }, "select count(*) from people"), [["72"]]);
  });
});

test("mail that is leaving when the disk fills is neither lost nor sent twice", async () => {
  await withFirm(async (firm) => {
    const [[program]] = await rows(firm.at, "select id from programs");
    await firm.server.stop();
    await putLetters(firm.at, MANY, program);
    await firm.start();
    await firm.arrived(MANY / 10);
    firm.disk.fill();
    await firm.standsStill();
    const before = await firm.mail.count();
    assert.ok(before < MANY, "the disk never stopped it: this proves nothing");
    firm.disk.free();
    await firm.arrived(before + MANY / 10);

    firm.disk.fill();
    await firm.standsStill();
    await firm.server.kill();
    firm.disk.free();
    await timePasses(firm.at, 3); // what was in hand at the kill has run out
    await firm.start();
    await firm.settled();
    const times = new Map();
    for (const mail of await firm.mail.all()) {
      const id = mail.headers.get("message-id").replace(/^<|>$/g, "");
      times.set(id, (times.get(id) ?? 0) + 1);
    }
    for (const [id, state] of await letters(firm.at)) {
      const came = times.get(id) ?? 0;
      assert.ok(state === "sent" ? came === 1 : state === "unsure" && came <= 1, `${id} is ${state} and came ${came} times`);
    }
  });
});

async function withDisk(manner, story) {
  const disk = await smallDisk(MEGABYTES);
  const mail = await mailServer(manner);
  try {
    await story(disk, mail);
  } finally {
    await mail.stop();
    await disk.remove();
  }
}

async function withFirm(story) {
  await withDisk("slow", async (disk, mail) => {
    const firm = new Firm(disk, mail);
    try {
      await firm.begin();
      await story(firm);
      assert.doesNotMatch(firm.server.said.err, /panicked/);
    } finally {
      await firm.context?.close();
      await firm.server?.kill();
    }
  });
}

class Firm {
  constructor(disk, mail) {
    Object.assign(this, { disk, mail, at: { data: disk.data } });
  }

  async begin() {
    await this.start();
    ({ page: this.page, context: this.context } = await desk(browser));
    await setUp(this.server, this.page);
    await beginProgram(this.page, this.server);
  }

  async start() {
    this.server = await serve({ data: this.disk.data, smtp: this.mail.url, port: this.port });
    this.port ??= Number(new URL(this.server.url).port);
  }

  // Adds somebody by hand: true where the page acknowledges it, false where it says that the disk is full.
  async add(name) {
    await this.page.goto(`${this.server.url}/people/new`);
    await this.page.getByLabel("Name", { exact: true }).fill(name);
    await this.page.getByLabel("Work e-mail").fill(`${name.toLowerCase().replace(/\W+/g, ".")}@lawfirm.example`);
    const answer = this.page.waitForResponse((r) => r.request().method() === "POST");
    await this.page.getByRole("button", { name: /^(Add|Save)/ }).last().click();
    const status = (await answer).status();
    await this.page.waitForLoadState();
    if (status === 303) return true;
    await this.says(this.page, status);
    return false;
  }

  async says(page, status) {
    assert.equal(status, 507);
    const words = await page.locator("main").innerText();
    assert.match(words, /The disk is full/);
    assert.match(words, /Nothing of this was saved, and nothing that was saved before is lost\. Tell your administrator/);
  }

  async canRead(paths) {
    for (const path of paths) {
      const response = await this.page.goto(`${this.server.url}${path}`);
      assert.equal(response.status(), 200, `${path} cannot be read on a full disk`);
    }
  }

  async refusesAnImport() {
    await this.page.goto(`${this.server.url}/imports/new`);
    await this.page.locator("input[type=file]").setInputFiles(OTHERS);
    const answer = this.page.waitForResponse((r) => r.request().method() === "POST");
    await this.page.getByRole("button", { name: "Look at the file" }).click();
    await this.says(this.page, (await answer).status());
  }

  // Somebody who wants to sign in: no code can be kept, so none is promised.
  async refusesAStranger() {
    const { page, context } = await desk(browser);
    await page.goto(`${this.server.url}/sign-in`);
    await page.getByLabel("Work e-mail").first().fill("thaddeus.ravenscroft@lawfirm.example");
    const answer = page.waitForResponse((r) => r.request().method() === "POST");
    await page.getByRole("button", { name: "Send me a code" }).click();
    await this.says(page, (await answer).status());
    await context.close();
  }

  // Everybody who did not come with the law firm's file.
  async names() {
    const found = await rows(this.at, "select name from people where key is null or key not like 'L0%'");
    return found.map(([name]) => name).sort();
  }

  async isWhole() {
    const { out } = await command(["doctor", "--data", this.disk.data], { expected: null });
    assert.match(out, /✓ good +database .* is whole/);
    assert.match(out, /✓ good +audit log/);
  }

  async arrived(count, patience = 90_000) {
    const end = Date.now() + patience;
    while ((await this.mail.count()) < count) {
      if (Date.now() > end) assert.fail(`${await this.mail.count()} of ${count} mails arrived\n${this.server.said.err}`);
      await pause(50);
    }
  }

  // Waits until no mail has left for a second and a half.
  async standsStill() {
    let last = -1;
    for (let now; (now = await this.mail.count()) !== last; last = now) await pause(1500);
  }

  async settled() {
    const end = Date.now() + 90_000;
    const open = "select count(*) from messages where about like 'test:%' and state in ('queued', 'sending')";
    while ((await rows(this.at, open))[0][0] !== "0") {
      if (Date.now() > end) assert.fail(`mail still waits\n${this.server.said.err}`);
      await pause(200);
    }
  }
}
