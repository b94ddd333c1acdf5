// Programs that check mail open links, run scripts, submit forms and press buttons. None of them answers for a leader; and after
// all of them a leader still answers in two taps. The real binary, a real mail server process, both databases. What each
// protection is for is shown where it can be switched off: in crates/app/tests/it/scanners.rs.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { HELD_FOR, address, withFirm } from "../lib/asking.js";
import { openBrowser, phone } from "../lib/browser.js";
import { engines } from "../lib/databases.js";
import { opensEverything, pressesEverything, staysOpen, submitsFirstForms } from "../lib/scanners.js";
import { rows } from "../lib/tables.js";

const OPENED = "Idris Inoue";
const SUBMITTED = "Vera Lund";
const PRESSED = "Noor Haddad";
const BOTH = "Silas Berg";
const LATE = "Ruth Adler";

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

for (const engine of engines) {
  test(`no program that checks mail answers for a leader (${engine})`, async (t) => {
    await withFirm(browser, engine, [OPENED, SUBMITTED, PRESSED, BOTH, LATE], async (firm) => {
      const late = (await firm.asked(LATE)).link;

      await t.test("what opens every page by GET and HEAD, and a browser left open for 30 seconds, leave no trace", async () => {
        const { link } = await firm.asked(OPENED);
        const before = await traces(firm);
        const opened = await opensEverything(link);
        assert.ok(opened.length >= 9, JSON.stringify(opened));
        for (const { url, head, get, length } of opened) {
          assert.equal(head, get, url);
          assert.equal(length, 0, `HEAD of ${url} has a body`);
        }
        await staysOpen(browser, link, 30_000);
        await staysOpen(browser, `${link}/answer?answer=yes`, 1_000);
        assert.deepEqual(await traces(firm), before);
        await answersInTwoTaps(firm, OPENED, link);
        assert.notDeepEqual(await traces(firm), before, "an answer leaves a trace: the comparison sees one");
      });

      await t.test("what submits the first form it finds answers nothing; one page further, it is asked to confirm", async () => {
        await firm.ask(SUBMITTED);
        const link = await firm.letter(SUBMITTED);
        await firm.deliveredNow(SUBMITTED); // later than seconds after delivery it would be believed
        const ended = await submitsFirstForms(browser, link, 2);
        assert.match(ended.words, /Was that you\?/);
        assert.match(ended.words, /Nothing has been counted/);
        assert.equal(await counted(firm, SUBMITTED), 0);
        assert.ok((await held(firm, SUBMITTED)) > 0, "it did go that far");
        await nothingWasTold(firm, SUBMITTED);
        const before = await traces(firm);
        await submitsFirstForms(browser, link, 3, { bare: true });
        assert.match((await submitsFirstForms(browser, link, 1)).url, /\/answer\?answer=yes$/);
        assert.deepEqual(await traces(firm), before, "the first page's forms store nothing, whenever they are sent");
        await firm.settled(SUBMITTED);
        await seesThatSomethingPressed(link);
        await answersInTwoTaps(firm, SUBMITTED, link);
      });

      await t.test("what presses every button as soon as the mail is there answers nothing", async () => {
        await firm.ask(PRESSED);
        const link = await firm.letter(PRESSED);
        const pressed = await pressesEverything(browser, link);
        assert.ok(pressed > 12, `it pressed ${pressed} buttons`);
        await nothingCounts(firm, PRESSED);
        await pause(HELD_FOR + 500);
        await seesThatSomethingPressed(link);
        await answersInTwoTaps(firm, PRESSED, link);
      });

      await t.test("what presses every button long after the mail came answers nothing either", async () => {
        await firm.settled(LATE);
        await pressesEverything(browser, late);
        await nothingCounts(firm, LATE);
        await pause(HELD_FOR + 500);
        await answersInTwoTaps(firm, LATE, late);
      });

      await t.test("yes and no from one link within seconds are both held; the leader's word later is not", async () => {
        const { link } = await firm.asked(BOTH);
        await answersInTwoTaps(firm, BOTH, link);
        const { page, context } = await phone(browser);
        await page.goto(`${link}/letter`);
        await page.getByRole("button", { name: /Not for me/ }).tap();
        await page.getByRole("button", { name: "Yes, not for me" }).tap();
        await page.getByRole("heading", { name: "Was that you?" }).waitFor();
        await nothingCounts(firm, BOTH);
        await pause(HELD_FOR + 500);
        await page.getByRole("button", { name: "Yes, it was me: not for me" }).tap();
        await page.getByRole("heading", { name: "Thank you for saying so" }).waitFor();
        await context.close();
        assert.equal(await counted(firm, BOTH), 1);
        const [[answer]] = await rows(firm.at, `select s.answer from prospects s join people p on p.id = s.person_id where p.name = '${BOTH}'`);
        assert.equal(answer, "no");
      });
    });
  });
}

