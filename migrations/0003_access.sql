-- Who may do what, and who did.

create table administrators (
  person_id bigint primary key references people (id),
  since bigint not null,
  by_id bigint references people (id)
);

create table setup_links (
  token_hash text primary key,
  created_at bigint not null,
  expires_at bigint not null,
  used_at bigint
);

create table sign_in_codes (
  id bigint primary key,
  email_key text not null,
  person_id bigint references people (id) on delete cascade,  -- absent for an unknown address: nobody can tell from outside
  code_hash text not null,
  browser_hash text not null,      -- the browser that asked; no other can use the code
  created_at bigint not null,
  expires_at bigint not null,
  tries bigint not null default 0,
  used_at bigint
);
create index sign_in_codes_recent on sign_in_codes (email_key, created_at);

-- A browser that is signed in. (A "session" here is a meeting of a mentorship.)
create table sign_ins (
  id bigint primary key,
  token_hash text not null unique,
  person_id bigint not null references people (id) on delete cascade,
  created_at bigint not null,
  seen_at bigint not null,
  expires_at bigint not null,
  ended_at bigint
);
create index sign_ins_of on sign_ins (person_id);

-- Each line carries the hash of the line before it: a line taken out or changed is found.
create table audit (
  id bigint primary key,
  position bigint not null unique,
  at bigint not null,
  actor_id bigint,                 -- absent for the console and for work done by itself
  for_id bigint,                   -- on whose behalf
  verb text not null,
  object text not null,
  detail text not null default '',
  program_id bigint,
  previous text not null,
  hash text not null
);
create index audit_of_program on audit (program_id, position);
