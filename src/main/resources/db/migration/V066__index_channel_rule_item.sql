-- The rules of one item on every channel.
CREATE INDEX channel_rule_item ON channel_rule (sku) WHERE sku IS NOT NULL;
