/** Stock: the append-only ledger and its levels, the two books of every listing, and what a channel is told. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "order"})
package caravan.inventory;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
