-- The webhook subscriptions a connection should have at its vendor, and whether they are known to work.
CREATE TABLE subscription (
    connection  text        NOT NULL,
    topic       text        NOT NULL,
    external_id text        NOT NULL,
    address     text        NOT NULL,
    made_at     timestamptz NOT NULL DEFAULT now(),
    live        boolean     NOT NULL, -- what the vendor says of it
    seen_at     timestamptz,          -- when a delivery came through it last; until then nobody knows whether it works
    healed_at   timestamptz,          -- when it was found disabled or gone, and made anew
    PRIMARY KEY (connection, topic)
);
