/** The glue that routes call: ties the modules together, and nothing depends on it. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "kernel",
            "order",
            "inventory",
            "catalog",
            "incident",
            "link",
            "intake",
            "connector",
            "connection"
        })
package caravan.flow;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
