/** A connection is one configured account of a connector: who made it, its settings and secrets, and whether it works. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "security", "connector", "intake", "link"})
package caravan.connection;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
