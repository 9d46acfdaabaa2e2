package caravan.flow;

import caravan.catalog.Catalog;
import caravan.connection.Connection;
import caravan.connection.Connections;
import caravan.connection.Hearing;
import caravan.connection.Hearings;
import caravan.connector.Capability;
import caravan.connector.ConnectorCalls;
import caravan.connector.Connectors;
import caravan.connector.Manifest;
import caravan.connector.VendorAccounts;
import caravan.incident.Incidents;
import caravan.intake.Subscriptions;
import caravan.inventory.ChannelLocations;
import caravan.inventory.DriftPolicies;
import caravan.inventory.Feeds;
import caravan.inventory.Holds;
import caravan.inventory.Listings;
import caravan.inventory.Readings;
import caravan.kernel.Backoff;
import caravan.kernel.ConnectionId;
import caravan.link.Duties;
import caravan.link.Errands;
import caravan.link.Lease;
import caravan.link.Looks;
import caravan.order.OrderView;
import caravan.order.Orders;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Puts together what is done for a channel, by what its connector can do. */
@Component
class ChannelWork {
    /** How long a part of a long duty takes, about. */
    private static final Duration PART = Duration.ofSeconds(1);

    private static final Duration CATALOGUE_EVERY = Duration.ofMinutes(15);
    private static final Duration RECONCILED_EVERY = Duration.ofDays(1);
    /** Listings locked at a time while sales go on. */
    private static final int FIGURES_PART = 500;

    private static final Duration FIGURES_EVERY = Duration.ofMinutes(30);
    private static final Duration WEBHOOKS_EVERY = Duration.ofMinutes(1);

    private final Connections connections;
    private final Connectors connectors;
    private final ConnectorCalls calls;
    private final VendorAccounts accounts;
    private final Catalog catalog;
    private final Listings listings;
    private final Feeds feeds;
    private final DriftPolicies drifts;
    private final Readings readings;
    private final Holds holds;
    private final Orders orders;
    private final OrderView view;
    private final DocumentIntake intake;
    private final Looks looks;
    private final FailingLooks ends;
    private final Duties duties;
    private final Errands errands;
    private final Incidents incidents;
    private final OwnerSettings settings;
    private final Hearings hearings;
    private final Subscriptions subscriptions;
    private final KnownItems known;
    private final Reconciliations reconciliations;
    private final ChannelLocations locations;
    private final JdbcClient jdbc;

    ChannelWork(
            Connections connections,
            Connectors connectors,
            ConnectorCalls calls,
            VendorAccounts accounts,
            Catalog catalog,
            Listings listings,
            Feeds feeds,
            DriftPolicies drifts,
            Readings readings,
            Holds holds,
            Orders orders,
            OrderView view,
            DocumentIntake intake,
            Looks looks,
            FailingLooks ends,
            Duties duties,
            Errands errands,
            Incidents incidents,
            OwnerSettings settings,
            Hearings hearings,
            Subscriptions subscriptions,
            KnownItems known,
            Reconciliations reconciliations,
            ChannelLocations locations,
            JdbcClient jdbc) {
        this.connections = connections;
        this.connectors = connectors;
        this.calls = calls;
        this.accounts = accounts;
        this.catalog = catalog;
        this.listings = listings;
        this.feeds = feeds;
        this.drifts = drifts;
        this.readings = readings;
        this.holds = holds;
        this.orders = orders;
        this.view = view;
        this.intake = intake;
        this.looks = looks;
        this.ends = ends;
        this.duties = duties;
        this.errands = errands;
        this.incidents = incidents;
        this.settings = settings;
        this.hearings = hearings;
        this.subscriptions = subscriptions;
        this.known = known;
        this.reconciliations = reconciliations;
        this.locations = locations;
        this.jdbc = jdbc;
    }

    /** What tells a channel about stock. */
    StockSink sink(Connection connection) {
        ConnectionId id = connection.id();
        Manifest manifest = manifest(connection);
        return new ConnectorStock(
                channel(id),
                () -> stock(id),
                ConnectorCalls.STOCK_WAIT
                        .plus(manifest.timeouts().connect())
                        .plus(manifest.timeouts().answer()),
                manifest.limits().parallel(),
                readings);
    }

    /** What is done for a channel besides while a lease allows it, the most pressing first. */
    Function<Lease, List<Chore>> chores(Connection connection) {
        Manifest manifest = manifest(connection);
        return lease -> chores(manifest, new ChannelCalls(connection.id(), calls, lease::allowsCall));
    }

    private List<Chore> chores(Manifest manifest, ChannelCalls channel) {
        Manifest.Orders rules = manifest.orders();
        Duration grain = rules == null ? Duration.ZERO : rules.grain();
        Duration settle = rules == null ? Duration.ofMinutes(2) : rules.settle();
        return List.of(
                new AccountTest(channel, connections, settings.tryPaused()),
                new LookWork(
                        channel,
                        grain,
                        rules != null && rules.absentProvesGone(),
                        new LookWork.Parts(
                                jdbc, looks, ends, intake, orders, view, listings, readings, duties, incidents)),
                new ReadingWork(channel, settle, connections, readings, listings, incidents),
                new DutyWork(
                        channel.connection(),
                        duties,
                        new Backoff(settings.firstRetry(), settings.longestRetry()),
                        deeds(channel, manifest)));
    }

