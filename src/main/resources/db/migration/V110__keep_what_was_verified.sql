-- What the door verified of a delivery before it took it in; null where that was not written down, or where a person edited it.
ALTER TABLE delivery ADD COLUMN signature text;
