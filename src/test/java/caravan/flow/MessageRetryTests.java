package caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.incident.Choice;
import caravan.incident.DecisionRefused;
import caravan.incident.Decisions;
import caravan.incident.Incident;
import caravan.incident.IncidentKind;
import caravan.incident.IncidentList;
import caravan.intake.Delivery;
import caravan.intake.SignatureScheme;
import caravan.kernel.Sku;
import caravan.kit.HubTest;
import caravan.kit.KitShop;
import caravan.kit.Names;
import caravan.kit.StockKit;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Messages that could not be used, and what becomes of them when somebody tries again. */
@HubTest
class MessageRetryTests {
    private static final Instant FIRST = Instant.parse("2036-03-01T10:00:00Z");

    private final DeliveryIntake intake;
    private final Decisions decisions;
    private final IncidentList list;
    private final StockKit stock;
    private final JdbcClient jdbc;
    private final KitShop shop = new KitShop(Names.unique("hook"));

    MessageRetryTests(DeliveryIntake intake, Decisions decisions, IncidentList list, StockKit stock, JdbcClient jdbc) {
        this.intake = intake;
        this.decisions = decisions;
        this.list = list;
        this.stock = stock;
        this.jdbc = jdbc;
    }

    @Test
    void takesAnEditedMessageInAndKeepsTheBytesThatCame() {
        Sku sku = stock.item(10);
        String broken = "{\"externalId\": \"A1\", \"lines\": [";
        hear(broken);
        long id = only();
        decide(id, Choice.EDIT_AND_RETRY, Map.of("body", shop.order("A1", sku.value(), 3, FIRST)));

        assertThat(reserved(sku)).isEqualTo(3);
        assertThat(list.find(id).orElseThrow().isOpen()).isFalse();
        assertThat(list.bytes(id).orElseThrow())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(broken);
        assertThat(outcomes("A1")).containsExactly("ACCEPTED_AFTER_EDIT");
    }

    @Test
    void leavesAMessageThatFailsAgainOpenWithTheNewReason() {
        hear("{\"externalId\": \"A1\"");
        long id = only();
        assertThatThrownBy(() -> decide(id, Choice.EDIT_AND_RETRY, Map.of("body", "{\"colour\": 1}")))
                .isInstanceOf(DecisionRefused.class);

        Incident incident = list.find(id).orElseThrow();
        assertThat(incident.isOpen()).isTrue();
        assertThat(incident.note()).extracting(Incident.Note::text).asString().contains("'taxesIncluded'");
        assertThat(outcomes("A1")).isEmpty();
    }

    @Test
    void retriesAllThatMatchOnceTheCauseIsMended() {
        Sku sku = stock.item(10);
        // The kit's mapper is strict about topics only: these fail for a unit that is no amount.
        hear(shop.order("A1", sku.value(), 1, FIRST)
                .replace("\"total\": {\"shop\": \"10.00\"}", "\"total\": {\"shop\": \"ten\"}"));
        hear("no order at all");
        Decisions.Tally tally = decisions.decideAll(search(), Choice.RETRY, "ann");
        assertThat(tally.carriedOut()).isZero();
        assertThat(tally.failed()).isEqualTo(2);

        jdbc.sql("UPDATE incident SET bytes = convert_to(:body, 'UTF8') WHERE id = :id")
                .param("body", shop.order("A1", sku.value(), 1, FIRST))
                .param("id", list.page(search(), null, 10).get(1).id())
                .update();
        tally = decisions.decideAll(search(), Choice.RETRY, "ann");
        assertThat(tally.closed()).isEqualTo(1);
        assertThat(tally.failed()).isEqualTo(1);
        assertThat(reserved(sku)).isEqualTo(1);
        assertThat(outcomes("A1")).containsExactly("ACCEPTED_ON_RETRY");
    }

    @Test
    void saysSoWhenAnEditedMessageIsOlderThanWhatIsKnown() {
        Sku sku = stock.item(10);
        hear(shop.order("A1", sku.value(), 2, FIRST.plusSeconds(60)));
        hear("{\"externalId\": \"A1\", \"lines\": [");
        long id = only();
        String words = decisions
                .decide(id, Choice.EDIT_AND_RETRY, Map.of("body", shop.order("A1", sku.value(), 3, FIRST)), "ann")
                .words();

        assertThat(words).contains("was not taken in: a newer document", "Nothing changed");
        assertThat(reserved(sku)).isEqualTo(2);
        hear("no order at all");
        assertThat(decisions
                        .decide(
                                only(),
                                Choice.EDIT_AND_RETRY,
                                Map.of("body", shop.order("A1", sku.value(), 2, FIRST.plusSeconds(60))),
                                "ann")
                        .words())
                .contains("says what is known already");
    }

    @Test
    void discardsAMessageWithoutEffect() {
        hear("no order at all");
        long id = only();
        decide(id, Choice.DISCARD, Map.of());
        assertThat(list.find(id).orElseThrow().isOpen()).isFalse();
        assertThatThrownBy(() -> decide(id, Choice.RETRY, Map.of())).hasMessageContaining("resolved already, by 'ann'");
    }

    @Test
    void refusesAnEditedMessageThatIsFarTooLong() {
        hear("no order at all");
        assertThatThrownBy(() -> decide(only(), Choice.EDIT_AND_RETRY, Map.of("body", "x".repeat(1_000_001))))
                .hasMessageContaining("too long");
    }

    private void hear(String body) {
        intake.accept(List.of(new Delivery(
                shop.connection(),
                "order",
                "d1",
                FIRST,
                Map.of(),
                body.getBytes(StandardCharsets.UTF_8),
                SignatureScheme.HMAC_SHA256_BASE64)));
    }

    private void decide(long id, Choice choice, Map<String, String> arguments) {
        decisions.decide(id, choice, arguments, "ann");
    }

    private IncidentList.Search search() {
        return new IncidentList.Search(
                IncidentKind.UNREADABLE_MESSAGE, shop.connection().value(), true);
    }

    private long only() {
        List<Incident> open = list.page(search(), null, 10);
        assertThat(open).hasSize(1);
        return open.get(0).id();
    }

    private long reserved(Sku sku) {
        return jdbc.sql("SELECT coalesce(sum(reserved), 0) FROM level WHERE sku = :sku")
                .param("sku", sku.value())
                .query(Long.class)
                .single();
    }

    private List<String> outcomes(String order) {
        return jdbc.sql("SELECT outcome FROM delivery WHERE connection = :connection AND subject = :order ORDER BY id")
                .param("connection", shop.connection().value())
                .param("order", order)
                .query(String.class)
                .list();
    }
}
