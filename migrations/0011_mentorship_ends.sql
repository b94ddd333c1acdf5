-- The last day that the mentor agreed to, which the letter and the page of the ask name. Absent where no ask was decided,
-- and for mentorships from before: those end with their program.
alter table mentorships add column ends_on text;
