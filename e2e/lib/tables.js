// The database itself, for what no page can make quickly (a thousand mails) and what no page may show (every state).
// Only used on a database that is the test's own; SQLite's file through Python, which the tests need anyway.
import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const most = { maxBuffer: 64 * 1024 * 1024 };

const PYTHON = `
import json, sqlite3, sys
db = sqlite3.connect(sys.argv[1], timeout=30)
rows = db.execute(sys.argv[2]).fetchall()
db.commit()
print(json.dumps([["" if v is None else str(v) for v in row] for row in rows]))
`;

// Runs one statement and returns its rows, every value as text; what is absent is an empty text.
export async function rows({ data, url }, statement) {
  if (!url) {
    const { stdout } = await run("python3", ["-c", PYTHON, path.join(data, "bellwether.db"), statement], most);
    return JSON.parse(stdout);
  }
  const quiet = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--tuples-only", "--no-align", "--field-separator=\x1f", "--record-separator=\x1e"];
  const { stdout } = await run("psql", [url, ...quiet, "--command", statement], most);
  return stdout.replace(/\n$/, "").split("\x1e").filter(Boolean).map((row) => row.split("\x1f"));
}

// Lets time pass for the outbox, while nothing serves it: every instant of its messages moves into the past.
export async function timePasses(at, minutes) {
  const micros = minutes * 60_000_000;
  const columns = ["claimed_until", "due_at", "not_before", "created_at", "tried_at"];
  await rows(at, `update messages set ${columns.map((c) => `${c} = ${c} - ${micros}`).join(", ")}`);
}

// Puts `count` letters into the outbox of a program, each to somebody else, due now.
export async function putLetters(at, count, program = null) {
  const now = Date.now() * 1000;
  await rows(at, `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})
    insert into messages (id, kind, program_id, about, to_name, to_email, to_key, from_name, subject, text_body,
        header_id, state, due_at, not_before, created_at)
    select 1000000 + i, 'invitation', ${program ?? "null"}, 'test:' || cast(i as text), 'Person ' || cast(i as text),
        'person' || cast(i as text) || '@lawfirm.example', 'person' || cast(i as text) || '@lawfirm.example', 'Corwin & Sedge',
        'Letter ' || cast(i as text), 'Hello.', 'letter-' || cast(i as text) || '@localhost', 'queued', ${now}, ${now}, ${now}
    from n`);
}

// What became of the letters: header id → state.
export async function letters(at) {
  return new Map(await rows(at, "select header_id, state from messages where about like 'test:%'"));
}

const DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";

// An id as it stands in addresses: 13 letters and digits, as kernel/src/ids.rs writes it.
export function idInAddress(id) {
  let text = "";
  for (let rest = BigInt(id); text.length < 13; rest >>= 5n) text = DIGITS[Number(rest & 31n)] + text;
  return text;
}

// The other way: the id, as statements take it, of what stands in an address.
export function idOf(address) {
  return [...address].reduce((n, c) => n * 32n + BigInt(DIGITS.indexOf(c)), 0n);
}

// The ids that a statement finds in its first column, as they stand in addresses.
export async function ids(at, statement) {
  return (await rows(at, statement)).map(([id]) => idInAddress(id));
}

// Lets days pass for one table: these instants of all its rows move into the past.
export async function daysPass(at, table, columns, days) {
  const micros = days * 86_400_000_000;
  await rows(at, `update ${table} set ${columns.map((c) => `${c} = ${c} - ${micros}`).join(", ")}`);
}
