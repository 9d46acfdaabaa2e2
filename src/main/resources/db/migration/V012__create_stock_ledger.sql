-- The fold of the ledger, one row per SKU and location.
CREATE TABLE level (
    sku       text   NOT NULL REFERENCES item,
    location  text   NOT NULL REFERENCES location,
    on_hand   bigint NOT NULL DEFAULT 0,
    reserved  bigint NOT NULL DEFAULT 0 CHECK (reserved >= 0),
    withheld  bigint NOT NULL DEFAULT 0 CHECK (withheld >= 0),
    incoming  bigint NOT NULL DEFAULT 0 CHECK (incoming >= 0),
    opened_at timestamptz, -- when the opening balance was booked; orders placed before it have no effect here
    PRIMARY KEY (sku, location)
) WITH (fillfactor = 70);

-- Append-only: what changed, by how much, why, caused by what.
CREATE TABLE movement (
    id       bigint      NOT NULL PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    key      text        NOT NULL UNIQUE, -- the same cause is never booked twice
    sku      text        NOT NULL,
    location text        NOT NULL,
    on_hand  bigint      NOT NULL DEFAULT 0,
    reserved bigint      NOT NULL DEFAULT 0,
    withheld bigint      NOT NULL DEFAULT 0,
    incoming bigint      NOT NULL DEFAULT 0,
    reason   text        NOT NULL,
    cause    text,
    actor    text        NOT NULL,
    at       timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (sku, location) REFERENCES level DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT movement_moves_something CHECK ((on_hand, reserved, withheld, incoming) <> (0, 0, 0, 0))
);
CREATE INDEX movement_level ON movement (sku, location, id);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Table % is append-only. Book a correction instead.', tg_table_name;
END $$;
CREATE TRIGGER movement_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON movement
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A bundle is an item made of other items.
CREATE TABLE bundle_component (
    bundle    text   NOT NULL REFERENCES item,
    component text   NOT NULL REFERENCES item,
    quantity  bigint NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (bundle, component),
    CONSTRAINT bundle_component_not_itself CHECK (bundle <> component)
);
CREATE INDEX bundle_component_component ON bundle_component (component);
