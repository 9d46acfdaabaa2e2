package caravan.sandbox.shopify;

/** A place with stock. */
record Location(long id, String name, boolean sellsOnline, String street, String city, String zip) {}
