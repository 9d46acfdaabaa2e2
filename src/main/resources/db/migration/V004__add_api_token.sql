-- What programs sign in with. Only a hash is kept; the token itself is shown once.
CREATE TABLE api_token (
    id           bigint      NOT NULL PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    name         text        NOT NULL,
    hash         bytea       NOT NULL,
    role         text        NOT NULL CHECK (role IN ('VIEWER', 'OPERATOR', 'ADMIN')),
    created_by   text        NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz,                              -- exact to the minute
    expires_at   timestamptz,
    revoked_at   timestamptz,
    CONSTRAINT api_token_hash_key UNIQUE (hash)
);
CREATE UNIQUE INDEX api_token_name_key ON api_token (name) WHERE revoked_at IS NULL;
