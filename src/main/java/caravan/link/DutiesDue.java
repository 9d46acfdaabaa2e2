package caravan.link;

import caravan.kernel.ConnectionId;
import java.util.Set;

/**
 * Connections have duties that became due. Heard after the commit by a listener of the transaction's end. Only a hint: who
 * misses it finds the same by looking.
 */
public record DutiesDue(Set<ConnectionId> connections) {}
