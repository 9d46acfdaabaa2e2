-- Opening balances for many items at once, from a file or a channel: looked at first, then booked in parts, kept as a report.
CREATE TABLE opening_run (
    id          bigint      NOT NULL PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    source      text        NOT NULL, -- name of the file, or of the connection
    counted_at  timestamptz NOT NULL, -- when the units were free to sell; rows may know better
    made_by     text        NOT NULL,
    made_at     timestamptz NOT NULL DEFAULT now(),
    state       text        NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'booking', 'done', 'failed')),
    rows        bigint      NOT NULL DEFAULT 0,
    refused     bigint      NOT NULL DEFAULT 0,
    opened      bigint      NOT NULL DEFAULT 0,
    reached     bigint      NOT NULL DEFAULT 0, -- line up to which it is booked
    finished_at timestamptz
);
CREATE INDEX opening_run_booking ON opening_run (id) WHERE state = 'booking';

CREATE TABLE opening_row (
    run      bigint      NOT NULL REFERENCES opening_run ON DELETE CASCADE,
    line     bigint      NOT NULL, -- of the file
    sku      text        NOT NULL,
    location text        NOT NULL,
    units    bigint,               -- null: none could be told
    at       timestamptz,          -- when they were counted; null: as the run
    opened   boolean     NOT NULL DEFAULT false,
    refusal  text,                 -- why it is not booked
    PRIMARY KEY (run, line)
);
CREATE INDEX opening_row_refused ON opening_row (run, line) WHERE refusal IS NOT NULL;
CREATE INDEX opening_row_item ON opening_row (run, sku, location);
