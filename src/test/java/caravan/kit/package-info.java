/** What tests share: one running hub in this process, and hubs in processes of their own that can be killed. */
@NullMarked
package caravan.kit;

import org.jspecify.annotations.NullMarked;
