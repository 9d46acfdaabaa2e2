/** Pretend vendors with state: stores that sell, answer and fail as real ones do, for newcomers and for tests. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "catalog", "inventory", "connection", "connector", "security"})
package caravan.sandbox;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
