/** The sync engine: who owns a connection, what is due towards it, and what became of each attempt. */
@NullMarked
@ApplicationModule(allowedDependencies = "kernel")
package caravan.link;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
