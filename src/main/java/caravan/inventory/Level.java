package caravan.inventory;

import caravan.kernel.Sku;

/**
 * The fold of the ledger for one SKU at one location, in units.
 *
 * @param onHand on the shelf, whoever they belong to
 * @param reserved owed to customers
 * @param withheld neither owed nor for sale until a person decides
 */
public record Level(Sku sku, String location, long onHand, long reserved, long withheld) {

    public long available() {
        return onHand - reserved - withheld;
    }
}
