package caravan.link;

import caravan.kernel.ConnectionId;
import org.jspecify.annotations.Nullable;

/**
 * A replica leaves a connection to another.
 *
 * @param newest the newest of those that can work on it best
 */
record Behind(ConnectionId connection, @Nullable String connector, Peer replica, Peer newest, Why why) {

    /** One of the replicas. */
    record Peer(String holder, String version, int revision) {
        /** Host and process; the rest of a holder's name only tells two processes of one number apart. */
        static String name(String holder) {
            int end = holder.lastIndexOf('/');
            return end < 0 ? holder : holder.substring(0, end);
        }

        @Override
        public String toString() {
            return "'" + name(holder) + "'";
        }
    }

    /** What the other has, and it has not. */
    enum Why {
        OLDER,
        CONNECTOR_MISSING,
        CONNECTOR_DIFFERS,
        LACKING
    }

    /** One sentence for people; the same for all connections it holds for. */
    String text() {
        return switch (why) {
            case OLDER ->
                "Replica " + replica + " (version " + replica.version + ", revision " + replica.revision
                        + ") is older than " + newest + " (version " + newest.version + ", revision " + newest.revision
                        + ") and leaves its connections to that one.";
            case CONNECTOR_MISSING ->
                "Replica " + replica + " has no usable connector '" + connector + "' and leaves its connections to "
                        + newest + ", which has one. Correct the folder there.";
            case CONNECTOR_DIFFERS ->
                "Replica " + replica + " has another connector '" + connector + "' than " + newest
                        + ", the newest, and leaves its connections to that one. Give both the same folder.";
            case LACKING ->
                "Replica " + replica + " lacks something for connection '" + connection
                        + "', such as a secret, and leaves it to " + newest + ". The log of " + replica
                        + " says what is missing.";
        };
    }
}
