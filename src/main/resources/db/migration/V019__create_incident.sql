-- Something a person has to decide. At most one open incident per kind and subject, however often it is found.
CREATE TABLE incident (
    id          bigint      NOT NULL PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    kind        text        NOT NULL,
    connection  text        NOT NULL DEFAULT '',
    subject     text        NOT NULL,
    title       text        NOT NULL,
    evidence    text        NOT NULL,
    bytes       bytea,
    seen        bigint      NOT NULL DEFAULT 1,
    raised_at   timestamptz NOT NULL DEFAULT now(),
    last_at     timestamptz NOT NULL DEFAULT now(),
    resolved_at timestamptz,
    resolved_by text,
    resolution  text
);
CREATE UNIQUE INDEX incident_open ON incident (kind, connection, subject) WHERE resolved_at IS NULL;
CREATE INDEX incident_newest ON incident (last_at DESC, id DESC);
