-- How the last write of a listing failed, and when it may be tried again.
ALTER TABLE listing
    ADD COLUMN attempts integer     NOT NULL DEFAULT 0,
    ADD COLUMN next_at  timestamptz NOT NULL DEFAULT '-infinity',
    ADD COLUMN fault    text,
    ADD COLUMN detail   text;

-- Due from the moment wanted and shown part until they meet; later changes do not move the moment. A refusal was of another
-- figure once wanted moves, so it is forgotten; the time of the next try is not.
CREATE OR REPLACE FUNCTION keep_listing_due() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF new.wanted IS DISTINCT FROM new.baseline + new.pushed - new.counted THEN
        new.due_since := coalesce(new.due_since, clock_timestamp());
    ELSE
        new.due_since := NULL;
    END IF;
    IF tg_op = 'UPDATE' AND new.wanted <> old.wanted AND new.fault = 'REFUSED' THEN
        new.fault := NULL;
        new.detail := NULL;
    END IF;
    RETURN new;
END $$;
