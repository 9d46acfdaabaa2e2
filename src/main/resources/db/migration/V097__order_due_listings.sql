-- The next write was found by reading every due listing, so each write of a long queue cost the whole queue. The queue itself
-- now knows the order writes go out in, lowering first, and what shares a call.
ALTER TABLE listing_due
    ADD COLUMN raising boolean NOT NULL DEFAULT false,
    ADD COLUMN batch   text    NOT NULL DEFAULT '';
UPDATE listing_due d SET raising = l.wanted > l.shown, batch = l.batch FROM listing l WHERE l.id = d.listing;
DROP INDEX listing_due_oldest;
CREATE INDEX listing_due_next ON listing_due (connection, raising, since, listing);
CREATE INDEX listing_due_batch ON listing_due (connection, batch, raising, since, listing);

CREATE OR REPLACE FUNCTION queue_listing_due() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF new.state = 'live' AND new.due_since IS NOT NULL THEN
        INSERT INTO listing_due (listing, connection, since, raising, batch)
        VALUES (new.id, new.connection, new.due_since, new.wanted > new.shown, new.batch)
        ON CONFLICT (listing) DO UPDATE
        SET connection = excluded.connection, since = excluded.since, raising = excluded.raising, batch = excluded.batch;
    ELSE
        DELETE FROM listing_due WHERE listing = new.id;
    END IF;
    RETURN NULL;
END
$$;

DROP TRIGGER listing_requeued ON listing;
CREATE TRIGGER listing_requeued AFTER UPDATE ON listing
    FOR EACH ROW WHEN (new.state IS DISTINCT FROM old.state OR new.due_since IS DISTINCT FROM old.due_since
                       OR new.connection IS DISTINCT FROM old.connection OR new.batch IS DISTINCT FROM old.batch
                       OR (new.wanted > new.shown) IS DISTINCT FROM (old.wanted > old.shown))
    EXECUTE FUNCTION queue_listing_due();
