package caravan.inventory;

import java.util.List;

/**
 * Units of order lines came to be withheld, or are no longer. Heard inside the transaction that changed it.
 *
 * @param risen lines of which more units are withheld than before
 * @param fallen lines of which fewer are
 */
public record WithheldChanged(List<Long> risen, List<Long> fallen) {}
