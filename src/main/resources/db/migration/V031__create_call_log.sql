-- Each call to a vendor, redacted; bodies only of those that failed. Written behind the call, so the last rows before a crash
-- may be missing. Dropped by month.
CREATE TABLE call_log (
    id            bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    at            timestamptz NOT NULL,
    connection    text        NOT NULL,
    route         text        NOT NULL,
    method        text        NOT NULL,
    path          text        NOT NULL, -- with the query, without what proves who called
    status        integer,              -- null if there was no answer
    cost          bigint,
    request_id    text,                 -- the vendor's id of the call
    millis        bigint      NOT NULL,
    request_bytes bigint      NOT NULL,
    answer_bytes  bigint      NOT NULL,
    fault         text,
    detail        text,
    request       text,
    answer        text,
    PRIMARY KEY (at, id)
) PARTITION BY RANGE (at);
CREATE TABLE call_log_rest PARTITION OF call_log DEFAULT;
CREATE INDEX call_log_connection ON call_log (connection, at);
CREATE INDEX call_log_fault ON call_log (connection, at) WHERE fault IS NOT NULL;
