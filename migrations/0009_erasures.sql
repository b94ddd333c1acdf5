-- Who was erased at their own wish: keyed hashes of their address and of their key in the directory. No file brings
-- them back, and after a restore they are erased again. A hash says nothing to whoever lacks the installation's secret.
create table erasures (
  hash text primary key,
  person_id bigint,                -- the row that is left of them; absent for a list that came from outside
  erased_at bigint not null
);
