-- How the order lines of a channel name a listing, where that is not the id of the listing.
CREATE TABLE listing_alias (
    connection       text NOT NULL,
    alias            text NOT NULL,
    external_listing text NOT NULL,
    PRIMARY KEY (connection, alias)
);
