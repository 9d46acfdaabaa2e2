/** Random histories of channels, people and faults against the real accounting, and what must hold after every step. */
@NullMarked
package caravan.model;

import org.jspecify.annotations.NullMarked;
