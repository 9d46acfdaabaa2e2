/** Measures a hub from outside: the hub, the stores and the load run in processes of their own. */
@NullMarked
package caravan.bench;

import org.jspecify.annotations.NullMarked;
