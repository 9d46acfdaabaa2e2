-- What a person decided a SKU stands for as one channel writes it. One that stands for an item of the same SKU needs no row.
CREATE TABLE sku_match (
    connection  text        NOT NULL,
    channel_sku text        NOT NULL,
    sku         text        REFERENCES item, -- null: ignored on purpose
    decided_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (connection, channel_sku)
);

-- A second listing of an item: its sales count, its figure is not kept in step.
ALTER TABLE listing_match ADD COLUMN aside boolean NOT NULL DEFAULT false;

CREATE INDEX order_line_unknown_sku ON order_line (channel_sku) WHERE sku IS NULL AND stocked;
