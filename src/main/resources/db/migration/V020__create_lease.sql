-- Who calls the vendor of a connection, until when by this database's clock. The epoch grows with every change of hands.
CREATE TABLE lease (
    connection text        NOT NULL PRIMARY KEY,
    holder     text        NOT NULL,
    epoch      bigint      NOT NULL,
    until      timestamptz NOT NULL
);
