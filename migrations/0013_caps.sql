-- What share of the places with scarce mentors a unit may get at most, as a coordinator set it: one after another, so that
-- the last can be undone. The last that is not undone holds; without a share, there is no cap.

create table match_caps (
  id bigint primary key,
  program_id bigint not null references programs (id) on delete cascade,
  position bigint not null,        -- counts what was set in the program
  unit text check (unit in ('department', 'office')),
  scarce text check (scarce in ('senior', 'wished', 'wanted', 'all')),   -- which mentors count
  percent bigint check (percent between 1 and 99),
  by_id bigint references people (id),
  at bigint not null,
  undone_at bigint,
  unique (program_id, position),
  check ((unit is null) = (percent is null) and (scarce is null) = (percent is null))
);
