-- What came through the door, as it came. Personal data: for operators, erased after its retention. Dropped by month.
CREATE TABLE delivery (
    id          bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    received_at timestamptz NOT NULL,
    connection  text        NOT NULL,
    topic       text        NOT NULL,
    delivery_id text        NOT NULL,
    subject     text        NOT NULL, -- the order's id at its channel, empty if it could not be told
    outcome     text        NOT NULL,
    headers     text        NOT NULL,
    bytes       bytea       NOT NULL,
    PRIMARY KEY (received_at, id)
) PARTITION BY RANGE (received_at);
CREATE TABLE delivery_rest PARTITION OF delivery DEFAULT;
CREATE INDEX delivery_subject ON delivery (connection, subject, received_at);

-- Due work: read one thing at the vendor by id, because something hinted at it. One per thing, however many hints.
CREATE TABLE look (
    connection text        NOT NULL,
    kind       text        NOT NULL,
    subject    text        NOT NULL,
    due_at     timestamptz NOT NULL,
    hints      bigint      NOT NULL DEFAULT 1,
    PRIMARY KEY (connection, kind, subject)
);
CREATE INDEX look_due ON look (connection, due_at);
