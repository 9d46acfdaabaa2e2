-- What a decision needs to know, apart from the words for people; and what came of the last choice that did not close the incident.
ALTER TABLE incident
    ADD COLUMN facts    jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN note     text,
    ADD COLUMN noted_at timestamptz;

-- Pages go by the order in which incidents were raised, which does not change while somebody reads.
CREATE INDEX incident_unresolved ON incident (kind, connection, id DESC) WHERE resolved_at IS NULL;
DROP INDEX incident_newest;

-- Open incidents learn what their subjects say.
UPDATE incident i SET facts = jsonb_build_object('listing', l.id::text, 'sku', l.sku, 'location', l.channel_location)
FROM listing l
WHERE i.resolved_at IS NULL AND i.connection = l.connection
  AND (i.kind IN ('DRIFT', 'WRITE_REFUSED') AND i.subject = l.channel_location || '/' || l.sku
       OR i.kind = 'STOCK_NOT_MANAGED' AND i.subject = l.channel_location || '/' || l.external_id);
UPDATE incident i SET facts = jsonb_build_object('sku', v.sku, 'location', v.location)
FROM level v
WHERE i.resolved_at IS NULL AND i.kind = 'OVERSOLD' AND i.subject = v.sku || '/' || v.location;
-- These are found anew by the next import, under another subject.
UPDATE incident SET resolved_at = now(), resolved_by = 'hub', resolution = 'Replaced by one incident per SKU.'
WHERE resolved_at IS NULL AND kind IN ('UNKNOWN_SKU', 'DUPLICATE_SKU');
