-- Due work of a connection that comes again and again, or once: polls, pulls, backfills.
CREATE TABLE duty (
    connection    text        NOT NULL,
    kind          text        NOT NULL,
    every         interval,   -- null: once, and when it is marked
    due_since     timestamptz DEFAULT clock_timestamp(),
    next_at       timestamptz NOT NULL DEFAULT '-infinity',
    claimed_epoch bigint,     -- the epoch under which it is being done
    claimed_at    timestamptz,
    marked_again  boolean     NOT NULL DEFAULT false, -- marked while it was being done
    attempts      integer     NOT NULL DEFAULT 0, -- claims since the last success
    cursor        text,
    done_at       timestamptz,
    fault         text,
    detail        text,
    progress      bigint      NOT NULL DEFAULT 0,
    total         bigint,
    PRIMARY KEY (connection, kind)
);
CREATE INDEX duty_due ON duty (connection, due_since) WHERE due_since IS NOT NULL;
