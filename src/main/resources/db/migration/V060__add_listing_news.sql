-- Since when the hub knows what a channel has still to be told: the oldest sale or correction behind a figure that has to fall. It
-- goes with the write that carries it, and comes back if that was not done; so each accepted write knows how late it was.
ALTER TABLE listing ADD COLUMN news_since timestamptz;
ALTER TABLE stock_write_row ADD COLUMN news_since timestamptz;
ALTER TABLE stock_write ADD COLUMN news_since timestamptz; -- the oldest among the rows the channel confirmed
CREATE INDEX stock_write_lag ON stock_write (closed_at) INCLUDE (connection, news_since) WHERE news_since IS NOT NULL;

-- Whoever brings news may say when it came to the door; else it is as old as the transaction.
CREATE FUNCTION keep_listing_news() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF new.state <> 'live' OR new.baseline IS NULL OR new.wanted >= new.baseline + new.pushed - new.counted THEN
        new.news_since := NULL;
    ELSIF new.wanted < old.wanted THEN
        new.news_since := coalesce(
            new.news_since, least(now(), nullif(current_setting('caravan.heard_at', true), '')::timestamptz));
    END IF;
    RETURN new;
END $$;
CREATE TRIGGER listing_news BEFORE UPDATE OF state, wanted, baseline, pushed, counted ON listing
    FOR EACH ROW EXECUTE FUNCTION keep_listing_news();
