// The main job once through, from an empty folder to the proof that it worked, as its people live it: an administrator at a
// desk, a Partner and an associate on their phones. The real binary, a real SMTP server process, the law firm's own files.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { dataFolder, serve } from "../lib/bellwether.js";
import { desk, openBrowser, phone } from "../lib/browser.js";
import { invitationIn } from "../lib/calendar.js";
import { database, engines } from "../lib/databases.js";
import { axe, look, noSidewaysScroll } from "../lib/look.js";
import { links, mailServer } from "../lib/mail.js";
import { beginProgram, lettersLeaveAtOnce, setUp, signIn } from "../lib/people.js";
import { samples } from "../lib/paths.js";
import { daysPass } from "../lib/tables.js";

const FIRM = path.join(samples, "law-firm");
const PARTNERS = 36;
const TARGET = 8; // 20 % of 36, rounded up
const READS = 11_000; // ms that a person takes to read the letter; what answers within ten seconds of delivery is held

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

// Side by side: each waits a minute for what the product lets settle.
describe("the main job", { concurrency: true }, () => {
  for (const engine of engines) {
    test(`a coordinator goes from an empty folder to the first Partner who joined and met an associate (${engine})`, async () => {
      const firm = await Firm.begin(engine);
      try {
        await firm.setsUp();
        await firm.importsPeople();
        await firm.importsTies();
        await firm.hasItsLevels();
        await firm.beginsTheProgram();
        const leader = await firm.startsAWave();
        await firm.introduces(leader);
        await firm.meets(leader);
        const link = await firm.pitches(leader);
        await firm.isAnswered(leader, link);
        await firm.showsOnTheWall(leader);
        const mentee = await firm.anAssociateSignsUp();
        await firm.matches(leader, mentee);
        await firm.confirms(leader);
        await firm.bothAccept(leader, mentee);
        await firm.picksATime(leader, mentee);
        await firm.holdsTheSession(leader);
        await firm.isProven();
        firm.hadNoTrouble();
      } finally {
        await firm.end();
      }
    });
  }
});

// One firm with everybody's browsers; each method is a chapter.
class Firm {
  static async begin(engine) {
    const firm = new Firm();
    firm.engine = engine;
    firm.data = await dataFolder();
    firm.db = await database(engine);
    firm.at = { data: firm.data.folder, url: firm.db.url };
    firm.mail = await mailServer();
    firm.server = await serve({ data: firm.data.folder, database: firm.db.url, smtp: firm.mail.url });
    firm.browsers = [];
    firm.desk = await firm.person(desk);
    return firm;
  }

  async end() {
    for (const { context } of this.browsers ?? []) await context.close();
    await this.server?.kill();
    await this.mail?.stop();
    await this.db?.remove();
    await this.data?.remove();
  }

  async person(kind) {
    const one = await kind(browser);
    this.browsers.push(one);
    return one.page;
  }

  hadNoTrouble() {
    assert.deepEqual(this.browsers.flatMap((b) => b.troubles), []);
  }

  // Looks at the page as it stands: axe, sideways scroll, and a picture for people.
  async see(page, name) {
    await axe(page, name);
    await noSidewaysScroll(page, name);
    if (this.engine === "sqlite") await look(page, `main-job-${name}`);
  }

  async open(page, where) {
    await page.goto(`${this.server.url}${where}`);
  }

  async heading(page, words) {
    await page.getByRole("heading", { level: 1, name: words }).waitFor();
  }

  // The first administrator opens the printed link, and lets mail leave at once and at any hour.
  async setsUp() {
    const page = this.desk;
    await setUp(this.server, page);
    await lettersLeaveAtOnce(this.server, page);
  }

  async chooses(file, kind) {
    const page = this.desk;
    await this.open(page, "/imports/new");
    await page.getByRole("radio", { name: kind }).check();
    await page.locator("#file").setInputFiles(path.join(FIRM, file));
    await page.getByRole("button", { name: "Look at the file" }).click();
    await page.getByText("Nothing has been written.").waitFor();
  }

