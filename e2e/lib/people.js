// What people do over and over: set up, sign in, begin a program.
import assert from "node:assert/strict";

export const INES = { name: "Ines Hartwell", email: "ines.hartwell@lawfirm.example" };

// The first administrator, by the link that the first start printed to the terminal. The page is signed in afterwards.
export async function setUp(server, page, { organization = "Corwin & Sedge", person = INES } = {}) {
  const link = server.said.err.match(/https?:\/\/\S+\/setup\/\S+/)?.[0];
  assert.ok(link, `The first start printed no link:\n${server.said.err}`);
  await page.goto(link);
  await page.getByLabel("Your organization").fill(organization);
  await page.getByLabel("Your name").fill(person.name);
  await page.getByLabel("Your work e-mail").fill(person.email);
  await page.getByLabel("Time zone").fill("America/New_York");
  await page.getByRole("button", { name: "Begin" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/setup"));
}

// As an administrator sets it: no stop button, no working hours. A journey has no morning to wait for.
export async function lettersLeaveAtOnce(server, page) {
  await page.goto(`${server.url}/settings/mail`);
  await page.getByLabel("What a person sends can be stopped for").fill("0");
  await page.getByLabel("Ask leaders in working hours only").uncheck();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText("Mail is set.").waitFor();
}

// Signs in with the code that comes by mail; ends on the page that was asked for.
export async function signIn(page, server, mail, email, next = "/me") {
  const before = (await mail.all()).filter((m) => m.to.includes(email)).length;
  await page.goto(`${server.url}${next}`);
  await page.getByLabel("Work e-mail").first().fill(email);
  await page.getByRole("button", { name: "Send me a code" }).click();
  await page.waitForURL(/\/sign-in\/code/);
  const code = await newCode(mail, email, before);
  await page.getByLabel("Code", { exact: true }).fill(code);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
}

async function newCode(mail, email, before) {
  const end = Date.now() + 20_000;
  while (Date.now() < end) {
    const codes = (await mail.all()).filter((m) => m.to.includes(email));
    const code = codes.length > before && codes.at(-1).subject.match(/\b(\d{6})\b/)?.[1];
    if (code) return code;
    await new Promise((done) => setTimeout(done, 50));
  }
  return assert.fail(`No sign-in code came for ${email}`);
}

// Today and later, as dates in the firm's zone: '2027-02-09'.
export function day(later = 0) {
  const at = new Date(Date.now() + later * 86_400_000);
  return new Intl.DateTimeFormat("en-CA", { timeZone: "America/New_York" }).format(at);
}

// A program in its four steps. `targets` is a share in percent by level; those levels become senior. Returns its path.
export async function beginProgram(page, server, { name = "Associates forward", targets = {}, ask = {} } = {}) {
  await page.goto(`${server.url}/programs/new`);
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("textbox", { name: "Purpose" }).fill("So that associates grow here, and Partners hear how the firm looks from their third year.");
  await page.getByLabel("First day").fill(day());
  await page.getByLabel("Last day").fill(day(150));
  await page.getByLabel("Pillar 1").fill("Grow our own");
  await page.getByLabel("How mentoring serves it").first().fill("Associates learn from those who made it here.");
  await page.getByRole("button", { name: "Save and go on to the ask" }).click();
  const { minutes = 45, sessions = 2, months = 4, mentees = 1 } = ask;
  await page.getByLabel("Minutes a session").fill(String(minutes));
  await page.getByLabel("Sessions a month").fill(String(sessions));
  await page.getByLabel("Months", { exact: true }).fill(String(months));
  await page.getByLabel("Mentees", { exact: true }).fill(String(mentees));
  await page.getByLabel("First session from").fill(day());
  await page.getByRole("button", { name: "Save and go on to the targets" }).click();
  if (Object.keys(targets).length === 0) {
    const later = page.getByRole("link", { name: "Do this later" });
    await later.or(page.getByRole("button", { name: "Save and go on to the coordinators" })).click();
  } else {
    for (const [level, percent] of Object.entries(targets)) {
      await page.getByLabel(`Senior: ${level}`).check();
      await page.getByLabel(`Share of ${level} that shall join, in percent`).fill(String(percent));
    }
    await page.getByLabel("To be reached by").fill(day(90));
    await page.getByRole("button", { name: "Save and go on to the coordinators" }).click();
  }
  await page.getByRole("heading", { name: "Who runs it with you?" }).waitFor();
  return new URL(page.url()).pathname.match(/^\/programs\/[^/]+/)[0];
}
