-- One configured account of a connector. Its secrets are in the table secret, under the owner connection/<id>.
CREATE TABLE connection (
    id                text        NOT NULL PRIMARY KEY,
    connector         text        NOT NULL,
    title             text        NOT NULL,
    origin            text        NOT NULL CHECK (origin IN ('file', 'console')), -- who may change it
    settings          jsonb       NOT NULL,
    locations         jsonb       NOT NULL DEFAULT '{}', -- channel location -> the hub's locations that feed it
    plain_http        boolean     NOT NULL DEFAULT false,
    private_addresses boolean     NOT NULL DEFAULT false,
    self_signed       boolean     NOT NULL DEFAULT false,
    mode              text        NOT NULL DEFAULT 'shadow' CHECK (mode IN ('shadow', 'live')),
    file_mode         text,       -- what the file said last: it speaks again only when it says something else
    paused_by         text        CHECK (paused_by IN ('person', 'fault', 'file')),
    paused_why        text,
    poll_every        interval,   -- null: as the connector says
    auto_live         boolean     NOT NULL DEFAULT false,
    created_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    revision          bigint      NOT NULL DEFAULT 1, -- grows with every change, also of a secret
    CONSTRAINT connection_pause_has_a_reason CHECK ((paused_by IS NULL) = (paused_why IS NULL))
);

-- Until when the secret before the last one still counts; it is kept under <name>.previous.
CREATE TABLE connection_rotation (
    connection text        NOT NULL REFERENCES connection,
    name       text        NOT NULL,
    until      timestamptz NOT NULL,
    PRIMARY KEY (connection, name)
);