  async importsPeople() {
    const page = this.desk;
    await this.chooses("people.csv", "People");
    await this.see(page, "import");
    for (const [level, senior] of [["Partner", true], ["Associate", false]]) {
      await page.getByRole("checkbox", { name: new RegExp(`senior.*${level}`) }).setChecked(senior);
    }
    await page.getByRole("button", { name: "Write 71 rows" }).click();
    await page.getByRole("link", { name: "See the people" }).click();
    await page.getByText("Idris Inoue").first().waitFor();
  }

  async importsTies() {
    const page = this.desk;
    await this.chooses("ties.csv", "Ties");
    await page.getByRole("button", { name: /^Write [\d,]+ rows$/ }).click();
  }

  async hasItsLevels() {
    const page = this.desk;
    await this.open(page, "/settings/levels");
    for (const level of ["Partner", "Associate"]) assert.equal(await page.locator(`input[value="${level}"]`).count(), 1, level);
  }

  async beginsTheProgram() {
    const page = this.desk;
    this.path = await beginProgram(page, this.server, { targets: { Partner: 20 } });
    await this.open(page, `${this.path}/settings`);
    await page.getByText("6 hours").first().waitFor();
  }

  // The first two of the shortlist become a wave. Returns the first, whom the journey goes on with.
  async startsAWave() {
    const page = this.desk;
    await this.open(page, `${this.path}/shortlist`);
    await this.heading(page, "Whom to ask first");
    const rows = page.locator(".rank__item");
    assert.ok((await rows.count()) >= 5);
    const leader = (await rows.first().locator(".person__name").innerText()).trim();
    assert.ok((await rows.first().locator(".why li").count()) >= 2, "a leader has reasons in words");
    await this.see(page, "shortlist");
    await page.getByRole("button", { name: /^Start this wave of \d+$/ }).click();
    await this.open(page, `${this.path}/today`);
    await this.see(page, "today");
    await page.locator(".ticket").getByRole("link", { name: leader }).click();
    await this.heading(page, leader);
    this.brief = new URL(page.url()).pathname;
    return { name: leader, first: leader.split(" ")[0] };
  }

  // The introduction is asked for by mail, arrives at the connector, and is recorded once it was made.
  async introduces(leader) {
    const page = this.desk;
    await this.open(page, `${this.brief}/pitch`);
    assert.equal(await page.getByRole("button", { name: "Send 1 pitch" }).count(), 0, "the pitch is shut before a conversation");
    await this.open(page, `${this.brief}/introduction`);
    const connector = page.getByRole("combobox", { name: "Connector" });
    const name = (await connector.locator("option").nth(1).innerText()).split(",")[0].trim();
    await connector.selectOption({ index: 1 });
    if (await page.getByRole("button", { name: "Show the mail" }).isVisible()) await page.getByRole("button", { name: "Show the mail" }).click();
    await page.getByRole("button", { name: /^Send 1 mail to / }).click();
    const [mail] = await this.arrived((m) => m.text.includes(leader.first) && /introduc/i.test(`${m.subject} ${m.text}`));
    assert.ok(mail, `no introduction request about ${leader.name} came to ${name}`);
    await this.open(page, `${this.brief}/introduction`);
    await page.getByRole("combobox", { name: "Who introduced you" }).selectOption({ index: 1 });
    await page.getByRole("button", { name: "Record the introduction" }).click();
    await this.heading(page, leader.name);
    await this.open(page, `${this.brief}/pitch`);
    assert.equal(await page.getByRole("button", { name: "Send 1 pitch" }).count(), 0, "an introduction alone does not open the pitch");
  }

  async meets(leader) {
    const page = this.desk;
    await this.open(page, `${this.brief}/meeting`);
    await page.getByRole("radio", { name: "A call" }).check();
    await page.getByRole("combobox", { name: "Who spoke with them" }).selectOption({ index: 1 });
    await page.getByRole("button", { name: "Record it" }).click();
    await this.heading(page, leader.name);
    await this.see(page, "brief");
  }

