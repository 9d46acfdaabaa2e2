-- The hub processes there are, as each reports itself. One that lags behind the newest leaves connections to it.
CREATE TABLE replica (
    holder     text        NOT NULL PRIMARY KEY, -- as in the table lease
    version    text        NOT NULL,             -- for people
    revision   integer     NOT NULL,             -- number of the newest migration it brings: higher is newer
    lacks      text[]      NOT NULL,             -- connections for which it has not all, for example not a secret
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    seen_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- The folders of connectors as each has loaded them.
CREATE TABLE replica_connector (
    replica   text NOT NULL REFERENCES replica ON DELETE CASCADE,
    connector text NOT NULL,
    hash      text NOT NULL,
    PRIMARY KEY (replica, connector)
);
