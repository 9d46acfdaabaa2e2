/** The items by SKU, and which of them a channel's listing stands for; never guessed by name. */
@NullMarked
@ApplicationModule(allowedDependencies = "kernel")
package caravan.catalog;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
