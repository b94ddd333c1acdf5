// Everything before a leader opens the letter: a small firm, and letters that have left.
import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { serve } from "./bellwether.js";
import { desk } from "./browser.js";
import { onGround } from "./ground.js";
import { links } from "./mail.js";
import { beginProgram, lettersLeaveAtOnce, setUp } from "./people.js";
import { rows } from "./tables.js";

// Answers within so many milliseconds of delivery, or of another answer, are held.
export const HELD_FOR = 10_000;

// A firm with Partners, one program and Ines, who runs it. Letters leave at once, at any hour.
export async function withFirm(browser, engine, leaders, story) {
  await onGround(engine, "accept", Firm, async (firm) => {
    firm.server = await serve({ data: firm.at.data, database: firm.at.url, smtp: firm.mail.url });
    ({ page: firm.ines, context: firm.context } = await desk(browser));
    await firm.begin(leaders);
    await story(firm);
  });
}

export class Firm {
  constructor(at, mail) {
    Object.assign(this, { at, mail, delivered: new Map() });
  }

  async begin(leaders) {
    await setUp(this.server, this.ines);
    await lettersLeaveAtOnce(this.server, this.ines);
    await this.bring(leaders);
    this.path = await beginProgram(this.ines, this.server, { targets: { Partner: 20 } });
    this.url = `${this.server.url}${this.path}`;
  }

  async bring(leaders) {
    const page = this.ines;
    const rows = leaders.map((name, i) => `${i + 1},${name},${address(name)},Partner,Partner`);
    const people = ["ID,Name,Email,Title,Level", ...rows, "90,Petra Nyman,petra.nyman@lawfirm.example,Associate,Associate"];
    await page.goto(`${this.server.url}/imports/new`);
    await page.locator("#file").setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(people.join("\n")) });
    await page.getByRole("button", { name: "Look at the file" }).click();
    await page.getByRole("button", { name: /^Write \d+ rows?$/ }).click();
    await page.getByText(/were written/).waitFor();
  }

  // Takes a leader on, records that Ines met them, and sends the letter as it was drafted; the path of the brief.
  async ask(name) {
    const page = this.ines;
    await page.goto(`${this.server.url}/people?text=${encodeURIComponent(name)}`);
    const person = (await page.getByRole("link", { name, exact: true }).first().getAttribute("href")).split("/").at(-1);
    const taken = await page.request.post(`${this.url}/prospects`, { form: { person }, headers: { origin: this.server.url }, maxRedirects: 0 });
    assert.equal(taken.status(), 303);
    const brief = taken.headers().location;
    await page.goto(`${this.server.url}${brief}/meeting`);
    await page.getByRole("button", { name: "Record it" }).click();
    await page.getByText("The pitch is open now").waitFor();
    await page.goto(`${this.server.url}${brief}/pitch`);
    await page.getByRole("button", { name: "Send 1 pitch" }).click();
    await page.getByRole("heading", { name: `Send 1 pitch, to ${name}` }).waitFor();
    await page.getByRole("button", { name: "Send 1 pitch" }).click();
    await page.getByRole("heading", { name: /has the letter|waits behind|on its way/ }).waitFor();
    return brief;
  }

  // The link in the letter that a leader got.
  async letter(name) {
    const mail = await this.mail.wait(address(name), /would you mentor/i);
    this.delivered.set(name, this.delivered.get(name) ?? Date.now());
    return links(mail).find((link) => /\/ask\/[^/]+$/.test(link));
  }

  // Asks a leader, and lets the seconds pass in which no person can have read the letter.
  async asked(name) {
    const brief = await this.ask(name);
    const link = await this.letter(name);
    return { brief, link };
  }

  // Lets a letter be delivered this moment, however long it took the machine to come so far.
  async deliveredNow(name) {
    await rows(this.at, `update messages set sent_at = ${Date.now() * 1000}
      where kind = 'pitch' and person_id = (select id from people where name = '${name}')`);
    this.delivered.set(name, Date.now());
  }

  // Waits until a letter has been there for so long that an answer is believed.
  async settled(name) {
    await pause(Math.max(0, this.delivered.get(name) + HELD_FOR + 500 - Date.now()));
  }
}

export function address(name) {
  return `${name.toLowerCase().replaceAll(" ", ".")}@lawfirm.example`;
}
