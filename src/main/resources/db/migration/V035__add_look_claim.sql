-- Who is looking, how it went, and when a look that failed may be tried again.
ALTER TABLE look
    ADD COLUMN claimed_epoch bigint,
    ADD COLUMN claimed_at    timestamptz,
    ADD COLUMN attempts      integer     NOT NULL DEFAULT 0, -- claims; the row is gone after a success
    ADD COLUMN next_at       timestamptz NOT NULL DEFAULT '-infinity',
    ADD COLUMN fault         text,
    ADD COLUMN detail        text;
