-- Since when a leader has had what recruiting kept about them erased. The row stays, emptied, and closed for good: whoever
-- said that nobody shall write again is not asked again because the answer is gone.
alter table prospects add column erased_at bigint;
