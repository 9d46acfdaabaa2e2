-- What happened to an order, in order: what came in, what it changed, what went out. Dropped by month, after its retention.
CREATE TABLE order_timeline (
    order_id bigint      NOT NULL,
    at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    id       bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    event    text        NOT NULL,
    detail   text        NOT NULL,
    PRIMARY KEY (order_id, at, id)
) PARTITION BY RANGE (at);

CREATE TABLE order_timeline_rest PARTITION OF order_timeline DEFAULT;