// A person's two taps, and what they see then.
async function answersInTwoTaps(firm, name, link) {
  await firm.settled(name);
  const { page, context } = await phone(browser);
  await page.goto(link);
  await page.getByRole("button", { name: "Count me in" }).tap();
  await page.getByRole("button", { name: "Yes, count me in" }).tap();
  await page.getByRole("heading", { name: `Thank you, ${name.split(" ")[0]}. You’re in.` }).waitFor();
  await context.close();
  assert.equal(await counted(firm, name), 1);
}

async function seesThatSomethingPressed(link) {
  const { page, context } = await phone(browser);
  await page.goto(link);
  await page.getByText("An answer came within seconds").waitFor();
  await page.getByRole("button", { name: "Count me in" }).waitFor();
  await context.close();
}

// Neither an answer nor a part in the program, nor any mail about one, nor anything erased.
async function nothingCounts(firm, name) {
  assert.equal(await counted(firm, name), 0);
  assert.ok((await held(firm, name)) > 0, "it pressed, and was seen");
  const [found] = await rows(firm.at, `select s.answered_at, s.joined_at, s.closed_at, s.named,
      (select count(*) from enrollments e where e.person_id = p.id and e.withdrawn_at is null),
      (select count(*) from advocacies a where a.person_id = p.id and a.withdrawn_at is null)
    from prospects s join people p on p.id = s.person_id where p.name = '${name}'`);
  assert.deepEqual(found, ["", "", "", "", "0", "0"]);
  await nothingWasTold(firm, name);
}

async function nothingWasTold(firm, name) {
  const waiting = await rows(firm.at, `select m.subject from messages m join people p on p.name = '${name}'
    where m.about = (select 'answer:' || cast(s.id as text) from prospects s where s.person_id = p.id) and m.state <> 'stopped'`);
  assert.deepEqual(waiting, []);
  assert.deepEqual((await firm.mail.all()).filter((m) => /^Thank you/.test(m.subject) && m.to.includes(address(name))), []);
}

async function counted(firm, name) {
  return count(firm, name, "r.held_at is null and r.undone_at is null");
}

async function held(firm, name) {
  return count(firm, name, "r.held_at is not null");
}

async function count(firm, name, which) {
  const [[n]] = await rows(firm.at, `select count(*) from responses r join prospects s on s.id = r.prospect_id join people p on p.id = s.person_id
    where p.name = '${name}' and ${which}`);
  return Number(n);
}

// Everything that a link could have changed, counted.
async function traces(firm) {
  const tables = ["responses", "advocacies", "enrollments", "messages", "touches", "sign_ins", "audit", "pitches"];
  const counts = tables.map((table) => `(select count(*) from ${table})`);
  const dates = `(select count(*) from prospects where answered_at is not null or joined_at is not null or named is not null or closed_at is not null)`;
  return (await rows(firm.at, `select ${[...counts, dates].join(", ")}`))[0];
}
