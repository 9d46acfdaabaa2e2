package caravan.connection;

import java.util.Set;

/**
 * One thing that is wrong with a connection to be made or changed.
 *
 * @param field a setting's name, one of the constants, or empty if it is about the whole
 * @param says what is wrong and what to do, without any value of a secret
 */
public record ConnectionProblem(String field, String says) {
    /** About the connection's name. */
    public static final String ID = "(id)";
    /** About what people call it. */
    public static final String TITLE = "(title)";
    /** About how often orders are polled. */
    public static final String POLL = "(poll)";
    /** About which locations feed the channel's. */
    public static final String LOCATIONS = "(locations)";
    /** About differences that no order explains. */
    public static final String DRIFT = "(drift)";

    private static final Set<String> OF_ITSELF = Set.of(ID, TITLE, POLL, LOCATIONS, DRIFT);

    static boolean isOfItself(String field) {
        return OF_ITSELF.contains(field);
    }
}
