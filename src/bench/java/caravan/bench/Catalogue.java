package caravan.bench;

/**
 * What every store sells. The first half are simple products, the second half variations of products.
 *
 * @param skus how many there are
 * @param perParent variations of one product
 */
record Catalogue(int skus, int perParent) {
    /** Units each store shows at the beginning; never sold out. */
    static final long UNITS = 10_000_000;

    private static final int FIRST_ID = 1000;
    private static final int FIRST_PARENT = 100_000;

    int simple() {
        return skus / 2;
    }

    int parents() {
        return (skus - simple() + perParent - 1) / perParent;
    }

    String sku(int index) {
        return String.format("BENCH-%05d", index);
    }

    int id(int index) {
        return FIRST_ID + index;
    }

    int index(int id) {
        return id - FIRST_ID;
    }

    boolean isVariation(int index) {
        return index >= simple();
    }

    /** The product a variation belongs to. */
    int parent(int index) {
        return FIRST_PARENT + (index - simple()) / perParent;
    }

    /** The first variation of a product. */
    int first(int parent) {
        return simple() + (parent - FIRST_PARENT) * perParent;
    }

    /** The product of a number from 0 on. */
    int parentAt(int number) {
        return FIRST_PARENT + number;
    }
}
