/** A pretend WooCommerce store: REST v3 as version 11.0.1 answers it. */
@NullMarked
package caravan.sandbox.woocommerce;

import org.jspecify.annotations.NullMarked;
