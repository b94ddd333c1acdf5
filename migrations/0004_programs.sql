-- A mentoring program: its purpose, its ask, its targets, and who coordinates it.

create table programs (
  id bigint primary key,
  name text not null,
  purpose text not null,
  starts_on text not null,
  ends_on text not null,
  ask_minutes bigint check (ask_minutes > 0),
  ask_sessions bigint check (ask_sessions > 0),      -- a month
  ask_months bigint check (ask_months > 0),
  ask_mentees bigint check (ask_mentees > 0),
  ask_starts_on text,
  accept_days bigint not null default 5 check (accept_days between 1 and 60),  -- then a match becomes a mentorship by itself
  daily_limit bigint not null default 10 check (daily_limit > 0),              -- pitches a day
  open_at bigint,                  -- the administrator opened the program's page to all
  created_by bigint references people (id),
  created_at bigint not null,
  closed_at bigint
);

create table pillars (
  id bigint primary key,
  program_id bigint not null references programs (id) on delete cascade,
  position bigint not null,
  name text not null,
  how text not null default ''     -- how mentoring serves it
);
create index pillars_of on pillars (program_id);

create table targets (
  id bigint primary key,
  program_id bigint not null references programs (id) on delete cascade,
  level_id bigint not null references levels (id),
  percent bigint not null check (percent between 1 and 100),
  due_on text not null,
  unique (program_id, level_id)
);

create table coordinators (
  program_id bigint not null references programs (id) on delete cascade,
  person_id bigint not null references people (id) on delete cascade,
  since bigint not null,
  by_id bigint references people (id),
  primary key (program_id, person_id)
);
create index coordinators_by_person on coordinators (person_id);
