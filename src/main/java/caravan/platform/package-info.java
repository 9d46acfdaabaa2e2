/** What the hub stands on: embedded PostgreSQL and broker, scheduler, routes' engine, Hawtio, start-up. */
@NullMarked
@ApplicationModule(allowedDependencies = "kernel")
package caravan.platform;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
