// A leader, a letter, a phone: six answers in two taps each, and whatever else can be done with the link. The real binary, a
// real mail server process, both databases.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { HELD_FOR, address, withFirm } from "../lib/asking.js";
import { openBrowser, phone } from "../lib/browser.js";
import { engines } from "../lib/databases.js";
import { largeTargets, noSidewaysScroll } from "../lib/look.js";
import { day } from "../lib/people.js";
import { rows } from "../lib/tables.js";

const YES = "Idris Inoue";
const SMALLER = "Vera Lund";
const TALK = "Noor Haddad";
const ADVOCATE = "Silas Berg";
const LATER = "Ruth Adler";
const NO = "Tomas Kral";
const PLAIN = "Lena Voss"; // without JavaScript
const TWICE = "Omar Saidi";
const WITHDRAWN = "Amara Novak";
const EXPIRED = "Hugo Brandt";
const EVERYBODY = [YES, SMALLER, TALK, ADVOCATE, LATER, NO, PLAIN, TWICE, WITHDRAWN, EXPIRED];

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

for (const engine of engines) {
  test(`every leader answers from their letter (${engine})`, async (t) => {
    await withFirm(browser, engine, EVERYBODY, async (firm) => {
      const of = new Map();
      for (const name of EVERYBODY) of.set(name, await firm.asked(name));
      await firm.settled(EVERYBODY.at(-1));
      const link = (name) => of.get(name).link;

      await t.test("yes: two taps, nothing typed, and the first steps", async () => {
        await withPhone(async (page, taps) => {
          await page.goto(link(YES));
          await noSidewaysScroll(page);
          await largeTargets(page);
          await taps.press("Count me in");
          await page.getByRole("heading", { name: "Shall we count you in?" }).waitFor();
          assert.deepEqual(await answers(firm, YES), [], "the first tap stores nothing");
          await taps.press("Yes, count me in");
          await page.getByRole("heading", { name: "Thank you, Idris. You’re in." }).waitFor();
          assert.equal(taps.count, 2);
          await page.getByLabel("On the program page").check();
          await page.getByRole("button", { name: "Keep these" }).click();
          await page.getByText("You stand on the program page now").waitFor();
          await page.getByRole("link", { name: "say what you know well" }).click();
          await page.getByLabel("Work e-mail").first().waitFor(); // the link itself signs nobody in
        });
        assert.deepEqual(await answers(firm, YES), ["yes"]);
        await says(firm, of.get(YES).brief, "Idris takes part");
        await firm.ines.goto(`${firm.server.url}${firm.path}`);
        await firm.ines.getByText(YES).first().waitFor();
      });

      await t.test("something smaller: a ladder in hours; half the time takes part", async () => {
        await withPhone(async (page, taps) => {
          await page.goto(link(SMALLER));
          await taps.press(/Something smaller/);
          for (const step of [/Half the time/, /group/i, /Office hours/i, /flash/i]) await page.getByRole("button", { name: step }).waitFor();
          assert.match(await page.locator("main").innerText(), /3 hours/);
          await taps.press(/Half the time/);
          await page.getByRole("heading", { name: "Thank you, Vera. You’re in, for half the time." }).waitFor();
          assert.equal(taps.count, 2);
        });
        assert.deepEqual(await answers(firm, SMALLER), ["smaller"]);
      });

      await t.test("talk first: somebody calls; nothing is decided", async () => {
        await withPhone(async (page, taps) => {
          await page.goto(link(TALK));
          await taps.press(/Let’s talk first/);
          await taps.press("Yes, call me");
          await page.getByRole("heading", { name: "Ines will call you" }).waitFor();
          assert.equal(taps.count, 2);
        });
        await says(firm, of.get(TALK).brief, "Noor wants to talk first");
      });

      await t.test("help another way: without a mentee", async () => {
        await withPhone(async (page, taps) => {
          await page.goto(link(ADVOCATE));
          await taps.press(/Help another way/);
          await taps.press(/panel/i);
          await page.getByText("You offered:").waitFor();
          assert.equal(taps.count, 2);
        });
        assert.deepEqual(await answers(firm, ADVOCATE), ["advocate"]);
      });

      await t.test("later: with a day, of the leader's own or in a tap", async () => {
        await withPhone(async (page, taps) => {
          await page.goto(link(LATER));
          await taps.press(/Later/);
          await page.getByRole("button", { name: "Ask me then" }).click();
          await page.getByText("Choose a day. Nothing has been kept yet.").waitFor();
          await page.getByLabel("Or on a day of your own").fill("2020-01-01");
          await page.getByRole("button", { name: "Ask me then" }).click();
          await page.getByText("That day has passed. Choose a later one.").waitFor();
          assert.deepEqual(await answers(firm, LATER), []);
          await page.goto(link(LATER));
          const tap = new Taps(page);
          await tap.press(/Later/);
          await tap.press(/In three months/);
          await page.getByRole("heading", { name: /^Until .* \d{4}, then$/ }).waitFor();
          assert.equal(tap.count, 2);
        });
        const [[wakes]] = await rows(firm.at, `select wakes_on from prospects where answer = 'later'`);
        assert.ok(wakes > day(80), wakes);
      });

      await t.test("not for me: private, never why, other ways to help once, and nobody writes again", async () => {
        const before = (await firm.mail.all()).filter((m) => m.to.includes(address(NO))).length;
        await withPhone(async (page, taps) => {
          await page.goto(link(NO));
          await taps.press(/Not for me/);
          await page.getByText("nobody writes again. Nobody asks why.").waitFor();
          assert.equal(await page.locator("textarea, input[type=text], input:not([type])").count(), 0, "nothing asks why");
          await taps.press("Yes, not for me");
          await page.getByRole("heading", { name: "Thank you for saying so" }).waitFor();
          assert.equal(taps.count, 2);
          assert.equal(await page.locator("textarea").count(), 0);
          assert.equal(await page.locator("main ul button").count(), 4);
          await page.getByRole("button", { name: "No, thank you" }).click();
          await page.getByRole("heading", { name: "Understood" }).waitFor();
          await page.goto(link(NO));
          await page.getByRole("heading", { name: "Understood" }).waitFor();
          assert.equal(await page.getByRole("button", { name: /panel/i }).count(), 0, "other help is offered once");
        });
        await firm.ines.goto(`${firm.server.url}${of.get(NO).brief}`);
        await firm.ines.getByText("This one is closed").waitFor();
        assert.equal(await firm.ines.getByRole("link", { name: /follow-up/ }).count(), 0);
        const told = await firm.mail.wait("ines.hartwell@lawfirm.example", /Tomas Kral has answered/, 90_000);
        assert.doesNotMatch(told.raw, /not for me/i, "the mail says who, not what");
        // Whatever else the answer caused has left with it.
        assert.equal((await firm.mail.all()).filter((m) => m.to.includes(address(NO))).length, before);
      });

      await t.test("an answer is taken back, and changed from the same link", async () => {
        await withPhone(async (page) => {
          await page.goto(link(TALK));
          await page.getByText("Your answer: Let’s talk first").waitFor();
          await page.getByRole("button", { name: "Undo" }).click();
          await page.getByRole("button", { name: "Count me in" }).waitFor();
          assert.deepEqual(await answers(firm, TALK), []);
          await pause(HELD_FOR + 500); // what is said within seconds of being taken back is held
          await page.getByRole("button", { name: "Count me in" }).click();
          await page.getByRole("button", { name: "Yes, count me in" }).click();
          await page.getByRole("heading", { name: "Thank you, Noor. You’re in." }).waitFor();
          await pause(HELD_FOR + 500);
          await page.goto(link(TALK));
          await page.getByRole("link", { name: "Change your answer" }).click();
          await page.getByRole("button", { name: /Later/ }).click();
          await page.getByRole("button", { name: /In a month/ }).click();
          await page.getByRole("heading", { name: /^Until/ }).waitFor();
        });
        assert.deepEqual(await answers(firm, TALK), ["yes", "later"]);
        assert.equal(await enrolled(firm, TALK), 0);
      });

      await t.test("without JavaScript it is the same", async () => {
        await withPhone(async (page, taps) => {
          await page.goto(link(PLAIN));
          await taps.press("Count me in");
          await taps.press("Yes, count me in");
          await page.getByRole("heading", { name: "Thank you, Lena. You’re in." }).waitFor();
          assert.equal(taps.count, 2);
          await page.getByLabel("Please don’t").check();
          await page.getByRole("button", { name: "Keep these" }).click();
          await page.getByText("Nobody is told").first().waitFor();
        }, { javaScriptEnabled: false });
        assert.equal(await enrolled(firm, PLAIN), 1);
      });

      await t.test("sent twice by a double tap, by going back, and from two tabs, it is one answer", async () => {
        await withPhone(async (page, _, context) => {
          const other = await context.newPage();
          for (const tab of [page, other]) {
            await tab.goto(link(TWICE));
            await tab.getByRole("button", { name: "Count me in" }).click();
            await tab.getByRole("button", { name: "Yes, count me in" }).waitFor();
          }
          await page.getByRole("button", { name: "Yes, count me in" }).dblclick();
          await page.getByRole("heading", { name: "Thank you, Omar. You’re in." }).waitFor();
          await page.goBack();
          await page.getByRole("button", { name: "Yes, count me in" }).click();
          await page.getByRole("heading", { name: "Thank you, Omar. You’re in." }).waitFor();
          await other.getByRole("button", { name: "Yes, count me in" }).click();
          await other.getByRole("heading", { name: "Thank you, Omar. You’re in." }).waitFor();
          const url = `${link(TWICE)}/answer`;
          const send = () => page.request.post(url, { form: { answer: "yes" }, headers: { origin: firm.server.url } });
          for (const answer of await Promise.all(Array.from({ length: 8 }, send))) assert.equal(answer.status(), 200);
        });
        assert.deepEqual(await answers(firm, TWICE), ["yes"]);
        assert.equal(await enrolled(firm, TWICE), 1);
        await firm.mail.wait(address(TWICE), /Thank you, Omar/, 90_000);
        assert.equal((await firm.mail.all()).filter((m) => /^Thank you/.test(m.subject) && m.to.includes(address(TWICE))).length, 1);
      });

      await t.test("a link that was withdrawn, has expired, or opens nothing says so in a sentence", async () => {
        await firm.ines.goto(`${firm.server.url}${of.get(WITHDRAWN).brief}`);
        await firm.ines.getByRole("button", { name: "Withdraw the pitch" }).click();
        await firm.ines.getByText("Withdrawn. The link opens a kind word, and asks nothing.").waitFor();
        await rows(firm.at, `update pitches set answer_by = '${day(-1)}' where prospect_id in
          (select s.id from prospects s join people p on p.id = s.person_id where p.name = '${EXPIRED}')`);
        const cases = [
          [link(WITHDRAWN), "This letter was taken back", 200],
          [link(EXPIRED), "This question has had its day", 200],
          [`${link(YES).slice(0, -5)}`, "This link opens no letter", 404],
          [`${firm.server.url}/ask/guessed`, "This link opens no letter", 404],
        ];
        await withPhone(async (page) => {
          for (const [url, heading, status] of cases) {
            assert.equal((await page.goto(url)).status(), status);
            await page.getByRole("heading", { name: heading }).waitFor();
            assert.equal(await page.getByRole("button").count(), 0);
          }
          await page.goto(link(EXPIRED));
          await page.getByRole("link", { name: "write to Ines" }).waitFor();
        });
      });

      await t.test("whoever it is forwarded to sees nothing confidential, and is not signed in", async () => {
        await withPhone(async (page, _, context) => {
          await page.goto(link(YES));
          await page.getByRole("link", { name: "What we keep about you" }).click();
          assert.match(page.url(), /\/kept$/);
          assert.deepEqual(await context.cookies(), []);
          await page.goto(`${firm.server.url}/me`);
          assert.match(page.url(), /\/sign-in/);
        });
      });

      await t.test("the foot leads to what is kept, and to its erasure; nobody asks again", async () => {
        await withPhone(async (page) => {
          await page.goto(link(NO));
          await page.getByRole("link", { name: "What we keep about you" }).click();
          await page.getByText("“Not for me”").waitFor();
          await page.getByRole("button", { name: "Erase what is kept" }).click();
          await page.getByText("Type the word “erase”. Nothing was deleted.").waitFor();
          await page.getByLabel("Type “erase”").fill("erase");
          await page.getByRole("button", { name: "Erase what is kept" }).click();
          await page.getByRole("heading", { name: "Erased" }).waitFor();
          assert.equal((await page.goto(link(NO))).status(), 404);
        });
        await says(firm, of.get(NO).brief, "had what was kept about this erased");
        assert.equal(await firm.ines.getByRole("button", { name: "Open again" }).count(), 0);
        assert.doesNotMatch(await firm.ines.locator("main").innerText(), /Not for me/);
      });
    });
  });
}

