package caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.connection.Connection;
import caravan.connection.Connections;
import caravan.connector.Capability;
import caravan.connector.ConnectorCalls;
import caravan.connector.Connectors;
import caravan.incident.Choice;
import caravan.incident.Decisions;
import caravan.incident.Incident;
import caravan.incident.IncidentKind;
import caravan.incident.IncidentList;
import caravan.incident.Incidents;
import caravan.inventory.ChannelLocations;
import caravan.inventory.ChannelLocations.Named;
import caravan.kernel.ConnectionId;
import caravan.kernel.OwnershipEnded;
import caravan.kernel.Period;
import caravan.kit.Await;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.OtherWay;
import caravan.kit.Stores;
import caravan.kit.Visitors;
import caravan.link.Duties;
import caravan.sandbox.shopify.ShopSettings;
import caravan.sandbox.shopify.ShopifyStore;
import caravan.security.Role;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store with locations, and a connection that names one it does not have. */
@HubTest
class LocationCheckTests {
    private static final String MISTYPED = "4711";

    private final Stores stores;
    private final Connections connections;
    private final IncidentList list;
    private final Decisions decisions;
    private final Visitors visitors;
    private final Connectors connectors;
    private final ChannelLocations locations;
    private final Incidents incidents;
    private final Duties duties;
    private String told = "1";
    private final ShopifyStore store =
            ShopifyStore.seeded(ShopSettings.demo(Names.unique("places")), Clock.systemUTC());

    LocationCheckTests(
            Stores stores,
            Connections connections,
            IncidentList list,
            Decisions decisions,
            Visitors visitors,
            Connectors connectors,
            ChannelLocations locations,
            Incidents incidents,
            Duties duties) {
        this.connectors = connectors;
        this.locations = locations;
        this.incidents = incidents;
        this.duties = duties;
        this.stores = stores;
        this.connections = connections;
        this.list = list;
        this.decisions = decisions;
        this.visitors = visitors;
    }

    @AfterEach
    void close() {
        stores.close(List.of(store));
    }

    @ParameterizedTest
    @ValueSource(strings = {"graphql", "rest"})
    void findsALocationThatTheChannelDoesNotHaveAndOffersThoseItHas(String api) throws Exception {
        stores.connect(OtherWay.to(store, Map.of("api", api, "location", MISTYPED), store.credentials()));
        Await.until("the catalogue's import finds it", () -> open().size() == 1);
        assertThat(open().get(0).title()).contains("'" + MISTYPED + "'");
        assertThat(open().get(0).evidence())
                .contains(
                        "setting 'location'", "'" + store.channelLocation() + "' (Brno DC)", "Correct the connection");
        assertThat(visitors.signedIn(Role.ADMIN)
                        .open("/connections/" + Stores.id(store) + "/change")
                        .body())
                .contains(
                        "list=\"channel-locations\"",
                        "<option value=\"" + store.channelLocation() + "\">Brno DC</option>");

        long seen = open().get(0).seen();
        decisions.decide(open().get(0).id(), Choice.READ_LOCATIONS_AGAIN, Map.of(), "ann");
        Await.until("the connection's test finds it again", () -> open().get(0).seen() > seen);
        correct();
        Await.until("it is settled", () -> open().isEmpty());
    }

    @Test
    void keepsNothingAfterAnotherOwnerBegan() throws Exception {
        stores.connect(store);
        Await.until(
                "its owner is through with it",
                () -> duties.of(Stores.id(store)).stream()
                        .anyMatch(duty -> duty.kind().equals(DutyWork.CATALOGUE) && duty.doneAt() != null));
        stores.close(List.of(store));
        duties.keep(Stores.id(store), DutyWork.HISTORY, null);
        Duties.Duty mine = duties.claim(Stores.id(store), 101, DutyWork.HISTORY).orElseThrow();
        LocationCheck check = new LocationCheck(
                new ChannelCalls(Stores.id(store), new Answering()),
                connectors.find("shopify").orElseThrow(),
                connections,
                locations,
                incidents);
        check.run(DutyWork.fence(duties, mine, 101));
        assertThat(locations.of(Stores.id(store))).extracting(Named::id).containsExactly("1");

        told = "2";
        assertThat(duties.claim(Stores.id(store), 102, DutyWork.HISTORY)).isPresent();
        assertThatThrownBy(() -> check.run(DutyWork.fence(duties, mine, 101))).isInstanceOf(OwnershipEnded.class);
        assertThat(locations.of(Stores.id(store))).extracting(Named::id).containsExactly("1");
    }

    private void correct() {
        Connection connection = connections.require(Stores.id(store));
        Map<String, String> settings = new HashMap<>(connection.settings());
        settings.put("location", store.channelLocation());
        connections.change(connection.id(), connection.title(), settings, Map.of(), connection.network());
    }

    /** Tells of one location. */
    private final class Answering implements ConnectorCalls {
        @Override
        public boolean can(ConnectionId connection, Capability capability) {
            return true;
        }

        @Override
        public Answer call(ConnectionId connection, Capability capability, Lane lane, String request) {
            Instant now = Instant.now();
            return new Answer(
                    "{\"locations\": [{\"id\": \"%s\", \"title\": \"Told\"}]}".formatted(told),
                    null,
                    new Period(now, now));
        }
    }

    private List<Incident> open() {
        return list.page(new IncidentList.Search(IncidentKind.UNKNOWN_LOCATION, store.store(), true), null, 10);
    }
}
