-- The tie of one canonical record to its counterpart in one connection: the revision wanted and the revision done.
CREATE TABLE link (
    connection  text        NOT NULL,
    kind        text        NOT NULL CHECK (kind IN ('ORDER', 'PAYMENT', 'SHIPMENT', 'REFUND', 'LABEL', 'CUSTOMER', 'DEAL')),
    subject     text        NOT NULL,
    rank        integer     NOT NULL, -- per subject the kinds run in this order
    external_id text,
    wanted      bigint      NOT NULL DEFAULT 1,
    done        bigint      NOT NULL DEFAULT 0,
    due_since   timestamptz DEFAULT clock_timestamp(), -- set when it becomes due, not moved by later rises
    claimed_by  bigint,     -- the epoch under which a call is out
    claimed_at  timestamptz,
    unheard     integer     NOT NULL DEFAULT 0, -- claims without a result
    attempts    integer     NOT NULL DEFAULT 0, -- failures since the last success
    next_at     timestamptz NOT NULL DEFAULT '-infinity',
    fault       text,
    detail      text,
    PRIMARY KEY (connection, kind, subject),
    CONSTRAINT link_done_was_wanted CHECK (done <= wanted)
);
CREATE INDEX link_due ON link (connection, due_since) WHERE due_since IS NOT NULL;
CREATE INDEX link_subject ON link (connection, subject, rank) WHERE done < wanted;
