// A program under way in the demonstration, with somebody in every state that a page can show. Half of its people have
// names that pages find hard: very long, of one word, without a place to break, in Arabic, in Chinese.
import assert from "node:assert/strict";
import { command } from "./bellwether.js";
import { post, send } from "./forms.js";
import { day } from "./people.js";
import { ids, idOf as number, rows } from "./tables.js";

export const NAMES = {
  long: "Maria-Magdalena Wilhelmina Konstantinopolitanskaya-Featherstonehaugh de la Santísima Trinidad y Fernández-Villaverde III",
  unbroken: "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogochsson",
  arabic: "عبد الرحمن بن محمد الفاروقي",
  chinese: "欧阳明月",
  single: "Suharto",
};

// Somebody's own browser, signed in as one of the four of the demonstration's bar.
export async function viewer(browser, server, who) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await post(page, server, "/demo/view-as", { who });
  return page;
}

// Somebody's own browser, signed in by a code from the console.
export async function signedIn(browser, server, data, email) {
  const { out } = await command(["sign-in", "--data", data, "--base-url", server.url, email]);
  const page = await (await browser.newContext()).newPage();
  const { url } = await send(page, server, "/sign-in/code", "/sign-in/code", { code: out.trim(), email });
  assert.ok(!url.includes("/sign-in"), `${email} was not signed in`);
  return page;
}

// Brings it under way; returns { at, ids, pages } with an address part for everything that has a page of its own, and
// the pages of everybody who is signed in.
export async function underWay(browser, server, data) {
  const at = { data };
  const administrator = await viewer(browser, server, "administrator");
  const coordinator = await viewer(browser, server, "coordinator");
  const [program] = await ids(at, "select id from programs order by created_at limit 1");
  const world = { browser, server, at, program, base: `/programs/${program}`, coordinator, administrator, pages: { coordinator, administrator }, ids: { program } };
  await mailLeavesAtOnce(world, 0);
  await send(coordinator, server, `${world.base}/settings/rules`, "/rules", { daily_limit: "200" });
  await hardNames(world);
  await prospects(world);
  await answers(world);
  await pairs(world);
  await mentorships(world);
  await directory(world);
  await letters(world);
  for (const who of ["leader", "mentee"]) world.pages[who] = await viewer(browser, server, who);
  return world;
}

async function mailLeavesAtOnce({ administrator, server }, minutes) {
  await send(administrator, server, "/settings/mail", "/settings/mail", { stop_minutes: String(minutes) });
}

// Two leaders and one associate of each hard name: a leader to be asked, a mentor, a mentee.
async function hardNames(world) {
  const { coordinator, server, at } = world;
  world.hard = {};
  for (const [part, level] of [["Partner", "Partner"], ["Mentor", "Partner"], ["Associate", "Associate"]]) {
    const [id] = await ids(at, `select id from levels where name = '${level}'`);
    for (const [key, name] of Object.entries(NAMES)) {
      const email = `${key}.${part.toLowerCase()}@a-rather-long-mail-domain-of-a-firm.lawfirm.example`;
      const given = { name, email, level: id, title: level, office: "Boston", department: "Litigation", languages: "English" };
      const { url } = await send(coordinator, server, "/people/new", "/people/new", given);
      if (part === "Partner") world.ids.partner = id;
      world.hard[`${part}:${key}`] = new URL(url).pathname.split("/").pop();
    }
  }
}

// A leader for each place in the pipeline.
async function prospects(world) {
  const { at, ids: known, hard } = world;
  const others = await ids(at, `select p.id from people p join levels l on l.id = p.level_id
    where l.name = 'Partner' and p.source <> 'hand' and p.left_on is null and p.email is not null
    and not exists (select 1 from prospects s where s.person_id = p.id) order by p.id desc`);
  const next = () => others.pop();
  const who = {
    identified: hard["Partner:unbroken"], introduced: hard["Partner:chinese"], met: next(), draft: hard["Partner:long"], queued: next(),
    asked: hard["Partner:arabic"], unsure: next(), refused: next(), withdrawn: next(), held: next(), overridden: next(), closed: next(),
    yes: hard["Partner:single"], half: next(), flash: next(), talk: next(), advocate: next(), later: next(), no: next(), phoned: next(), fresh: next(),
  };
  known.people = who;
  for (const [state, person] of Object.entries(who)) {
    if (state === "fresh") continue;
    const { url } = await post(world.coordinator, world.server, `${world.base}/prospects`, { person });
    known[state] = new URL(url).pathname.split("/").pop();
  }
  const by = await memberNamed(world);
  const here = (state) => `${world.base}/prospects/${known[state]}`;
  const act = (state, action, fields) => send(world.coordinator, world.server, `${here(state)}/${action}`, `/${action}`, fields);
  await act("introduced", "introduction", { by, on: day(-6), note: "She is expecting your call." });
  await act("overridden", "override", { reason: "He is abroad until May and asked for it in writing." });
  for (const state of Object.keys(who).filter((s) => !["identified", "introduced", "overridden", "fresh", "closed"].includes(s))) {
    await act(state, "meeting", { kind: "meeting", by, on: day(-4), note: "Ten minutes after the partners’ lunch." });
  }
  await post(world.coordinator, world.server, `${here("closed")}/close`);
  await send(world.coordinator, world.server, here("identified"), "/next", { step: "Find somebody who can introduce us", on: day(-3) });
}

