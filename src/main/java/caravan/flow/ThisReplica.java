package caravan.flow;

import caravan.connection.Connection;
import caravan.connection.Connections;
import caravan.connection.FileConnections;
import caravan.connector.Connectors;
import caravan.kernel.ConnectionId;
import caravan.link.Replica;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/** What this hub process has for working on connections: its own program, connectors, and secrets. */
@Component
class ThisReplica implements Replica {
    private static final String MIGRATIONS = "classpath:db/migration/V*__*.sql";
    private static final Pattern NUMBER = Pattern.compile("V(\\d+)__");

    private final Connectors connectors;
    private final Connections connections;
    private final FileConnections file;
    private final int revision = newestMigration();
    private final Set<ConnectionId> notWorkedOn = ConcurrentHashMap.newKeySet();

    ThisReplica(Connectors connectors, Connections connections, FileConnections file) {
        this.connectors = connectors;
        this.connections = connections;
        this.file = file;
    }

    /** Notes that a connection cannot be worked on here; answers whether that is news. */
    boolean cannotWorkOn(ConnectionId connection) {
        return notWorkedOn.add(connection);
    }

    void worksOn(ConnectionId connection) {
        notWorkedOn.remove(connection);
    }

    @Override
    public String version() {
        return Objects.requireNonNullElse(getClass().getPackage().getImplementationVersion(), "unpackaged");
    }

    @Override
    public int revision() {
        return revision;
    }

    @Override
    public Map<String, String> connectors() {
        return connectors.hashes();
    }

    @Override
    public Map<ConnectionId, String> connections() {
        return connections.all().stream().collect(Collectors.toMap(Connection::id, Connection::connector));
    }

    @Override
    public Set<ConnectionId> lacking() {
        Set<ConnectionId> lacking = new HashSet<>(notWorkedOn);
        lacking.addAll(file.unfilled());
        lacking.addAll(connections.unreadable());
        return lacking;
    }

    /** By the names of its files; the database knows what ran, which may be newer than this program. */
    private static int newestMigration() {
        try {
            return Arrays.stream(new PathMatchingResourcePatternResolver().getResources(MIGRATIONS))
                    .map(Resource::getFilename)
                    .filter(Objects::nonNull)
                    .flatMap(name -> NUMBER.matcher(name).results())
                    .map(MatchResult::group)
                    .mapToInt(number -> Integer.parseInt(number.replaceAll("\\D", "")))
                    .max()
                    .orElse(0);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The hub's own migrations cannot be listed.", unreadable);
        }
    }
}
