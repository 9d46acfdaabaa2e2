-- What one order line holds of our stock and has taken out of its channel's figure. Changed by differences to what its order says.
CREATE TABLE line_stock (
    line             bigint      NOT NULL PRIMARY KEY,
    connection       text        NOT NULL,
    channel_location text        NOT NULL,
    sku              text        NOT NULL REFERENCES item,
    revision         bigint      NOT NULL DEFAULT 0,
    owed             bigint      NOT NULL DEFAULT 0 CHECK (owed >= 0),
    gone             bigint      NOT NULL DEFAULT 0,
    kept             bigint      NOT NULL DEFAULT 0 CHECK (kept >= 0), -- withheld plus settled
    settled          bigint      NOT NULL DEFAULT 0 CHECK (settled >= 0), -- put back or written off by a person
    taken            bigint      NOT NULL DEFAULT 0 CHECK (taken >= 0),
    inside           bigint      NOT NULL DEFAULT 0, -- the part of taken that the listing's baseline already shows
    taken_before     bigint      NOT NULL DEFAULT 0, -- before its last change,
    changed_from     timestamptz, -- which cannot have happened earlier than this, by the channel's clock
    placed_at        timestamptz NOT NULL
);
CREATE INDEX line_stock_counted ON line_stock (connection, channel_location, sku) WHERE taken <> inside;
CREATE INDEX line_stock_owing ON line_stock (sku) WHERE owed > 0;

-- Which levels a line moves: its own item, or the components its bundle had when the line was first seen.
CREATE TABLE line_part (
    line     bigint  NOT NULL REFERENCES line_stock ON DELETE CASCADE,
    sku      text    NOT NULL REFERENCES item,
    location text    NOT NULL REFERENCES location,
    quantity bigint  NOT NULL CHECK (quantity > 0), -- per unit of the line
    counts   boolean NOT NULL, -- false: placed before the opening balance, so it moves nothing here
    PRIMARY KEY (line, sku)
);
CREATE INDEX line_part_level ON line_part (sku, location) WHERE counts;