async function memberNamed(world) {
  const [id] = await ids(world.at, "select person_id from coordinators order by since limit 1");
  return id;
}

const ANSWERED = ["yes", "half", "flash", "talk", "advocate", "later", "no"];

async function answers(world) {
  const { server, coordinator, at, ids: known } = world;
  const here = (state) => `${world.base}/prospects/${known[state]}/pitch`;
  const pitch = async (state) => {
    await send(coordinator, server, here(state), "/pitch", { then: "send" });
    await send(coordinator, server, `${here(state)}/send`, "/pitch/send");
  };
  await send(coordinator, server, here("draft"), "/pitch", { then: "keep" });
  const asked = ["asked", "unsure", "refused", "withdrawn", "held", ...ANSWERED];
  for (const state of asked) await pitch(state);
  await sentBy(world, "pitch", asked.length);
  await rows(at, "update messages set sent_at = sent_at - 90000000, tried_at = tried_at - 90000000 where kind = 'pitch' and state = 'sent'");
  known.token = {};
  for (const state of asked) known.token[state] = await token(world, known[state]);
  await rows(at, `update messages set sent_at = ${Date.now() * 1000} where ${ofProspect(known.held)}`);
  const say = (state, fields) => post(coordinator, server, `/ask/${known.token[state]}/answer`, fields);
  await say("held", { answer: "yes" });
  await say("yes", { answer: "yes" });
  await post(coordinator, server, `/ask/${known.token.yes}/named`, { named: "wall" });
  await say("half", { answer: "smaller", smaller: "half" });
  await say("flash", { answer: "smaller", smaller: "flash" });
  await say("talk", { answer: "talk" });
  await say("advocate", { answer: "advocate", help: "panelist" });
  await say("later", { answer: "later", later: "month" });
  await say("no", { answer: "no" });
  // Help is offered for ten minutes after a no. It is looked at when its turn comes, and stands open until then.
  await rows(at, `update prospects set answered_at = ${(Date.now() + 3_600_000) * 1000} where id = ${number(known.no)}`);
  await send(coordinator, server, `${world.base}/prospects/${known.phoned}/answer`, "/answer", { answer: "talk" });
  await post(coordinator, server, `${here("withdrawn")}/withdraw`);
  await mailLeavesAtOnce(world, 60);
  await pitch("queued");
  await mailLeavesAtOnce(world, 0);
}

const ofProspect = (prospect) => `id in (select message_id from pitches where prospect_id = ${number(prospect)})`;

// The link in a leader's mail; nothing else has it.
async function token({ at }, prospect) {
  const [[text]] = await rows(at, `select text_body from messages where ${ofProspect(prospect)}`);
  return text.match(/\/ask\/([^\s/]+)/)[1];
}

