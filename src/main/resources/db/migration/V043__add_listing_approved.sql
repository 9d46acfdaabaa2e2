-- Whether a person has let this listing be written, by leaving shadow mode while it was there. Later ones stay watched.
ALTER TABLE listing ADD COLUMN approved boolean NOT NULL DEFAULT false;
-- What is written already has been let.
UPDATE listing SET approved = true WHERE state = 'live';
