-- Who takes part, and with whom.

create table enrollments (
  id bigint primary key,
  program_id bigint not null references programs (id) on delete cascade,
  person_id bigint not null references people (id),
  role text not null check (role in ('mentor', 'mentee', 'either')),
  capacity bigint not null default 1 check (capacity between 0 and 50),
  goals text not null default '',              -- what a mentee is after
  words text not null default '',              -- a mentor's own sentence; stands beside their name on the program's page
  listed bigint not null default 0,            -- a mentor who is no leader agreed that mentees may choose them by name
  languages text not null default '',
  other_department bigint not null default 0,  -- prefers a partner from another department
  same_office bigint not null default 0,       -- prefers a partner nearby
  note text not null default '',               -- for the coordinators
  source text not null,                        -- 'form', 'pitch', 'import', 'hand', 'demo'
  waited bigint not null default 0,            -- matchings that left them out
  enrolled_at bigint not null,
  withdrawn_at bigint,
  unique (program_id, person_id)
);

create table skills (
  enrollment_id bigint not null references enrollments (id) on delete cascade,
  direction text not null check (direction in ('offered', 'wanted')),
  skill_key text not null,         -- folded
  skill text not null,
  position bigint not null,
  primary key (enrollment_id, direction, skill_key)
);

create table wishes (
  enrollment_id bigint not null references enrollments (id) on delete cascade,
  rank bigint not null,
  mentor_id bigint not null references enrollments (id) on delete cascade,
  primary key (enrollment_id, rank),
  unique (enrollment_id, mentor_id)
);

create table exclusions (
  program_id bigint not null references programs (id) on delete cascade,
  one_id bigint not null references people (id),
  other_id bigint not null references people (id),
  reason text not null default '',
  by_id bigint references people (id),
  at bigint not null,
  primary key (program_id, one_id, other_id)
);

create table match_runs (
  id bigint primary key,
  program_id bigint not null references programs (id) on delete cascade,
  ran_at bigint not null,
  by_id bigint references people (id),
  report text not null             -- JSON: matched, pairs, score, gap, unmatched and why
);

create table matches (
  id bigint primary key,
  program_id bigint not null references programs (id) on delete cascade,
  run_id bigint references match_runs (id) on delete set null,   -- absent where made by hand
  mentor_id bigint not null references enrollments (id),
  mentee_id bigint not null references enrollments (id),
  score bigint not null,
  reasons text not null,           -- JSON: sentences
  rank_for_mentee bigint,
  rank_for_mentor bigint,
  state text not null check (state in ('draft', 'proposed', 'accepted', 'declined', 'withdrawn')),
  locked_at bigint,
  proposed_at bigint,
  proposed_by bigint references people (id),
  becomes_at bigint,               -- a mentorship by itself from then on
  mentor_accepted_at bigint,
  mentee_accepted_at bigint,
  declined_at bigint,
  declined_by bigint references people (id),
  created_at bigint not null
);
create unique index matches_once on matches (mentor_id, mentee_id) where state in ('draft', 'proposed', 'accepted');
create index matches_of on matches (program_id, state);