async function sentBy({ at }, kind, count) {
  const end = Date.now() + 30_000;
  let sent = 0;
  while (Date.now() < end) {
    sent = Number((await rows(at, `select count(*) from messages where kind = '${kind}' and state = 'sent'`))[0][0]);
    if (sent >= count) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  assert.fail(`${sent} of ${count} letters (${kind}) have left`);
}

// Mentors and mentees by hand, the best pairs of them under a cap that binds, and most of these proposed.
async function pairs(world) {
  const { server, coordinator, at, ids: known, hard, base } = world;
  const associates = await ids(at, `select p.id from people p join levels l on l.id = p.level_id
    where l.name = 'Associate' and p.source <> 'hand' and p.left_on is null
    and not exists (select 1 from enrollments e where e.person_id = p.id) order by p.id desc limit 6`);
  const enroll = (person, as, fields) => send(coordinator, server, `${base}/enrollments/new?person=${person}&as=${as}`, "/enrollments/new", { languages: "English", ...fields });
  const mentors = ["long", "chinese", "arabic"].map((name) => hard[`Mentor:${name}`]);
  for (const person of mentors) await enroll(person, "mentor", { offered: ["Negotiation", "Second chair at trial"], capacity: "4" });
  const mentees = [...associates, hard["Associate:long"], hard["Associate:unbroken"], hard["Associate:arabic"], hard["Associate:chinese"], hard["Associate:single"]];
  for (const person of mentees) await enroll(person, "mentee", { wanted: ["Negotiation", "Getting heard in a room where nobody asks"], goals: "To lead a hearing alone by next summer." });
  [known.mentor] = await ids(at, `select id from enrollments where person_id = ${number(mentors[0])}`);
  [known.mentee] = await ids(at, `select id from enrollments where person_id = ${number(associates[0])}`);
  const apart = (await rows(at, `select email from people where id in (${number(associates[0])}, ${number(mentors[1])})`)).map(([email]) => email);
  await send(coordinator, server, `${base}/enrollments/exclusions`, "/exclusions", { one: apart[0], other: apart[1], reason: "They argued a case against each other." });
  await post(coordinator, server, `${base}/matching/cap`, { unit: "department", scarce: "all", percent: "60" });
  await post(coordinator, server, `${base}/matching/run`);
  known.drafts = await ids(at, "select id from matches where state = 'draft' order by id");
  assert.ok(known.drafts.length >= 12, `only ${known.drafts.length} pairs were found`);
  await post(coordinator, server, `${base}/matching/${known.drafts.at(-1)}/removal`);
  await post(coordinator, server, `${base}/matching/${known.drafts[0]}/lock`);
  known.proposed = known.drafts.slice(2, -1);
  await send(coordinator, server, `${base}/matching/proposals`, "/proposals", { match: known.proposed });
}

// What becomes of the proposed pairs: one waits, one was declined, one was taken back, and the others work together.
async function mentorships(world) {
  const { server, coordinator, at, ids: known, pages, base } = world;
  const [open, waits, declined, off, fresh, offered, coming, toAnswer, used, ...rest] = known.proposed;
  Object.assign(known, { open, waits, declined, off });
  const two = async (match) => {
    const [[mentor, mentee]] = await rows(at, `select (select email from people p join enrollments e on e.person_id = p.id where e.id = m.mentor_id),
      (select email from people p join enrollments e on e.person_id = p.id where e.id = m.mentee_id) from matches m where m.id = ${number(match)}`);
    return { mentor: await as(world, mentor), mentee: await as(world, mentee) };
  };
  const say = (page, match, what) => post(page, server, `/proposals/${match}/${what}`);
  for (const [name, match] of Object.entries({ open, waits, declined, off })) {
    const { mentor, mentee } = await two(match);
    Object.assign(pages, { [`mentor:${name}`]: mentor, [`mentee:${name}`]: mentee });
  }
  await say(pages["mentee:waits"], waits, "acceptance");
  await say(pages["mentee:declined"], declined, "decline");
  await post(coordinator, server, `${base}/matching/${off}/removal`);
  const together = async (match, name) => {
    if (!match) return;
    const { mentor, mentee } = await two(match);
    await say(mentor, match, "acceptance");
    await say(mentee, match, "acceptance");
    [known[name]] = await ids(at, `select id from mentorships where match_id = ${number(match)}`);
    Object.assign(pages, { [`mentor:${name}`]: mentor, [`mentee:${name}`]: mentee });
  };
  for (const [match, name] of [[fresh, "begun"], [offered, "offered"], [coming, "coming"], [toAnswer, "toAnswer"], [used, "used"], [rest[0], "ended"]]) await together(match, name);
  known.matchBegun = fresh;
  await sessions(world);
}

async function as(world, email) {
  world.signedIn ??= new Map();
  if (!world.signedIn.has(email)) world.signedIn.set(email, await signedIn(world.browser, world.server, world.at.data, email));
  return world.signedIn.get(email);
}

async function sessions({ server, at, ids: known, pages }) {
  const mentor = (name) => pages[`mentor:${name}`];
  const path = (name) => `/mentorships/${known[name]}`;
  const pick = async (name) => {
    await post(mentor(name), server, `${path(name)}/slots`);
    const [slot] = await ids(at, `select id from slots where mentorship_id = ${number(known[name])} and gone_at is null order by position limit 1`);
    await post(mentor(name), server, `${path(name)}/slots/${slot}`);
  };
  const held = (name, ago) => send(mentor(name), server, path(name), "/sessions/past", { past_date: day(-ago), past_minutes: "45" });
  await post(mentor("offered"), server, `${path("offered")}/slots`);
  await pick("coming");
  await held("coming", 14);
  await pick("toAnswer");
  await rows(at, `update sessions set starts_at = starts_at - 2600000000000, local_start = '${day(-2)}T09:00' where mentorship_id = ${number(known.toAnswer)}`);
  for (let ago = 1; ago <= 8; ago++) await held("used", ago);
  if (known.ended) {
    await held("ended", 20);
    await post(mentor("ended"), server, `${path("ended")}/end`);
  }
}

// Ties and evidence, somebody who has left, files that came in.
async function directory(world) {
  const { server, coordinator, administrator, at, ids: known, hard } = world;
  const person = `/people/${hard["Partner:long"]}`;
  await send(coordinator, server, person, "/signals", { kind: "mentored-before", note: "Brought two associates to partnership" });
  await send(coordinator, server, person, "/ties", { who: "Amara Novák" });
  const [level] = await ids(at, "select id from levels where name = 'Associate'");
  const { url } = await send(coordinator, server, "/people/new", "/people/new", { name: NAMES.unbroken, email: "has.left@lawfirm.example", level, languages: "English" });
  known.left = new URL(url).pathname.split("/").pop();
  await send(coordinator, server, `/people/${known.left}`, "/left", { on: day(-1) });
  await send(coordinator, server, `/people/${known.people.fresh}`, "/left", { on: day(20) });
  known.leaving = known.people.fresh;
  [known.known] = await ids(at, "select from_id from ties group by from_id order by count(*) desc limit 1");
  [known.outsider] = await ids(at, `select p.id from people p join levels l on l.id = p.level_id where l.name = 'Partner'
    and p.left_on is null and not exists (select 1 from prospects s where s.person_id = p.id) and not exists (select 1 from enrollments e where e.person_id = p.id) order by p.id limit 1`);
  const [[outsider]] = await rows(at, `select email from people where id = ${number(known.outsider)}`);
  world.pages.outsider = await as(world, outsider);
  [known.menteeToMatch] = await ids(at, "select mentee_id from matches where state = 'draft' order by id limit 1");
  [known.swappable] = await ids(at, "select id from matches where state = 'draft' order by id limit 1");
  known.leader = hard["Partner:long"];
  known.associate = hard["Associate:arabic"];
  await send(administrator, server, "/settings/identity", "/settings/identity", { attribute: "gender", purpose: "To see, in groups of five and more, whether women are matched as often as men." });
  const people = "employee_id,name,email,title,office,practice,manager\n"
    + "X001,Ada Byron,ada.byron@lawfirm.example,Counsel,Boston,Tax,\nX002,Niels,not-an-address,Associate,Boston,Tax,\nX003,,nobody@lawfirm.example,Associate,Boston,Tax,\nX001,Ada Byron,ada.byron@lawfirm.example,Counsel,Boston,Tax,X009\n";
  known.checked = await bring(coordinator, server, "people", people);
  known.written = await bring(coordinator, server, "people", people.replaceAll("X00", "Y00").replaceAll("ada.byron", "ada.lace"));
  await post(coordinator, server, `/imports/${known.written}/write`);
  known.undone = await bring(coordinator, server, "people", "id,name,email\nZ1,Grace Murray,grace.murray@lawfirm.example\n");
  await post(coordinator, server, `/imports/${known.undone}/write`);
  await post(coordinator, server, `/imports/${known.undone}/undo`);
  known.ties = await bring(coordinator, server, "ties", "from,to,kind,weight\nL001,L002,plays-golf-with,1\nL003,L004,friend,1\nL003,L999,friend,1\n");
  known.unread = await bring(coordinator, server, "people", "\u0000\u0001\u0002PK not a table");
}

async function bring(page, server, kind, text) {
  if (!page.url().startsWith(server.url)) await page.goto(`${server.url}/healthz`);
  const led = await page.evaluate(async ({ kind, text }) => {
    const data = new FormData();
    data.append("kind", kind);
    data.append("file", new File([text], "people of the firm, as the personnel system exports them (2027-02-09).csv", { type: "text/csv" }));
    const answer = await fetch("/imports/new", { method: "POST", body: data });
    return { url: answer.url, status: answer.status };
  }, { kind, text });
  return led.url.split("/imports/")[1];
}

// Letters in every state, as a mail server that fails leaves them.
async function letters({ at, ids: known }) {
  await rows(at, `update messages set state = 'unsure', sent_at = null, words = 'The connection broke after the text was handed over' where ${ofProspect(known.unsure)}`);
  await rows(at, `update messages set state = 'refused', sent_at = null, words = '550 5.1.1 <somebody@a-rather-long-mail-domain-of-a-firm.lawfirm.example>: Recipient address rejected: User unknown in virtual mailbox table' where ${ofProspect(known.refused)}`);
  [known.mail] = await ids(at, `select id from messages where ${ofProspect(known.asked)}`);
  [known.invitation] = await ids(at, "select id from messages where calendar is not null limit 1");
  [known.html] = await ids(at, "select id from messages where html_body is not null limit 1");
}
