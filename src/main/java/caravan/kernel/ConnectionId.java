package caravan.kernel;

import java.util.regex.Pattern;

/**
 * The name of one configured account: a store, a gateway account, a carrier account, a CRM.
 *
 * @param value 1 to 40 lower case letters, digits and hyphens, starting with a letter: it stands in addresses and route ids
 */
public record ConnectionId(String value) implements Comparable<ConnectionId> {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    /** Refuses names that could not stand in an address. */
    public ConnectionId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("Connection '" + value
                    + "' must be 1 to 40 lower case letters, digits and hyphens, starting with a letter.");
        }
    }

    @Override
    public int compareTo(ConnectionId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
