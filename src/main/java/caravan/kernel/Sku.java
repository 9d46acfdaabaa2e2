package caravan.kernel;

/**
 * The merchant's own key of an item, the same on every channel; compared exactly, upper and lower case included.
 *
 * @param value 1 to 255 characters without surrounding white space
 */
public record Sku(String value) implements Comparable<Sku> {
    private static final int LONGEST = 255;

    /** Refuses what no channel could have meant as a key. */
    public Sku {
        if (value.isEmpty() || value.length() > LONGEST || !value.equals(value.strip())) {
            throw new IllegalArgumentException("SKU '" + value + "' must have 1 to " + LONGEST
                    + " characters and no surrounding white space. Correct it where it is kept.");
        }
    }

    @Override
    public int compareTo(Sku other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