  // The pitch is written, looked at as on a phone, and sent. Returns the link in the mail that arrives.
  async pitches(leader) {
    const page = this.desk;
    await this.open(page, `${this.brief}/pitch`);
    await page.frameLocator("iframe").getByRole("button", { name: "Count me in" }).waitFor();
    await this.see(page, "compose");
    await page.getByRole("button", { name: "Send 1 pitch" }).click();
    await page.getByRole("heading", { name: /Send/ }).first().waitFor();
    await page.getByText("6 hours").first().waitFor();
    await page.getByRole("button", { name: /^Send 1 / }).click();
    const [mail] = await this.arrived((m) => links(m).some((l) => l.includes("/ask/")));
    assert.ok(mail.text.includes(leader.first) && mail.text.includes("6 hours"), mail.text);
    leader.email = mail.to[0];
    return links(mail).find((l) => l.includes("/ask/"));
  }

  // On a phone, without signing in: the first tap chooses, the second answers. Then they agree to be named.
  async isAnswered(leader, link) {
    const page = await this.person(phone);
    await page.goto(link);
    await pause(READS);
    await this.see(page, "letter");
    await page.getByRole("button", { name: "Count me in" }).tap();
    const answer = page.getByRole("button", { name: "Yes, count me in" });
    await answer.waitFor();
    await this.see(page, "choose");
    await answer.tap();
    await this.heading(page, `Thank you, ${leader.first}. You’re in.`);
    await this.see(page, "answered");
    await page.getByRole("radio", { name: /On the program page/ }).check();
    await page.getByRole("button", { name: "Keep these" }).tap();
    await page.getByText("You stand on the program page now.").waitFor();
    await this.see(page, "first-steps");
    await this.open(this.desk, this.brief);
    await this.desk.getByText("Joined").first().waitFor();
  }

  async showsOnTheWall(leader) {
    const page = this.desk;
    await this.open(page, this.path);
    await page.locator(".wall").getByText(leader.name).waitFor();
    await this.see(page, "program");
  }

  // An associate, signed in with a code that came by mail, asks for a mentor on a phone.
  async anAssociateSignsUp() {
    const mentee = { name: "Ottilie Mbeki", first: "Ottilie", email: "ottilie.mbeki@lawfirm.example" };
    mentee.page = await this.person(phone);
    await signIn(mentee.page, this.server, this.mail, mentee.email, `${this.path}/join`);
    await this.see(mentee.page, "join");
    const questions = await mentee.page.locator("[data-question]").count();
    assert.ok(questions <= 6, `${questions} questions`);
    await mentee.page.getByLabel("Skill 1").fill("Appellate writing");
    await mentee.page.getByLabel("What would make it worth your time?").fill("To argue before the bench once this year.");
    await mentee.page.getByRole("button", { name: "Sign me up", exact: true }).tap();
    await this.heading(mentee.page, "You are signed up");
    await mentee.page.getByRole("link", { name: "My mentoring" }).waitFor();
    await this.see(mentee.page, "joined");
    return mentee;
  }

  // The confirmation that the first steps promised. It waits a minute, so that what is undone at once tells nobody.
  async confirms(leader) {
    const [mail] = await this.arrived((m) => m.to.includes(leader.email) && m.subject === `Thank you, ${leader.first}`, 70_000);
    assert.match(mail.text, /6 hours in all/);
    assert.deepEqual(links(mail), [], "a scanner finds nothing to press");
  }

  async matches(leader, mentee) {
    const page = this.desk;
    await this.open(page, `${this.path}/matching`);
    await page.getByRole("button", { name: "Find the best pairs" }).click();
    const pair = page.locator(".pair", { hasText: mentee.name });
    await pair.getByText(leader.name).waitFor();
    assert.ok((await pair.locator(".why li").count()) >= 1, "a pair has reasons in words");
    await this.see(page, "matching");
    await page.getByRole("link", { name: /^Propose/ }).first().click();
    await page.getByText("One of the mails, as it leaves").waitFor();
    await page.getByRole("button", { name: "Propose 1 match" }).click();
    await page.getByText("1 match proposed.").waitFor();
  }

