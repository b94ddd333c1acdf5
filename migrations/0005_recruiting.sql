-- From a name to a yes.

create table prospects (
  id bigint primary key,
  program_id bigint not null references programs (id) on delete cascade,
  person_id bigint not null references people (id),
  owner_id bigint references people (id),
  stage text not null check (stage in ('identified', 'introduced', 'met', 'asked', 'answered')),
  connector_id bigint references people (id),
  pinned_at bigint,
  aside_at bigint,
  aside_reason text,
  next_step text,
  next_on text,
  identified_at bigint not null,
  introduced_at bigint,
  met_at bigint,
  override_at bigint,              -- the pitch was opened without a conversation
  override_by bigint references people (id),
  override_reason text,
  asked_at bigint,
  answered_at bigint,
  answer text check (answer in ('yes', 'smaller', 'talk', 'advocate', 'later', 'no')),
  smaller text,                    -- which smaller ask
  wakes_on text,                   -- of a later
  joined_at bigint,
  withdrawn_at bigint,
  named text check (named in ('wall', 'team', 'no')),  -- consent to be named; absent until chosen
  named_at bigint,
  closed_at bigint,                -- no more contact in this program
  unique (program_id, person_id),
  check (override_at is null or override_reason is not null),
  check (asked_at is null or met_at is not null or override_at is not null)
);
create index prospects_of on prospects (program_id, stage);
-- One voice: no leader is asked by two programs at once.
create unique index prospects_one_voice on prospects (person_id)
  where asked_at is not null and answered_at is null and closed_at is null;

create table touches (
  id bigint primary key,
  prospect_id bigint not null references prospects (id) on delete cascade,
  kind text not null check (kind in ('introduction', 'meeting', 'call', 'pitch', 'follow-up', 'thank-you')),
  happened_on text not null,
  by_id bigint references people (id),
  with_id bigint references people (id),
  note text not null default '',
  created_by bigint references people (id),
  created_at bigint not null
);
create index touches_of on touches (prospect_id, happened_on);

create table pitches (
  id bigint primary key,
  prospect_id bigint not null references prospects (id) on delete cascade,
  from_id bigint not null references people (id),   -- who asks, by name
  angle text not null check (angle in ('learning', 'connection', 'reflection', 'paying-forward', 'people-strategy')),
  pillar_id bigint references pillars (id) on delete set null,
  subject text not null,
  message text not null,           -- the mail's own words
  opening text not null,           -- the page's first lines
  benefit text not null default '',  -- what is in it for them, further down the page
  reasons text not null default '',  -- why they are asked, a line each
  ask_minutes bigint not null check (ask_minutes > 0),
  ask_sessions bigint not null check (ask_sessions > 0),
  ask_months bigint not null check (ask_months > 0),
  ask_mentees bigint not null check (ask_mentees > 0),
  ask_starts_on text not null,
  support text not null,           -- JSON: what we take off your hands
  token_hash text unique,          -- of the link; the link itself stands in the mail alone
  answer_by text,                  -- the link asks no longer after this day
  state text not null check (state in ('draft', 'sent', 'withdrawn')),
  message_id bigint,               -- the mail that carries it
  version bigint not null default 1,
  created_by bigint references people (id),
  created_at bigint not null,
  updated_at bigint not null,
  sent_at bigint,
  withdrawn_at bigint
);
create unique index pitches_one_open on pitches (prospect_id) where state in ('draft', 'sent');

create table responses (
  id bigint primary key,
  prospect_id bigint not null references prospects (id) on delete cascade,
  pitch_id bigint references pitches (id) on delete cascade,
  answer text not null check (answer in ('yes', 'smaller', 'talk', 'advocate', 'later', 'no')),
  smaller text,
  wakes_on text,
  help text,                       -- which other help, JSON list
  door text not null check (door in ('page', 'recorded')),
  given_at bigint not null,
  recorded_by bigint references people (id),
  held_at bigint,                  -- came too soon or contradicts itself: please confirm
  confirmed_at bigint,
  undone_at bigint
);
create index responses_of on responses (prospect_id, given_at);

create table advocacies (
  id bigint primary key,
  program_id bigint not null references programs (id) on delete cascade,
  person_id bigint not null references people (id),
  prospect_id bigint references prospects (id) on delete cascade,
  kind text not null check (kind in ('panelist', 'post', 'all-hands', 'ask-team')),
  offered_at bigint not null,
  owner_id bigint references people (id),
  due_on text,
  done_at bigint,
  proof text,
  withdrawn_at bigint,
  unique (program_id, person_id, kind)
);
