-- The locations a channel says it has, as they were read last. People choose among them, and a name that is none of them is found.
CREATE TABLE channel_location (
    connection text        NOT NULL,
    location   text        NOT NULL,
    title      text        NOT NULL,
    read_at    timestamptz NOT NULL,
    CONSTRAINT channel_location_pkey PRIMARY KEY (connection, location)
);
