/** Who may do what: users, roles, tokens, and secrets encrypted at rest. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "platform"})
package caravan.security;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
