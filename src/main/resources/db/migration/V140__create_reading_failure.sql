-- Listings whose figure the channel did not tell when it was asked last. A row goes when the figure is told.
CREATE TABLE reading_failure (
    listing    bigint      NOT NULL PRIMARY KEY REFERENCES listing ON DELETE CASCADE,
    connection text        NOT NULL,
    failures   integer     NOT NULL,             -- in a row
    -- It failed though no other listing was read with it, so that it may be what spoils a reading.
    alone      boolean     NOT NULL,
    since      timestamptz NOT NULL,
    fault      text        NOT NULL,
    detail     text        NOT NULL
);
CREATE INDEX reading_failure_since ON reading_failure (connection, since);
