/** The canonical orders: what each channel's documents say, in which version, and whether they add up. */
@NullMarked
@ApplicationModule(allowedDependencies = "kernel")
package caravan.order;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
