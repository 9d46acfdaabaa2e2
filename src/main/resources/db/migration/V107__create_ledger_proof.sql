-- How far the levels are proven to be the fold of the ledger; one row. A round goes through all of them by key, part by part.
CREATE TABLE ledger_proof (
    one       boolean     NOT NULL PRIMARY KEY DEFAULT true CHECK (one),
    sku       text        NOT NULL DEFAULT '', -- the last level of the part before; empty: a round begins
    location  text        NOT NULL DEFAULT '',
    proven_at timestamptz                      -- when a round last ended
);
INSERT INTO ledger_proof DEFAULT VALUES;