    /** Sees to it that the channel's locations are fed, what happens to drift is as the connection says, and what is done again and again becomes due. */
    void prepare(Connection connection) {
        ConnectionId id = connection.id();
        Manifest manifest = manifest(connection);
        feeds.set(id, connection.locations());
        drifts.set(id, connections.driftPolicy(id));
        for (Map.Entry<String, Duration> duty : periods(connection, manifest).entrySet()) {
            duties.keep(id, duty.getKey(), duty.getValue());
        }
        if (hearings.of(id).filter(Hearing::canListen).isPresent()) {
            duties.keep(id, DutyWork.WEBHOOKS, WEBHOOKS_EVERY);
            // What is to be seen to may be another thing now, for example after going live.
            duties.mark(id, DutyWork.WEBHOOKS);
        } else {
            duties.drop(id, DutyWork.WEBHOOKS);
        }
    }

    private Map<String, Duration> periods(Connection connection, Manifest manifest) {
        Map<String, Duration> periods = new HashMap<>();
        Manifest.Orders rules = manifest.orders();
        if (rules != null) {
            periods.put(DutyWork.ORDERS, connections.pollEvery(connection.id()).orElse(rules.every()));
            periods.put(DutyWork.RECONCILIATION, RECONCILED_EVERY);
        }
        periods.put(DutyWork.CATALOGUE, CATALOGUE_EVERY);
        periods.put(DutyWork.FIGURES, FIGURES_EVERY);
        return periods;
    }

    private Map<String, DutyWork.Deed> deeds(ChannelCalls channel, Manifest manifest) {
        Map<String, DutyWork.Deed> deeds = new HashMap<>();
        Manifest.Orders rules = manifest.orders();
        if (rules != null && declares(channel, manifest, Capability.ORDERS_READ)) {
            Supplier<OrderPull> pulls = () -> new OrderPull(channel, rules, intake, incidents);
            deeds.put(
                    DutyWork.ORDERS,
                    new OrderPoll(
                            channel,
                            pulls,
                            rules.settle(),
                            rules.overlap(),
                            settings.firstPull(),
                            PART,
                            holds,
                            duties,
                            looks,
                            orders,
                            incidents));
            deeds.put(DutyWork.HISTORY, new OrderHistory(pulls, errands));
            deeds.put(DutyWork.RECONCILIATION, reconciliations.of(channel.connection(), rules, pulls));
        }
        if (declares(channel, manifest, Capability.ACCOUNT_READ)) {
            deeds.put(DutyWork.ACCOUNT, (duty, epoch) -> {
                String title = channel.account();
                connections.resume(channel.connection(), Connection.Pause.By.FAULT);
                checkLocations(channel, manifest, duty, epoch);
                return title;
            });
        }
        if (declares(channel, manifest, Capability.PRODUCTS_READ)) {
            DutyWork.Deed imported = new CatalogueImport(channel, catalog, listings, incidents, duties, known, PART);
            deeds.put(DutyWork.CATALOGUE, (duty, epoch) -> {
                if (duty.cursor() == null) {
                    checkLocations(channel, manifest, duty, epoch);
                }
                return imported.run(duty, epoch);
            });
        }
        deeds.put(DutyWork.FIGURES, (duty, epoch) -> {
            List<Long> all = listings.of(channel.connection());
            for (int from = 0; from < all.size(); from += FIGURES_PART) {
                readings.due(all.subList(from, Math.min(all.size(), from + FIGURES_PART)), Duration.ZERO);
            }
            return null;
        });
        Manifest.Webhooks webhooks = manifest.webhooks();
        if (webhooks != null && declares(channel, manifest, Capability.WEBHOOK_WRITE)) {
            Set<String> topics = webhooks.topics().keySet();
            deeds.put(
                    DutyWork.WEBHOOKS,
                    new SubscriptionCare(
                            channel, topics, () -> hearings.of(channel.connection()), subscriptions, duties));
        }
        return deeds;
    }

    private void checkLocations(ChannelCalls channel, Manifest manifest, Duties.Duty duty, long epoch) {
        if (declares(channel, manifest, Capability.LOCATIONS_READ)) {
            new LocationCheck(channel, manifest, connections, locations, incidents)
                    .run(DutyWork.fence(duties, duty, epoch));
        }
    }

    /** By the manifest: whether its routes run already does not matter here, a call says so if they do not. */
    private boolean declares(ChannelCalls channel, Manifest manifest, Capability capability) {
        return accounts.find(channel.connection())
                .flatMap(account -> manifest.use(capability, account.settings()))
                .isPresent();
    }

    private ChannelCalls channel(ConnectionId connection) {
        return new ChannelCalls(connection, calls);
    }

    private Manifest.Stock stock(ConnectionId id) {
        Connection connection = connections.require(id);
        return accounts.find(id)
                .flatMap(account -> manifest(connection).stock(account.settings()))
                .orElseThrow(() -> new IllegalStateException(
                        "Connector '" + connection.connector() + "' does not say how stock is written."));
    }

    private Manifest manifest(Connection connection) {
        return connectors
                .find(connection.connector())
                .orElseThrow(() -> new IllegalStateException("Connection '" + connection.id() + "' is of connector '"
                        + connection.connector() + "', which is not there."));
    }
}
