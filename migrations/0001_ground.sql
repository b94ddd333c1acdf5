-- What every part stands on. Instants are microseconds since 1970 in UTC, dates are '2027-02-09',
-- flags are 0 or 1, enumerations are words. Ids are made by the program (kernel::Ids).

create table settings (
  name text primary key,
  value text not null
);

create table files (
  name text primary key,
  content_type text not null,
  bytes bytea not null,
  stored_at bigint not null
);
