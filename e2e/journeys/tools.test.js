// The tools of the journeys, tried against what they must notice: a check that finds nothing in a bad page is worth nothing.
import assert from "node:assert/strict";
import { connect } from "node:net";
import { after, before, test } from "node:test";
import { openBrowser, phone } from "../lib/browser.js";
import { invitation } from "../lib/calendar.js";
import { axe, largeTargets, noSidewaysScroll } from "../lib/look.js";
import { links, mailServer, parse } from "../lib/mail.js";

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

async function pageWith(html) {
  const { page, context } = await phone(browser);
  await page.setContent(`<!doctype html><html lang="en"><head><title>A page</title><meta name="viewport" content="width=device-width"></head><body><main><h1>A page</h1>${html}</main></body></html>`);
  return { page, context };
}

test("a page that is in order passes every check", async () => {
  const { page, context } = await pageWith("<p>Words.</p>");
  await axe(page);
  await noSidewaysScroll(page);
  await largeTargets(page);
  await context.close();
});

test("a field without a label is found", async () => {
  const { page, context } = await pageWith("<input>");
  await assert.rejects(axe(page), /label/);
  await context.close();
});

test("a page that scrolls sideways is found", async () => {
  const { page, context } = await pageWith('<p style="width: 2000px">Wide.</p>');
  await assert.rejects(noSidewaysScroll(page), /sideways/);
  await context.close();
});

test("a button too small for a thumb is found", async () => {
  const { page, context } = await pageWith('<button style="width: 20px; height: 20px; padding: 0">x</button>');
  await assert.rejects(largeTargets(page), /20 × 20/);
  await context.close();
});

test("a mail that was accepted can be read by its recipient", async () => {
  const server = await mailServer();
  await say(server.url, ["EHLO me", "MAIL FROM:<ines@firm.example>", "RCPT TO:<idris@firm.example>", "DATA",
    "Subject: =?utf-8?Q?Caf=C3=A9?=\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nRead it: http://localhost:1/p/x.\r\n."]);
  const mail = await server.wait("idris@firm.example", /Café/);
  assert.deepEqual(links(mail), ["http://localhost:1/p/x"]);
  assert.equal(mail.from, "ines@firm.example");
  await server.stop();
});

test("a mail server that refuses keeps nothing", async () => {
  const server = await mailServer("refuse");
  const answers = await say(server.url, ["EHLO me", "MAIL FROM:<ines@firm.example>", "RCPT TO:<idris@firm.example>"]);
  assert.match(answers, /^550 /m);
  assert.deepEqual(await server.all(), []);
  await server.stop();
});

test("a mail of several parts is taken apart", () => {
  const raw = ["Subject: Parts", 'Content-Type: multipart/alternative; boundary="b"', "", "--b", "Content-Type: text/plain", "Content-Transfer-Encoding: quoted-printable", "", "Sch=C3=B6n=", "er", "--b", "Content-Type: text/html", "Content-Transfer-Encoding: base64", "", Buffer.from("<p>ü</p>").toString("base64"), "--b--", ""].join("\r\n");
  const mail = parse({ from: "a", to: ["b"], raw });
  assert.equal(mail.text.trim(), "Schöner");
  assert.equal(mail.html, "<p>ü</p>");
});

test("an invitation in a named zone is understood as an instant", () => {
  const text = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//EN", "METHOD:REQUEST", "BEGIN:VTIMEZONE", "TZID:America/New_York", "BEGIN:STANDARD", "DTSTART:20261101T020000", "TZOFFSETFROM:-0400", "TZOFFSETTO:-0500", "END:STANDARD", "END:VTIMEZONE", "BEGIN:VEVENT", "UID:1@firm.example", "DTSTAMP:20270201T000000Z", "SEQUENCE:2", "DTSTART;TZID=America/New_York:20270302T083000", "DTEND;TZID=America/New_York:20270302T091500", "SUMMARY:First session", "ORGANIZER:mailto:ines@firm.example", "ATTENDEE:mailto:idris@firm.example", "END:VEVENT", "END:VCALENDAR", ""].join("\r\n");
  const { start, end, zone, method, sequence, attendees } = invitation(text);
  assert.deepEqual({ start, end, zone, method, sequence, attendees }, {
    start: "2027-03-02T13:30:00.000Z", end: "2027-03-02T14:15:00.000Z", zone: "America/New_York", method: "REQUEST", sequence: 2, attendees: ["idris@firm.example"],
  });
});

// Speaks SMTP by hand, one line after each answer, and returns all answers.
async function say(url, lines) {
  const { port } = new URL(url);
  const socket = connect(Number(port), "127.0.0.1").setEncoding("utf8");
  let answers = "";
  const answer = () => new Promise((done) => socket.once("data", (text) => { answers += text; done(); }));
  await answer();
  for (const line of lines) {
    socket.write(`${line}\r\n`);
    await answer();
  }
  socket.end();
  return answers;
}