  // Both get a mail with a link to the proposal; each signs in with a code and says yes.
  async bothAccept(leader, mentee) {
    leader.page = await this.person(phone);
    for (const [one, other] of [[leader, mentee], [mentee, leader]]) {
      const [mail] = await this.arrived((m) => m.to.includes(one.email) && links(m).some((l) => l.includes("/proposals/")));
      const proposal = new URL(links(mail).find((l) => l.includes("/proposals/"))).pathname;
      if (one === leader) await signIn(leader.page, this.server, this.mail, leader.email, proposal);
      else await this.open(one.page, proposal);
      await one.page.getByText(other.name).first().waitFor();
      if (one === leader) await this.see(one.page, "proposal");
      await one.page.getByRole("button", { name: `Yes, with ${other.first}` }).tap();
      await this.heading(one.page, one === leader ? /You said yes/ : `You and ${other.name}`);
    }
  }

  // The mentor picks one of three times; the invitation reaches both, and a parser that is not ours reads it.
  async picksATime(leader, mentee) {
    const page = leader.page;
    await this.open(page, "/me");
    await this.see(page, "me");
    await page.locator(".work__item", { hasText: mentee.name }).getByRole("link").click();
    const times = page.locator(".slots button");
    assert.equal(await times.count(), 3);
    await this.see(page, "mentorship");
    await times.first().tap();
    await page.getByText("Both calendars hold it.").waitFor();
    for (const one of [leader, mentee]) {
      const [mail] = await this.arrived((m) => m.to.includes(one.email) && m.parts.some((p) => p.type === "text/calendar"));
      const invited = invitationIn(mail);
      assert.equal(invited.method, "REQUEST");
      assert.equal(invited.zone, "America/New_York");
      assert.equal(Date.parse(invited.end) - Date.parse(invited.start), 45 * 60_000);
      assert.ok(Date.parse(invited.start) > Date.now());
      assert.ok(invited.attendees.includes(one.email), String(invited.attendees));
    }
  }

  // The days pass until the session is over; the mentor says with one tap that they met.
  async holdsTheSession(leader) {
    await daysPass(this.at, "sessions", ["starts_at", "booked_at"], 10);
    await this.open(leader.page, "/me");
    await leader.page.locator(".work__item").getByRole("link").first().click();
    await this.see(leader.page, "did-you-meet");
    await leader.page.getByRole("button", { name: "Yes, we met" }).tap();
    await leader.page.getByText("45 min").first().waitFor();
  }

  async isProven() {
    const page = this.desk;
    await this.open(page, `${this.path}/insights`);
    await this.see(page, "insights");
    await page.getByText("One of 36 Partners has joined, and is active.").waitFor();
    const targets = page.getByRole("region", { name: "Targets by level" });
    await targets.getByText("The same as a table").click();
    const row = targets.getByRole("row", { name: /^Partner/ });
    const figure = (label) => row.locator(`[data-label="${label}"]`).innerText();
    assert.equal(await figure("People"), String(PARTNERS));
    assert.match(await figure("Joined"), /^1\b/);
    assert.match(await figure("Active"), /^1\b/);
    assert.match(await figure("Target"), new RegExp(`\\b${TARGET}\\b`));
  }

  // The newest messages that fit, once there are any.
  async arrived(fits, patience = 20_000) {
    const end = Date.now() + patience;
    while (Date.now() < end) {
      const found = (await this.mail.all()).filter(fits);
      if (found.length > 0) return found.reverse();
      await pause(50);
    }
    const got = (await this.mail.all()).map((m) => `${m.to}: ${m.subject}`).join("\n");
    return assert.fail(`No such mail came. What came:\n${got}`);
  }
}
