-- The clean-up asks once a day which messages of decided incidents are to be erased.
CREATE INDEX incident_message ON incident (resolved_at) WHERE bytes IS NOT NULL;
