-- Revisions of the connection: when its webhook secret changed last, and what the vendor was last told under. A subscription told
-- before the change is signed with the secret of then, and is written anew.
ALTER TABLE subscription ADD COLUMN secret_revision bigint NOT NULL DEFAULT 0, ADD COLUMN told_revision bigint NOT NULL DEFAULT 0;
