-- What coordinators did to the drafts, one thing after another: the last can be undone until mails about it leave.

create table match_changes (
  id bigint primary key,
  program_id bigint not null references programs (id) on delete cascade,
  position bigint not null,        -- counts the changes of the program
  kind text not null check (kind in ('run', 'choice', 'swap', 'lock', 'unlock', 'removal', 'return', 'proposal')),
  run_id bigint references match_runs (id) on delete set null,
  by_id bigint references people (id),
  at bigint not null,
  undone_at bigint,
  unique (program_id, position)
);
create index match_changes_of_run on match_changes (run_id);

-- Which matches it touched. 'out': no draft, because none was made or another took its place; 'away': taken away by a
-- coordinator, not to be made again.
create table match_change_steps (
  change_id bigint not null references match_changes (id) on delete cascade,
  match_id bigint not null references matches (id) on delete cascade,
  was text not null check (was in ('out', 'free', 'locked', 'away')),
  became text not null check (became in ('out', 'free', 'locked', 'away')),
  primary key (change_id, match_id)
);
create index match_change_steps_of on match_change_steps (match_id);

-- What a mentee was matched with; mentors are found by the index that keeps a pair from being there twice.
create index matches_by_mentee on matches (mentee_id);
