package caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import caravan.connection.Hearing;
import caravan.connector.Capability;
import caravan.connector.ConnectorCalls;
import caravan.intake.Subscriptions;
import caravan.intake.Subscriptions.Noted;
import caravan.kernel.CallFailed;
import caravan.kernel.ConnectionId;
import caravan.kernel.Fault;
import caravan.kernel.OwnershipEnded;
import caravan.kernel.Period;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.link.Duties;
import caravan.link.Duties.Duty;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** A vendor that has no subscriptions, and lets the hub make some of them. */
@HubTest
class SubscriptionCareTests {
    private static final String ADDRESS = "https://hub.example/hooks/shop";
    private static final Instant NOW = Instant.parse("2036-03-01T12:00:00Z");
    private static final JsonMapper JSON = new JsonMapper();

    private final Subscriptions subscriptions;
    private final Duties duties;
    private final ConnectionId connection = new ConnectionId(Names.unique("shop"));
    private final Set<String> refused = new HashSet<>();
    private final Set<String> asked = new TreeSet<>();
    private boolean listed = true;
    private boolean live;
    private Hearing hearing = new Hearing(ADDRESS, null, 1, true);
    private int mayAsk = 100;
    private long epoch = 1;
    private Runnable meanwhile = () -> {};

    SubscriptionCareTests(Subscriptions subscriptions, Duties duties) {
        this.subscriptions = subscriptions;
        this.duties = duties;
    }

    @BeforeEach
    void keepDuties() {
        duties.keep(connection, DutyWork.ORDERS, Duration.ofDays(1));
        duties.done(duties.claim(connection, 1).orElseThrow(), 1, null);
    }

    @Test
    void goesOnWithTheOtherTopicsAndPausesNothing() {
        refused.add("b/one");
        CallFailed failure = run();

        assertThat(failure.fault()).isEqualTo(Fault.REFUSED);
        assertThat(failure.detail()).contains("'b/one'", "no scope", "scopes").doesNotContain("'a/one'");
        assertThat(asked).containsExactly("a/one", "b/one", "c/one");
        assertThat(subscriptions.of(connection))
                .extracting(one -> one.topic() + " " + one.live() + " " + one.refused())
                .containsExactly("a/one true null", "b/one false no scope", "c/one true null");
    }

    @Test
    void pullsWhatWasMissedThoughOneTopicIsRefused() {
        subscriptions.note(new Noted(connection, "a/one", "1", ADDRESS, true, true, 1));
        refused.add("b/one");
        run();

        assertThat(isPullDue()).isTrue();
    }

    @Test
    void takesATopicThatNeverCouldBeSubscribedForNoGap() {
        refused.addAll(Set.of("a/one", "b/one", "c/one"));
        run();
        refused.remove("a/one");
        run();

        assertThat(isPullDue()).isFalse();
        assertThat(subscriptions.of(connection).get(0).refused()).isNull();
    }

    @Test
    void asksAndNotesNothingMoreOnceTheConnectionIsNotOwned() {
        mayAsk = 1;
        assertThatThrownBy(() -> care().run(duty(), epoch)).isInstanceOf(OwnershipEnded.class);

        assertThat(asked).containsExactly("a/one");
        assertThat(subscriptions.of(connection))
                .extracting(Subscriptions.Standing::topic)
                .containsExactly("a/one");
    }

    @Test
    void notesNothingThatAnotherOwnerMayKnowBetter() {
        meanwhile = () -> duties.claim(connection, epoch + 1, DutyWork.WEBHOOKS);
        assertThatThrownBy(() -> care().run(duty(), epoch)).isInstanceOf(OwnershipEnded.class);

        assertThat(subscriptions.of(connection)).isEmpty();
    }

    @Test
    void failsAsTheVendorSaysWhereNothingCanBeListed() {
        listed = false;

        assertThat(run().fault()).isEqualTo(Fault.MISCONFIGURED);
        assertThat(asked).isEmpty();
    }

    @Test
    void writesNothingInShadowAndNotesWhatItWouldMake() {
        hearing = new Hearing(ADDRESS, null, 1, false);
        run();

        assertThat(asked).isEmpty();
        assertThat(subscriptions.of(connection))
                .extracting(one -> one.topic() + " " + one.there() + " " + one.live())
                .containsExactly("a/one false false", "b/one false false", "c/one false false");
        hearing = new Hearing(ADDRESS, null, 1, true);
        run();
        assertThat(asked).containsExactly("a/one", "b/one", "c/one");
    }

    @Test
    void tellsOfAnotherSecretThoughTheSubscriptionWorksUntilTheNewOneWasMeant() {
        live = true;
        run();
        assertThat(asked).isEmpty();

        subscriptions.signedAnew(connection, 2);
        run();
        assertThat(asked).as("told of a secret that is not known here yet").hasSize(3);
        assertThat(subscriptions.outdated(connection)).hasSize(3);

        asked.clear();
        hearing = new Hearing(ADDRESS, null, 2, true);
        run();
        run();
        assertThat(asked).containsExactly("a/one", "b/one", "c/one");
        assertThat(subscriptions.outdated(connection)).isEmpty();
        assertThat(isPullDue()).as("nothing was missed").isFalse();
    }

    private CallFailed run() {
        return catchThrowableOfType(CallFailed.class, () -> care().run(duty(), epoch));
    }

    private SubscriptionCare care() {
        return new SubscriptionCare(
                new ChannelCalls(connection, new Vendor(), () -> asked.size() < mayAsk),
                new TreeSet<>(Set.of("a/one", "b/one", "c/one")),
                () -> Optional.of(hearing),
                subscriptions,
                duties);
    }

    private Duty duty() {
        duties.keep(connection, DutyWork.WEBHOOKS, null);
        duties.mark(connection, DutyWork.WEBHOOKS);
        return duties.claim(connection, ++epoch, DutyWork.WEBHOOKS).orElseThrow();
    }

    private boolean isPullDue() {
        return duties.of(connection).stream()
                .anyMatch(duty -> duty.kind().equals(DutyWork.ORDERS) && duty.dueSince() != null);
    }

    private final class Vendor implements ConnectorCalls {
        @Override
        public boolean can(ConnectionId id, Capability capability) {
            return true;
        }

        @Override
        public Answer call(ConnectionId id, Capability capability, Lane lane, @Nullable String request)
                throws CallFailed {
            if (capability == Capability.WEBHOOKS_READ) {
                if (!listed) {
                    throw new CallFailed(Fault.MISCONFIGURED, "wrong token");
                }
                return new Answer("{\"subscriptions\": [" + (live ? living() : "") + "]}", null, new Period(NOW, NOW));
            }
            assertThat(capability).isEqualTo(Capability.WEBHOOK_WRITE);
            String topic = JSON.readTree(request).get("topic").asString();
            asked.add(topic);
            meanwhile.run();
            if (refused.contains(topic)) {
                throw new CallFailed(Fault.MISCONFIGURED, "no scope");
            }
            return new Answer("{\"id\": \"7\", \"live\": true}", null, new Period(NOW, NOW));
        }

        private String living() {
            return Stream.of("a/one", "b/one", "c/one")
                    .map(topic -> "{\"id\": \"7\", \"topic\": \"" + topic + "\", \"address\": \"" + ADDRESS
                            + "\", \"live\": true}")
                    .collect(Collectors.joining(","));
        }
    }
}
