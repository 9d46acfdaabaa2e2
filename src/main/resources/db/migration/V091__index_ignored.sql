-- A connection's page lists what is ignored on it, the newest decision first.
CREATE INDEX sku_match_ignored ON sku_match (connection, decided_at DESC) WHERE sku IS NULL;
CREATE INDEX listing_match_ignored ON listing_match (connection, decided_at DESC) WHERE sku IS NULL;
