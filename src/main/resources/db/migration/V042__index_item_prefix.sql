-- Items by the first characters of their SKU, whatever the database's collation.
CREATE INDEX item_prefix ON item (sku text_pattern_ops);
