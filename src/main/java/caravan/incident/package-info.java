/** The inbox: what a person has to decide, with the evidence. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "platform"})
package caravan.incident;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
