-- Who did what; rows are only ever added.
CREATE TABLE audit (
    id      bigint      NOT NULL PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    at      timestamptz NOT NULL DEFAULT now(),
    actor   text        NOT NULL,
    action  text        NOT NULL,
    subject text        NOT NULL,
    detail  text        NOT NULL DEFAULT ''
);
CREATE INDEX audit_at_idx ON audit (at);
