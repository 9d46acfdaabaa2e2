-- Whether a person decided that this listing is not written, whatever else is let.
ALTER TABLE listing ADD COLUMN stopped boolean NOT NULL DEFAULT false;
