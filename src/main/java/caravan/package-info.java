/** Order and inventory sync hub: one canonical record, every channel in step with it. */
@NullMarked
package caravan;

import org.jspecify.annotations.NullMarked;
