/** A pretend Shopify store: Admin GraphQL 2026-10 and REST 2026-07 as far as an order and stock hub needs them. */
@NullMarked
package caravan.sandbox.shopify;

import org.jspecify.annotations.NullMarked;
