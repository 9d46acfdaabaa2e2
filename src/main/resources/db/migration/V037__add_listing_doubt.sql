-- What an unanswered write leaves open: by so much the channel may show less than the books say. Nothing more is written to the
-- listing before it is read: a repeat under another id could be a second change.
ALTER TABLE listing ADD COLUMN doubt bigint NOT NULL DEFAULT 0 CHECK (doubt <= 0);

-- Hints to read come with every sale; this keeps readings that nothing but a hint asked for apart.
ALTER TABLE listing ADD COLUMN read_at timestamptz;
