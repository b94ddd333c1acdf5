-- What leaves the building. A row is written in the transaction that causes it.

create table messages (
  id bigint primary key,
  kind text not null,              -- 'pitch', 'sign-in', 'invitation', …
  program_id bigint,
  person_id bigint,
  about text not null default '',  -- what it is about, 'pitch:…'; asked about again when it is sent
  to_name text not null,
  to_email text not null,
  to_key text not null,
  from_name text not null,
  reply_to text,
  subject text not null,
  text_body text not null,
  html_body text,
  calendar text,
  calendar_method text,
  header_id text not null unique,  -- the Message-ID, fixed before the first attempt
  state text not null check (state in ('queued', 'sending', 'sent', 'refused', 'unsure', 'stopped')),
  attempt bigint not null default 0,
  fence bigint not null default 0, -- rises with every claim; a worker that wakes up late can write nothing
  claimed_until bigint,
  due_at bigint not null,          -- when it was meant to leave; retries do not move it
  not_before bigint not null,      -- when it may be tried, or tried again
  expires_at bigint,               -- of no use afterwards (a sign-in code): leaves first, or not at all
  created_by bigint,
  created_at bigint not null,
  tried_at bigint,                 -- the last attempt
  sent_at bigint,
  settled_at bigint,
  settled_by bigint,               -- who sent it again, or said that it had arrived
  words text                       -- why it was refused, stopped or is unsure; the server's last reply
);
create index messages_due on messages (state, not_before);
create index messages_urgent on messages (not_before) where state = 'queued' and expires_at is not null;
create index messages_about on messages (about);
create index messages_to on messages (to_key, tried_at);
create index messages_of_program on messages (program_id, state);
create index messages_of_person on messages (person_id);

create table suppressions (
  email_key text primary key,
  reason text not null,
  by_id bigint,
  at bigint not null
);
