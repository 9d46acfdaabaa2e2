-- How much of what is available a channel may show. A row without SKU is the channel's default; null takes the next default.
CREATE TABLE channel_rule (
    connection text   NOT NULL,
    sku        text   REFERENCES item,
    buffer     bigint CHECK (buffer >= 0),
    share      numeric CHECK (share BETWEEN 0 AND 1),
    minimum    bigint CHECK (minimum >= 0),
    maximum    bigint CHECK (maximum >= 0),
    CONSTRAINT channel_rule_key UNIQUE NULLS NOT DISTINCT (connection, sku)
);

-- wanted = max(0, floor((available - buffer) x share)), capped by a maximum; below the minimum it is 0.
CREATE FUNCTION wanted_units(available bigint, buffer bigint, share numeric, minimum bigint, maximum bigint)
RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN units < coalesce(minimum, 0) THEN 0 ELSE units END
    FROM (SELECT least(greatest(0, floor((available - coalesce(buffer, 0)) * coalesce(share, 1)))::bigint,
                       coalesce(maximum, 9223372036854775807)) AS units) AS rule
$$;
