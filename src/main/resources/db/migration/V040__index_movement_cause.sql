-- What an order's lines moved.
CREATE INDEX movement_cause ON movement (cause) WHERE cause IS NOT NULL;
