-- Secrets, encrypted with AES-256-GCM and bound to their row: a value copied to another row cannot be opened.
CREATE TABLE secret (
    owner      text        NOT NULL,
    name       text        NOT NULL,
    key_id     text        NOT NULL,
    nonce      bytea       NOT NULL,
    cipher     bytea       NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (owner, name)
);
CREATE INDEX secret_key_id_idx ON secret (key_id);

-- One known value per key, so that a wrong key is noticed at start and not when the first secret is needed.
CREATE TABLE secret_check (
    key_id text  NOT NULL PRIMARY KEY,
    nonce  bytea NOT NULL,
    cipher bytea NOT NULL
);
