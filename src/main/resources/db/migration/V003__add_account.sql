-- People who sign in. An account has either a password of its own or up to three one-time passwords:
-- several replicas that start at once each print one, and every printed one works until the first real password is set.
CREATE TABLE account (
    name                 text        NOT NULL PRIMARY KEY CHECK (name ~ '^[a-z0-9][a-z0-9._@-]{0,63}$'),
    role                 text        NOT NULL CHECK (role IN ('VIEWER', 'OPERATOR', 'ADMIN')),
    password_hash        text,
    one_time_hashes      text[]      NOT NULL DEFAULT '{}' CHECK (cardinality(one_time_hashes) <= 3),
    must_change_password boolean     NOT NULL GENERATED ALWAYS AS (password_hash IS NULL) STORED,
    disabled             boolean     NOT NULL DEFAULT false,
    created_at           timestamptz NOT NULL DEFAULT now(),
    changed_at           timestamptz NOT NULL DEFAULT now(),   -- a session begun before this is over
    signed_in_at         timestamptz                           -- null until the first sign-in
);
