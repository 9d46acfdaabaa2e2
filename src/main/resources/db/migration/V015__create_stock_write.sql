-- What a channel is about to be told. The row is committed before the call, so a crash can only leave doubt, never a secret.
CREATE TABLE stock_write (
    id         uuid        NOT NULL PRIMARY KEY,
    connection text        NOT NULL,
    epoch      bigint      NOT NULL,
    raising    boolean     NOT NULL,
    sent_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    closed_at  timestamptz -- null while open
);
CREATE INDEX stock_write_open ON stock_write (connection, sent_at) WHERE closed_at IS NULL;

CREATE TABLE stock_write_row (
    write    uuid   NOT NULL REFERENCES stock_write,
    listing  bigint NOT NULL REFERENCES listing,
    delta    bigint NOT NULL CHECK (delta <> 0),
    expected bigint NOT NULL, -- shown before it
    outcome  text   CHECK (outcome IN ('confirmed', 'refused', 'in doubt')), -- null while open
    PRIMARY KEY (write, listing)
);
-- At most one open row per listing, whatever a replica believes.
CREATE UNIQUE INDEX stock_write_row_one_open ON stock_write_row (listing) WHERE outcome IS NULL;

ALTER TABLE listing ADD CONSTRAINT listing_open_write_fkey FOREIGN KEY (open_write) REFERENCES stock_write;
