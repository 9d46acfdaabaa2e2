package caravan.flow;

import caravan.connection.Connection;
import caravan.connection.Connections;
import caravan.incident.IncidentKind;
import caravan.incident.Incidents;
import caravan.incident.Incidents.Finding;
import caravan.link.DatabaseChanged;
import caravan.link.DatabaseIdentity;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes every connection off the air when the database was restored or has failed over: its books may have forgotten what channels
 * were told since, and would tell them of sold units again. A connection that goes live afterwards has its figures read anew.
 */
@Component
class RestoredDatabase {
    private static final Logger log = LoggerFactory.getLogger(RestoredDatabase.class);

    private final Connections connections;
    private final DatabaseIdentity identity;
    private final Incidents incidents;
    private final TransactionTemplate transaction;

    RestoredDatabase(
            Connections connections,
            DatabaseIdentity identity,
            Incidents incidents,
            TransactionTemplate transaction) {
        this.connections = connections;
        this.identity = identity;
        this.incidents = incidents;
        this.transaction = transaction;
    }

    /** Whatever breaks it off, nobody owns a connection before it was done whole. */
    @EventListener
    synchronized void on(DatabaseChanged changed) {
        if (identity.isSame()) {
            return;
        }
        List<Connection> live = connections.all().stream()
                .filter(connection -> connection.mode() == Connection.Mode.LIVE)
                .toList();
        live.forEach(connection -> connections.mode(connection.id(), Connection.Mode.SHADOW));
        log.warn("The database was restored or has failed over; connections are in shadow until they are let live again");
        transaction.executeWithoutResult(status -> {
            identity.accept();
            incidents.raise(List.of(finding(live)));
        });
    }

    private static Finding finding(List<Connection> live) {
        String names = live.isEmpty()
                ? "No connection was live."
                : "In shadow since: " + live.stream()
                        .map(connection -> "'" + connection.id() + "'")
                        .collect(Collectors.joining(", ")) + ".";
        return new Finding(
                IncidentKind.DATABASE_RESTORED,
                "",
                "",
                "The database was restored or has failed over",
                "It is another one than before, or it was taken back to an earlier time, and may not know what channels were"
                        + " told since. " + names + " For each of them: open its page, let it import its items and pull its"
                        + " orders (both begin by themselves), look at its preview, and set it live. Its figures are read"
                        + " anew before anything is raised. Adjustments and counts made by hand since the backup have to be"
                        + " booked again. Then accept this incident.",
                Map.of());
    }
}
