/** The pages people look at; reads public types of the other modules, and nothing imports it. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "kernel",
            "security",
            "platform",
            "order",
            "inventory",
            "catalog",
            "connection",
            "connector",
            "link",
            "intake",
            "xray",
            "incident",
            "sandbox"
        })
package caravan.console;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
