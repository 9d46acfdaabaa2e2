-- The channel does not count this listing's stock: a preview must say so rather than "not read yet".
ALTER TABLE listing ADD COLUMN unmanaged boolean NOT NULL DEFAULT false;
