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
  not_before bigint not null,
  created_by bigint,
  created_at bigint not null,
  sent_at bigint,
  settled_at bigint,
  words text                       -- why it was refused, stopped or is unsure; the server's last reply
);
create index messages_due on messages (state, not_before);
create index messages_about on messages (about);

create table suppressions (
  email_key text primary key,
  reason text not null,
  by_id bigint,
  at bigint not null
);
