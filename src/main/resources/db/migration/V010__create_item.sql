-- What can be sold, by the merchant's own key.
CREATE TABLE item (
    sku        text        NOT NULL PRIMARY KEY CHECK (length(sku) BETWEEN 1 AND 255 AND sku = btrim(sku)),
    title      text        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- What a person or an import decided a channel's listing stands for; a listing without a row is matched by its SKU text.
CREATE TABLE listing_match (
    connection       text        NOT NULL,
    external_listing text        NOT NULL,
    sku              text        REFERENCES item, -- null: ignored on purpose
    decided_at       timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (connection, external_listing)
);
