-- A rule that the file of connections gives is changed there alone. It may name an item that is yet to come.
ALTER TABLE channel_rule
    ADD COLUMN given boolean NOT NULL DEFAULT false,
    DROP CONSTRAINT channel_rule_sku_fkey;
