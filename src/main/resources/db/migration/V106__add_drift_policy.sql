-- What happens to differences that no order explains: what the connection says, unless a person decided about a listing.
ALTER TABLE connection ADD COLUMN drift text NOT NULL DEFAULT 'hub' CHECK (drift IN ('hub', 'channel', 'ask'));

CREATE TABLE channel_drift (
    connection text NOT NULL PRIMARY KEY,
    policy     text NOT NULL CHECK (policy IN ('hub', 'channel', 'ask'))
);

ALTER TABLE listing ADD COLUMN drift_decided boolean NOT NULL DEFAULT false;
UPDATE listing SET drift_decided = true WHERE drift_policy <> 'hub';
