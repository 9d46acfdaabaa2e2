CREATE TABLE location (
    code text NOT NULL PRIMARY KEY CHECK (code ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
    name text NOT NULL
);

-- Where stock is until a merchant names other places.
INSERT INTO location (code, name) VALUES ('main', 'Main location');

-- Which of our locations feed which location of a channel. Several may feed one; the primary key keeps one of ours from
-- feeding two of the same channel, which would offer its units twice.
CREATE TABLE location_feed (
    connection       text    NOT NULL,
    location         text    NOT NULL REFERENCES location,
    channel_location text    NOT NULL,
    priority         integer NOT NULL DEFAULT 1, -- the lowest is where orders reserve
    PRIMARY KEY (connection, location)
);
CREATE INDEX location_feed_channel ON location_feed (connection, channel_location, priority, location);
