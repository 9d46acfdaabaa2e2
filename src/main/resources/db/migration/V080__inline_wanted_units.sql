-- The same rule as one expression, which the planner puts into the statement: as a query of its own it was run anew for each row,
-- and took a quarter of the time in which the levels of a batch are locked.
CREATE OR REPLACE FUNCTION wanted_units(available bigint, buffer bigint, share numeric, minimum bigint, maximum bigint)
RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN least(greatest(0, floor((available - coalesce(buffer, 0)) * coalesce(share, 1)))::bigint,
                   coalesce(maximum, 9223372036854775807)) < coalesce(minimum, 0) THEN 0
        ELSE least(greatest(0, floor((available - coalesce(buffer, 0)) * coalesce(share, 1)))::bigint,
                   coalesce(maximum, 9223372036854775807))
    END
$$;
