package caravan.order;

import caravan.kernel.Price;
import caravan.kernel.Sku;
import org.jspecify.annotations.Nullable;

/**
 * One line of an order.
 *
 * @param externalId the channel's id of the line, the same in every version
 * @param sku our item, or null while nobody knows which item is meant
 * @param channelSku the SKU as the channel wrote it, empty if it has none
 * @param externalListing the channel's id of what was sold, empty for a custom line
 * @param channelLocation where the channel took it from; {@code default} where the channel knows no locations
 * @param stocked false for gift cards, tips and custom lines, which no shelf holds
 * @param unit price of one unit before discounts; with tax if the order's taxes are included
 */
public record OrderLine(
        String externalId,
        @Nullable Sku sku,
        String channelSku,
        String externalListing,
        String channelLocation,
        boolean stocked,
        String title,
        Quantities quantities,
        Price unit) {

    /** Returns the same line as something no shelf holds. */
    public OrderLine notStocked() {
        return new OrderLine(
                externalId, null, channelSku, externalListing, channelLocation, false, title, quantities, unit);
    }

    /** Returns the same line as one whose units its channel took out of no figure that is accounted. */
    public OrderLine untaken() {
        return withQuantities(new Quantities(
                quantities.ordered(), quantities.cancelled(), quantities.shipped(), quantities.returned(), 0));
    }

    /** Returns the same line of other quantities. */
    public OrderLine withQuantities(Quantities other) {
        return new OrderLine(
                externalId, sku, channelSku, externalListing, channelLocation, stocked, title, other, unit);
    }

    /** Returns the same line for another item. */
    public OrderLine withSku(@Nullable Sku other) {
        return new OrderLine(
                externalId, other, channelSku, externalListing, channelLocation, stocked, title, quantities, unit);
    }
}
