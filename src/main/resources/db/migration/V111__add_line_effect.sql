-- What a document or a decision did to a line, and the last write opened before it. With this it can be told which write carried
-- an order's effect to a channel: the first one of a listing behind that number, if the listing was apart by then. The number is
-- read while the listings are locked, so no write of theirs can be opened in between. Dropped with the timeline.
CREATE TABLE line_effect (
    line         bigint      NOT NULL,
    at           timestamptz NOT NULL,
    writes       bigint      NOT NULL, -- stock_write_row.number
    taken_before bigint      NOT NULL, -- what the channel had taken out of its own figure before,
    taken        bigint      NOT NULL, -- and after
    PRIMARY KEY (line, at)
) PARTITION BY RANGE (at);
CREATE TABLE line_effect_rest PARTITION OF line_effect DEFAULT;

-- Since when the listing was apart when the row was opened.
ALTER TABLE stock_write_row ADD COLUMN due_since timestamptz;
