-- The idempotency keys of API requests that moved stock, with what they were answered. Written in the transaction that moved it,
-- and kept as long as the ledger is: a key that was forgotten could move stock a second time.
CREATE TABLE request_key (
    caller  text        NOT NULL, -- the user or token: each has keys of its own
    key     text        NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
    request bytea       NOT NULL, -- hash of what was asked for
    answer  text        NOT NULL, -- JSON
    at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (caller, key)
);
