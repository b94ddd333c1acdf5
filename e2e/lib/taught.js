// A program whose answers and joins have taught something: sixty leaders were asked and have answered, and whoever they advise
// follows now and then. No page could make so many in a moment.
import { post } from "./forms.js";
import { idOf as number, rows } from "./tables.js";

const LEADERS = 60;
const DAY = 86_400_000_000;

export async function taught(page, server, { data, program }) {
  const at = { data };
  const now = Date.now() * 1000;
  const asked = `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${LEADERS})`;
  const everybody = `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${5 * LEADERS})`;
  // Of every ten chances the lowest is 15 %, and a little fewer say yes than the highest promise.
  const chance = "0.15 + 0.08 * (i % 10)";
  const yes = `(i * 37) % 100 < 100 * (${chance}) - 4 * (i % 10 > 6)`;
  await rows(at, "insert into levels (id, name, name_key, rank, senior) values (700000, 'Senior Partner', 'senior partner', 2000, 1)");
  await rows(at, `${everybody} insert into people (id, key, name, email, email_key, level_id, source, search, created_at, updated_at)
    select 800000 + i, 'taught-' || i, 'Leader Number ' || i, 'l' || i || '@firm.example', 'l' || i || '@firm.example',
      case when i <= ${2 * LEADERS} then 700000 end, 'hand', 'leader number ' || i, ${now}, ${now} from n`);
  await rows(at, `${asked} insert into prospects (id, program_id, person_id, stage, identified_at, met_at, asked_at, answered_at, answer, joined_at, closed_at)
    select 810000 + i, ${number(program)}, 800000 + i, 'answered', ${now - 99 * DAY}, ${now - 98 * DAY}, ${now - 97 * DAY}, ${now - 96 * DAY},
      case when ${yes} then 'yes' else 'no' end, case when ${yes} then ${now - 96 * DAY} end, case when ${yes} then null else ${now - 96 * DAY} end from n`);
  await rows(at, `${asked} insert into ask_evidence (prospect_id, factors, chance, learned_from, kept_at)
    select 810000 + i, '{"warm_tie":' || ((i % 10) / 10.0) || ',"never_asked":' || (i % 2) || ',"offered_to_help":' || (i % 4 = 0) || ',"ask_size":-0.4}',
      ${chance}, 0, ${now - 97 * DAY} from n`);
  await rows(at, `${everybody} insert into ties (from_id, to_id, kind, weight, source)
    select 800000 + 1 + i % ${LEADERS}, 800000 + i, 'advised', 1.0, 'hand' from n where i > ${LEADERS}`);
  await rows(at, `${everybody} insert into enrollments (id, program_id, person_id, role, capacity, goals, source, enrolled_at)
    select 820000 + i, ${number(program)}, 800000 + i, 'mentee', 0, '', 'form', ${now - 80 * DAY} from n where i > ${2 * LEADERS} and i % 7 = 0`);
  await post(page, server, `/programs/${program}/shortlist/ties/joins`);
  return { program };
}
