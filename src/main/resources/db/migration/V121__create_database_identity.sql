-- Which database the hub's leases were taken in. One that was restored, or that took over, may have forgotten what channels were
-- told since; nobody owns a connection in it before that is dealt with.
CREATE FUNCTION present_identity() RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT s.system_identifier || '/' || d.oid || '/' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8)
            FROM pg_control_system() AS s, pg_database AS d WHERE d.datname = current_database());
EXCEPTION WHEN insufficient_privilege OR feature_not_supported OR undefined_function THEN
    -- Some hosts of databases keep this to themselves.
    RETURN 'unknown';
END
$$;

CREATE TABLE database_identity (
    one      boolean     NOT NULL PRIMARY KEY DEFAULT true CHECK (one),
    identity text        NOT NULL,
    since    timestamptz NOT NULL DEFAULT clock_timestamp()
);
INSERT INTO database_identity (identity) VALUES (present_identity());
