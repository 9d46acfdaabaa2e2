-- Since when a look fails, and when somebody gave it up. One that was given up stays, as nobody knows what it was to read; it is
-- not made before it is hinted at again.
ALTER TABLE look
    ADD COLUMN failing_since timestamptz,
    ADD COLUMN given_up_at   timestamptz;
