package caravan.inventory;

/** A run of opening balances is to be booked. Only a hint: who misses it finds the same by looking. */
record OpeningBegun(long run) {}
