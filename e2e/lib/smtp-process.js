// A mail server in a process of its own: `node smtp-process.js FOLDER [MANNER [PORT]]`. It prints its port, and keeps every
// message that it accepts as FOLDER/NNNN.json: { from, to: […], raw }. MANNER is how it treats what comes:
//   accept             takes everything
//   slow               takes everything, and keeps each message for 15 ms before it says so
//   refuse             says no to every recipient, for good (550)
//   busy               says not now to every recipient (451)
//   die-after-data     keeps the message and ends without answering: the sender cannot know
//   hang               takes the message and never answers
import { readdirSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { SMTPServer } from "smtp-server";

const [folder, manner = "accept", port = "0"] = process.argv.slice(2);
let count = readdirSync(folder).length; // a server that was started again keeps what it has

function keep(session, raw) {
  const { mailFrom, rcptTo } = session.envelope;
  const message = { from: mailFrom.address, to: rcptTo.map((r) => r.address), raw: raw.toString("utf8") };
  const name = path.join(folder, `${String(++count).padStart(6, "0")}.json`);
  writeFileSync(`${name}.part`, JSON.stringify(message)); // a reader never sees half a message
  renameSync(`${name}.part`, name);
}

function refusal(code, text) {
  return Object.assign(new Error(text), { responseCode: code });
}

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS"],
  disableReverseLookup: true,
  onRcptTo(address, session, done) {
    if (manner === "refuse") return done(refusal(550, "No such mailbox"));
    if (manner === "busy") return done(refusal(451, "Try again later"));
    return done();
  },
  onData(stream, session, done) {
    const chunks = [];
    stream.on("data", (chunk) => chunks.push(chunk));
    stream.on("end", () => {
      keep(session, Buffer.concat(chunks));
      if (manner === "die-after-data") process.exit(0);
      if (manner === "slow") setTimeout(done, 15, null, "Taken");
      else if (manner !== "hang") done(null, "Taken");
    });
  },
});
server.on("error", (error) => error.code !== "ECONNRESET" && console.error(error.message)); // whoever sends may be killed
const listener = server.listen(Number(port), "127.0.0.1", () => console.log(listener.address().port));
