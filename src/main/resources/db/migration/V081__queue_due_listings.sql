-- Listings change several times with every sale, and hardly ever in what they are found by but for being due. While that was
-- an index of the listing itself, each change had to enter the row anew into all its indexes, which cost more than the change.
-- So the due ones are listed beside it: who changes a listing holds its lock, and with it the lock of its row here.
DROP INDEX listing_due;

CREATE TABLE listing_due (
    listing    bigint      PRIMARY KEY, -- without a foreign key: only the triggers write here, and its check would cost as much as the row
    connection text        NOT NULL,
    since      timestamptz NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
CREATE INDEX listing_due_oldest ON listing_due (connection, since);

CREATE FUNCTION queue_listing_due() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF new.state = 'live' AND new.due_since IS NOT NULL THEN
        INSERT INTO listing_due (listing, connection, since) VALUES (new.id, new.connection, new.due_since)
        ON CONFLICT (listing) DO UPDATE SET since = excluded.since, connection = excluded.connection;
    ELSE
        DELETE FROM listing_due WHERE listing = new.id;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER listing_queued AFTER INSERT ON listing
    FOR EACH ROW WHEN (new.state = 'live' AND new.due_since IS NOT NULL) EXECUTE FUNCTION queue_listing_due();
CREATE TRIGGER listing_requeued AFTER UPDATE ON listing
    FOR EACH ROW WHEN (new.state IS DISTINCT FROM old.state OR new.due_since IS DISTINCT FROM old.due_since
                       OR new.connection IS DISTINCT FROM old.connection)
    EXECUTE FUNCTION queue_listing_due();

INSERT INTO listing_due (listing, connection, since)
SELECT id, connection, due_since FROM listing WHERE state = 'live' AND due_since IS NOT NULL;
