/** What happened around one order, put together from the books that say so. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "order", "inventory", "connector", "intake"})
package caravan.xray;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
