-- Lists of one channel's orders, and orders by the channel's id alone.
CREATE INDEX orders_of_connection ON orders (connection, placed_at DESC, id DESC);
CREATE INDEX orders_external ON orders (external_id text_pattern_ops);
