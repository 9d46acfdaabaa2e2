CREATE TABLE orders (
    id             bigint      NOT NULL PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    connection     text        NOT NULL,
    external_id    text        NOT NULL,
    revision       bigint      NOT NULL DEFAULT 0, -- 0: known by id only
    number         text        NOT NULL DEFAULT '',
    state          text        NOT NULL DEFAULT 'UNKNOWN',
    payment        text        NOT NULL DEFAULT 'UNKNOWN',
    placed_at      timestamptz,
    vendor_time    timestamptz,
    content_hash   text,
    accepted_at    timestamptz, -- when the newest document was accepted, by this database's clock
    deleted        boolean     NOT NULL DEFAULT false,
    shop_currency  text,
    buyer_currency text,
    taxes_included boolean,
    total_shop     numeric,
    total_buyer    numeric,
    refunded_shop  numeric,
    refunded_buyer numeric,
    note           text,
    first_seen_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT orders_key UNIQUE (connection, external_id)
) WITH (fillfactor = 80);
CREATE INDEX orders_newest ON orders (placed_at DESC, id DESC);
CREATE INDEX orders_number ON orders (number text_pattern_ops);

CREATE TABLE order_line (
    id                 bigint  NOT NULL PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    order_id           bigint  NOT NULL REFERENCES orders,
    external_id        text    NOT NULL,
    position           integer NOT NULL,
    sku                text,             -- null: no item of ours, or none yet
    channel_sku        text    NOT NULL, -- as the channel wrote it
    external_listing   text    NOT NULL, -- the channel's id of what was sold
    channel_location   text    NOT NULL,
    stocked            boolean NOT NULL, -- false: gift cards, tips, custom lines
    title              text    NOT NULL,
    ordered            bigint  NOT NULL CHECK (ordered >= 0),
    cancelled          bigint  NOT NULL CHECK (cancelled >= 0),
    shipped            bigint  NOT NULL CHECK (shipped >= 0),
    returned           bigint  NOT NULL CHECK (returned >= 0),
    taken              bigint  NOT NULL CHECK (taken >= 0),
    unit_shop          numeric NOT NULL,
    unit_buyer         numeric NOT NULL,
    CONSTRAINT order_line_key UNIQUE (order_id, external_id)
);
CREATE INDEX order_line_owing ON order_line (sku) WHERE ordered > cancelled + shipped;
CREATE INDEX order_line_unknown ON order_line (external_listing, order_id) WHERE sku IS NULL AND stocked;

CREATE TABLE order_charge (
    order_id bigint  NOT NULL REFERENCES orders,
    position integer NOT NULL,
    kind     text    NOT NULL, -- TAX, DISCOUNT, SHIPPING, FEE, ROUNDING
    line     text,             -- external id of the line it belongs to; null: the whole order
    title    text    NOT NULL,
    included boolean NOT NULL, -- already inside another amount, so it is not added
    shop     numeric NOT NULL,
    buyer    numeric NOT NULL,
    PRIMARY KEY (order_id, position)
);

-- Personal data, apart from the ledger so that it can be erased without breaking it.
CREATE TABLE order_party (
    order_id bigint NOT NULL REFERENCES orders,
    role     text   NOT NULL CHECK (role IN ('CUSTOMER', 'BILLING', 'SHIPPING')),
    name     text   NOT NULL,
    company  text   NOT NULL,
    street   text   NOT NULL,
    city     text   NOT NULL,
    region   text   NOT NULL,
    postcode text   NOT NULL,
    country  text   NOT NULL,
    email    text   NOT NULL,
    phone    text   NOT NULL,
    PRIMARY KEY (order_id, role)
);
