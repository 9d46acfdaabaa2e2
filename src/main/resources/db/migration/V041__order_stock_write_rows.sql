-- The last writes of one listing, however many there were.
ALTER TABLE stock_write_row ADD COLUMN number bigint NOT NULL GENERATED ALWAYS AS IDENTITY;
CREATE INDEX stock_write_row_newest ON stock_write_row (listing, number DESC);
