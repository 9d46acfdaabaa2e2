package caravan.link;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import caravan.kernel.ConnectionId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A replica leaves a connection to another.
 *
 * @param newest the newest of those that can work on it best
 */
record Behind(ConnectionId connection, @Nullable String connector, Peer replica, Peer newest, Why why) {

    private static final int MOST_LISTED = 5;

    /** One of the replicas. */
    record Peer(String holder, String version, int revision) {
        /** Host and process; the rest of a holder's name only tells two processes of one number apart. */
        static String name(String holder) {
            int end = holder.lastIndexOf('/');
            return end < 0 ? holder : holder.substring(0, end);
        }

        String named() {
            return this + " (" + version + ", revision " + revision + ")";
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

    /** What one sentence tells, for however many connections. */
    private record Matter(
            Peer replica, Peer newest, Why why, @Nullable String connector) {}

    private Matter matter() {
        return new Matter(replica, newest, why, why == Why.LACKING ? null : connector);
    }

    /** What people are told of it, in few sentences. */
    static List<String> texts(Collection<Behind> behind) {
        Map<Matter, List<ConnectionId>> matters = behind.stream()
                .collect(groupingBy(Behind::matter, LinkedHashMap::new, mapping(Behind::connection, toList())));
        return matters.entrySet().stream()
                .map(each -> text(each.getKey(), each.getValue()))
                .distinct()
                .toList();
    }

    private static String text(Matter of, List<ConnectionId> connections) {
        return switch (of.why) {
            case OLDER ->
                "Replica " + of.replica.named() + " is older than " + of.newest.named()
                        + " and leaves its connections to that one.";
            case CONNECTOR_MISSING ->
                "Replica " + of.replica + " has no usable connector '" + of.connector
                        + "' and leaves its connections to " + of.newest + ", which has one. Correct its folder.";
            case CONNECTOR_DIFFERS ->
                "Replica " + of.replica + " has another connector '" + of.connector + "' than " + of.newest
                        + ", the newest, and leaves its connections to that one. Give both the same folder.";
            case LACKING ->
                "Replica " + of.replica + " lacks something, such as a secret, for " + listed(connections)
                        + " and leaves that to " + of.newest + ". Its log says what is missing.";
        };
    }

    private static String listed(List<ConnectionId> connections) {
        int more = connections.size() - MOST_LISTED;
        return connections.stream()
                        .limit(MOST_LISTED)
                        .map(connection -> "'" + connection + "'")
                        .collect(joining(", ", connections.size() == 1 ? "connection " : "connections ", ""))
                + (more > 0 ? " and " + more + " more" : "");
    }
}
