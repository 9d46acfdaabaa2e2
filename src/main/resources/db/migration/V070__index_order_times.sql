-- Reconciliation asks which orders of a connection last changed on a day.
CREATE INDEX orders_vendor_time ON orders (connection, vendor_time) WHERE NOT deleted;