// Somebody's phone, nobody signed in on it; a broken script or a refused style fails the test.
async function withPhone(story, options) {
  const { page, context, troubles } = await phone(browser, options);
  try {
    await story(page, new Taps(page), context);
    assert.deepEqual(troubles, []);
  } finally {
    await context.close();
  }
}

class Taps {
  count = 0;
  constructor(page) {
    this.page = page;
  }

  async press(name) {
    const from = this.page.url();
    await this.page.getByRole("button", { name }).tap();
    await this.page.waitForURL((url) => url.href !== from);
    this.count += 1;
  }
}

// What counts, or counted until another answer: neither held nor taken back.
async function answers(firm, name) {
  const found = await rows(firm.at, `select r.answer from responses r join prospects s on s.id = r.prospect_id join people p on p.id = s.person_id
    where p.name = '${name}' and r.held_at is null and r.undone_at is null order by r.given_at`);
  return found.map(([answer]) => answer);
}

async function enrolled(firm, name) {
  const [[n]] = await rows(firm.at, `select count(*) from enrollments e join people p on p.id = e.person_id
    where p.name = '${name}' and e.withdrawn_at is null`);
  return Number(n);
}

async function says(firm, brief, words) {
  await firm.ines.goto(`${firm.server.url}${brief}`);
  await firm.ines.getByText(words).first().waitFor();
}
