package caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.connection.Backfill;
import caravan.connection.Steering;
import caravan.connector.Capability;
import caravan.connector.ConnectorCalls;
import caravan.connector.Manifest;
import caravan.incident.Incidents;
import caravan.kernel.CallFailed;
import caravan.kernel.ConnectionId;
import caravan.kernel.Fault;
import caravan.kernel.Period;
import caravan.kit.HubTest;
import caravan.kit.KitShop;
import caravan.kit.Shop;
import caravan.kit.Shops;
import caravan.link.Duties;
import caravan.link.Errands;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A backfill of a channel whose pages are steady, one order a day and a page. */
@HubTest
class OrderHistoryTests {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int DAYS = 10;

    private final Shop shop;
    private final Duties duties;
    private final Errands errands;
    private final Steering steering;
    private final OrderHistory history;
    private final Instant since = Instant.now().minus(Duration.ofDays(DAYS)).truncatedTo(ChronoUnit.SECONDS);
    private final List<String> asked = new ArrayList<>();
    private boolean expired;

    OrderHistoryTests(
            Shops shops,
            Duties duties,
            Errands errands,
            Steering steering,
            DocumentIntake intake,
            Incidents incidents) {
        shop = shops.open();
        this.duties = duties;
        this.errands = errands;
        this.steering = steering;
        ChannelCalls channel = new ChannelCalls(shop.connection(), new Channel());
        history = new OrderHistory(() -> new OrderPull(channel, RULES, intake, incidents), errands);
    }

    private static final Manifest.Orders RULES = new Manifest.Orders(
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            Duration.ofMinutes(2),
            "uuuu-MM-dd'T'HH:mm:ss'Z'",
            false,
            List.of(Map.of()),
            true,
            false,
            0);

    @BeforeEach
    void begin() {
        errands.begin(shop.connection(), DutyWork.HISTORY, Backfill.since(since).text());
    }

    @Test
    void tellsHowFarItHasComeThoughItsListHasOnlyOneBeginning() throws Exception {
        List<Integer> percents = new ArrayList<>();
        List<Instant> reached = new ArrayList<>();
        while (isDue()) {
            part();
            Backfill.Progress progress = steering.backfill(shop.connection()).orElseThrow();
            percents.add(progress.percent());
            reached.add(progress.place().reached());
        }
        assertThat(percents.subList(0, DAYS)).isSorted().doesNotHaveDuplicates().startsWith(0);
        assertThat(percents.get(5)).isBetween(45, 50);
        assertThat(percents).endsWith(100);
        assertThat(reached).contains(day(3), day(DAYS - 1));
        assertThat(asked).as("pages of one list").allMatch(page -> page.startsWith(since.toString()));
    }

    @Test
    void beginsAListAnewWhereItsNextPageIsGone() throws Exception {
        part();
        part();
        expired = true;
        assertThatThrownBy(this::part).as("once may be chance").isInstanceOf(CallFailed.class);
        part();
        assertThat(asked).endsWith(since + " 2", since + " 2", day(1) + " first");
        while (isDue()) {
            part();
        }
        assertThat(orders()).isEqualTo(DAYS);
    }

    private void part() throws Exception {
        Duties.Duty duty = duties.claim(shop.connection(), 1, DutyWork.HISTORY).orElseThrow();
        try {
            duties.done(duty, 1, history.run(duty, 1));
        } catch (CallFailed failed) {
            duties.failed(duty, 1, failed.fault(), failed.detail(), Duration.ZERO);
            throw failed;
        }
    }

    private boolean isDue() {
        return duties.of(shop.connection()).stream()
                .anyMatch(duty -> duty.kind().equals(DutyWork.HISTORY) && duty.dueSince() != null);
    }

    private long orders() {
        return shop.jdbc()
                .sql("SELECT count(*) FROM orders WHERE connection = :connection")
                .param("connection", shop.connection().value())
                .query(Long.class)
                .single();
    }

    private Instant day(int number) {
        return since.plus(Duration.ofDays(number));
    }

    /** Lists an order a day from the window's beginning on; a page that was asked for in vain is there again afterwards. */
    private final class Channel implements ConnectorCalls {
        @Override
        public boolean can(ConnectionId connection, Capability capability) {
            return true;
        }

        @Override
        public Answer call(ConnectionId connection, Capability capability, Lane lane, @Nullable String request)
                throws CallFailed {
            JsonNode wanted = JSON.readTree(request);
            String from = wanted.get("from").asString();
            String page = wanted.path("page").asString("first");
            asked.add(from + " " + page);
            if (expired && !page.equals("first")) {
                throw new CallFailed(Fault.REFUSED, "page_info is no good any more");
            }
            expired = false;
            int first = (int) Duration.between(since, Instant.parse(from)).toDays();
            int number = page.equals("first") ? first : Integer.parseInt(page);
            String order = new KitShop(shop.connection().value())
                    .order(String.valueOf(number), "SKU-" + shop.connection(), 1, day(number));
            return new Answer(
                    "{\"orders\": [" + order + "]}",
                    number + 1 < DAYS ? String.valueOf(number + 1) : null,
                    new Period(since, since));
        }
    }
}
