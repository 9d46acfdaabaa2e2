/** What a connector's folder means: its manifest, its routes behind a fence, its mappings, and calls to its vendor. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "security"})
package caravan.connector;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
