-- What was known of a leader when the ask left, and the chance that was given, so that answers can be held against it. One for
-- each prospect: an ask that is repeated replaces it, one that is taken back deletes it, and erasing the leader does too.
create table ask_evidence (
  prospect_id bigint primary key references prospects (id) on delete cascade,
  factors text not null,           -- JSON: the factor's key → its value; those of value 0 are left out
  chance double precision not null check (chance between 0 and 1),
  learned_from bigint not null,    -- how many answers that chance had been learned from; with 0 it was judgement alone
  kept_at bigint not null
);

-- How much influence runs along a kind of tie, as a program's coordinators set it: one after another, so that the last can be
-- undone. The last that is not undone holds; without one, the usual.
create table tie_tables (
  id bigint primary key,
  program_id bigint not null references programs (id) on delete cascade,
  position bigint not null,        -- counts what was set in the program
  weights text not null,           -- JSON: the kind's word → [forward, backward] in per cent; kinds left out are as usual
  follows text not null check (follows in ('table', 'joins')),   -- whether these hold, or what the program's joins say
  by_id bigint references people (id),
  at bigint not null,
  undone_at bigint,
  unique (program_id, position)
);
