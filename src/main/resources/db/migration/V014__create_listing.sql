-- An item as it stands on one channel location, with the two books kept about it.
CREATE TABLE listing (
    id                bigint      NOT NULL PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    connection        text        NOT NULL,
    channel_location  text        NOT NULL,
    sku               text        NOT NULL REFERENCES item,
    external_id       text        NOT NULL, -- the channel's own ids, opaque here
    batch             text        NOT NULL DEFAULT '', -- listings of one batch may share a call
    state             text        NOT NULL DEFAULT 'watched' CHECK (state IN ('watched', 'live')),
    wanted            bigint      NOT NULL DEFAULT 0,
    baseline          bigint,      -- a figure read from the channel
    baseline_from     timestamptz, -- and when, by the channel's clock
    baseline_to       timestamptz,
    pushed            bigint      NOT NULL DEFAULT 0,
    counted           bigint      NOT NULL DEFAULT 0, -- sum over order lines of taken - inside
    shown             bigint      GENERATED ALWAYS AS (baseline + pushed - counted) STORED,
    open_write        uuid,
    version           bigint      NOT NULL DEFAULT 0, -- moved by whatever makes a reading under way worthless
    held_until        timestamptz, -- not raised before a pull begun at or after this, by the channel's clock, is complete
    unexplained       bigint      NOT NULL DEFAULT 0, -- by how much the reading differed and no order has explained
    drift_policy      text        NOT NULL DEFAULT 'hub' CHECK (drift_policy IN ('hub', 'channel', 'ask')),
    reading_due_since timestamptz,
    uncertain         boolean     NOT NULL DEFAULT false, -- the books can no longer be bounded: the next reading is adopted
    due_since         timestamptz,
    CONSTRAINT listing_key UNIQUE (connection, channel_location, sku),
    CONSTRAINT listing_external_key UNIQUE (connection, channel_location, external_id),
    CONSTRAINT listing_live_has_baseline CHECK (state <> 'live' OR baseline IS NOT NULL)
) WITH (fillfactor = 70);
CREATE INDEX listing_sku ON listing (sku);
CREATE INDEX listing_due ON listing (connection, due_since)
    WHERE state = 'live' AND open_write IS NULL AND due_since IS NOT NULL;
CREATE INDEX listing_held ON listing (connection, held_until) WHERE held_until IS NOT NULL;
CREATE INDEX listing_reading_due ON listing (connection, reading_due_since) WHERE reading_due_since IS NOT NULL;

-- Due from the moment wanted and shown part until they meet; later changes do not move the moment.
CREATE FUNCTION keep_listing_due() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF new.wanted IS DISTINCT FROM new.baseline + new.pushed - new.counted THEN
        new.due_since := coalesce(new.due_since, clock_timestamp());
    ELSE
        new.due_since := NULL;
    END IF;
    RETURN new;
END $$;
CREATE TRIGGER listing_due BEFORE INSERT OR UPDATE ON listing FOR EACH ROW EXECUTE FUNCTION keep_listing_due();
