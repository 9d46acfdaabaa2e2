/** The door: takes webhooks in, keeps them in a durable queue, and hands them on in batches, exactly once in effect. */
@NullMarked
@ApplicationModule(allowedDependencies = "kernel")
package caravan.intake;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
