/** Values with invariants that every module speaks; imports only the JDK. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package caravan.kernel;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
