-- The directory: whoever belongs to the organization, whether or not they take part in anything.

create table levels (
  id bigint primary key,
  name text not null,
  name_key text not null unique,
  rank bigint not null,            -- higher is more senior
  senior bigint not null default 0 -- people at senior levels are leaders
);

create table people (
  id bigint primary key,
  key text not null unique,        -- the personnel number or, where a file has none, the mail address in lower case
  name text not null,
  email text,
  email_key text unique,           -- the address in lower case
  title text,
  level_id bigint references levels (id),
  office text,
  department text,
  manager_id bigint references people (id) deferrable initially deferred,
  assistant_id bigint references people (id) deferrable initially deferred,
  time_zone text,                  -- IANA name; the organization's where absent
  since bigint,                    -- the year in which they came
  languages text not null default '',  -- separated by commas
  source text not null,            -- 'import', 'hand', 'setup', 'demo'
  search text not null,            -- name, address, title, office and department, folded
  left_on text,
  erased_at bigint,
  created_at bigint not null,
  updated_at bigint not null
);
create index people_by_level on people (level_id);
create index people_by_manager on people (manager_id);
create index people_by_assistant on people (assistant_id);
create index people_by_search on people (search);

-- from influences to. reports-to is not here: it is people.manager_id.
create table ties (
  from_id bigint not null references people (id) on delete cascade,
  to_id bigint not null references people (id) on delete cascade,
  kind text not null check (kind in ('worked-with', 'advised', 'mentored', 'friend', 'committee')),
  weight double precision not null check (weight > 0),
  source text not null,
  primary key (from_id, to_id, kind),
  check (from_id <> to_id)
);
create index ties_to on ties (to_id);

create table signals (
  id bigint primary key,
  person_id bigint not null references people (id) on delete cascade,
  kind text not null,
  happened_on text,
  note text not null default '',
  source text not null,
  created_by bigint references people (id),
  created_at bigint not null,
  retracted_at bigint
);
create index signals_of on signals (person_id);

-- Columns about identity stay off until an administrator switches them on with a written purpose.
create table sensitive_columns (
  attribute text primary key,
  purpose text not null,
  switched_on_by bigint references people (id),
  switched_on_at bigint not null
);

create table sensitive_values (
  person_id bigint not null references people (id) on delete cascade,
  attribute text not null references sensitive_columns (attribute) on delete cascade,
  value text not null,
  primary key (person_id, attribute)
);

create table imports (
  id bigint primary key,
  kind text not null check (kind in ('people', 'ties')),
  file_name text not null,
  content bytea,                   -- kept until written or for a day, then emptied
  mapping text not null,           -- JSON: field to column
  state text not null check (state in ('previewed', 'written', 'undone')),
  counts text not null,            -- JSON: new, changed, unchanged, rejected
  created_by bigint references people (id),
  created_at bigint not null,
  written_at bigint,
  undone_at bigint
);

create table import_problems (
  import_id bigint not null references imports (id) on delete cascade,
  position bigint not null,
  line bigint not null,            -- the physical line, or the row of a sheet, where the record starts
  column_name text not null,
  value text not null,
  reason text not null,
  record text not null,            -- the whole record as CSV, to be downloaded and mended
  primary key (import_id, position)
);

-- What an import changed, so that it can be undone.
create table import_changes (
  import_id bigint not null references imports (id) on delete cascade,
  position bigint not null,
  object text not null,            -- 'person', 'tie', 'level', 'enrollment'
  object_id text not null,
  before text,                     -- JSON, absent where it was new
  after text not null,             -- JSON
  primary key (import_id, position)
);
