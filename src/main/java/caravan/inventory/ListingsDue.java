package caravan.inventory;

import caravan.kernel.ConnectionId;
import java.util.Set;

/** Channels have something to be told. Only a hint: who misses it finds the same by looking. */
public record ListingsDue(Set<ConnectionId> connections) {}
