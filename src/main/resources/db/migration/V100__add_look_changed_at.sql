-- When the order changed that is to be read, by its channel's clock, as a document told that did not tell enough. Null for a mere
-- hint. Figures read since then may show what nobody knows of it yet.
ALTER TABLE look ADD COLUMN changed_at timestamptz;
