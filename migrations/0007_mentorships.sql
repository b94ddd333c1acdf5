-- Mentor and mentee working together.

create table mentorships (
  id bigint primary key,
  program_id bigint not null references programs (id) on delete cascade,
  match_id bigint unique references matches (id) on delete set null,
  mentor_id bigint not null references people (id),
  mentee_id bigint not null references people (id),
  seat bigint not null check (seat > 0),   -- which of the mentor's places; with the index below no place is given twice
  minutes_promised bigint not null,
  started_at bigint not null,
  ended_at bigint,
  ended_by bigint references people (id)
);
create unique index mentorships_seat on mentorships (program_id, mentor_id, seat) where ended_at is null;
create unique index mentorships_pair on mentorships (program_id, mentor_id, mentee_id) where ended_at is null;
create index mentorships_by_mentee on mentorships (mentee_id);

-- Times offered for the next session: local time and zone, so that 10:00 stays 10:00.
create table slots (
  id bigint primary key,
  mentorship_id bigint not null references mentorships (id) on delete cascade,
  position bigint not null,
  local_start text not null,       -- '2027-03-02T08:30'
  zone text not null,
  minutes bigint not null,
  offered_at bigint not null,
  taken_at bigint,
  gone_at bigint
);
create index slots_of on slots (mentorship_id);

create table sessions (
  id bigint primary key,
  mentorship_id bigint not null references mentorships (id) on delete cascade,
  local_start text not null,
  zone text not null,
  starts_at bigint not null,
  minutes bigint not null check (minutes > 0),
  place text not null default '',
  uid text not null unique,        -- of the calendar entry
  sequence bigint not null default 0,
  booked_by bigint references people (id),
  booked_at bigint not null,
  cancelled_at bigint,
  held_at bigint,
  not_held_at bigint,
  recorded_by bigint references people (id)
);
create index sessions_of on sessions (mentorship_id, starts_at);
