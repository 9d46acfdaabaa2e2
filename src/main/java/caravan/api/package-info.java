/** The REST interface for programs; reads public types of the other modules, and nothing imports it. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "kernel",
            "security",
            "order",
            "inventory",
            "catalog",
            "connection",
            "connector",
            "link",
            "intake",
            "xray",
            "incident"
        })
package caravan.api;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
