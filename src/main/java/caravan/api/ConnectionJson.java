package caravan.api;

import caravan.connection.Connection;
import caravan.connection.Connection.Mode;
import caravan.connection.Connection.Origin;
import caravan.connection.Connection.Pause;
import caravan.inventory.ListingView.Tally;
import caravan.kernel.DriftPolicy;
import caravan.link.Duties;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Connections as the API writes them. */
final class ConnectionJson {
    private ConnectionJson() {}

    /** One connection of the list. */
    @Schema(name = "ConnectionSummary")
    record Summary(
            @Schema(example = "oasis") String id,
            String connector,
            String title,

            @Schema(description = "Who alone may change it: FILE or CONSOLE")
            Origin origin,

            @Schema(description = "SHADOW writes nothing") Mode mode,

            @Schema(nullable = true, description = "Null if it works") @Nullable
            Paused pause) {
        static Summary of(Connection connection) {
            return new Summary(
                    connection.id().value(),
                    connection.connector(),
                    connection.title(),
                    connection.origin(),
                    connection.mode(),
                    Paused.of(connection.pause()));
        }
    }

    /** Why it does not work now. */
    @Schema(name = "ConnectionPause")
    record Paused(
            @Schema(description = "PERSON, FILE or FAULT") Pause.By by, String why) {
        static @Nullable Paused of(@Nullable Pause pause) {
            return pause == null ? null : new Paused(pause.by(), pause.why());
        }
    }

    /** One connection whole. */
    @Schema(name = "Connection")
    record Whole(
            @Schema(example = "oasis") String id,
            String connector,
            String title,
            Origin origin,
            Mode mode,
            @Schema(nullable = true) @Nullable Paused pause,

            @Schema(description = "As they were given; secrets are not among them")
            Map<String, String> settings,

            @Schema(description = "Which of the hub's locations feed each location of the channel")
            Map<String, List<String>> locations,

            @Schema(
                    description =
                            "What happens to differences of its figures that no order explains: HUB brings the channel"
                                    + " back, CHANNEL books a stock count, ASK waits for a person")
            DriftPolicy drift,

            @Schema(description = "How the hub hears of its orders")
            Hearing orders,

            @Schema(description = "Which replica of the hub works on it")
            Owned owner,

            Counted listings,
            @Schema(description = "Open ones") long incidents,
            List<Work> duties) {
        static Whole of(
                Connection connection,
                DriftPolicy drift,
                Hearing orders,
                Owned owner,
                Tally tally,
                long exposed,
                long incidents,
                List<Duties.State> duties) {
            return new Whole(
                    connection.id().value(),
                    connection.connector(),
                    connection.title(),
                    connection.origin(),
                    connection.mode(),
                    Paused.of(connection.pause()),
                    connection.settings(),
                    connection.locations(),
                    drift,
                    orders,
                    owner,
                    Counted.of(tally, exposed),
                    incidents,
                    duties.stream().map(Work::of).toList());
        }
    }

    /** Who works on it. */
    @Schema(name = "ConnectionOwner")
    record Owned(
            @Schema(nullable = true, description = "Host and process; null while none does", example = "hub-1/17")
            @Nullable
            String replica,

            @Schema(description = "Which replicas leave it to another, and why; empty while all are the same")
            List<String> leftBy) {}

    /** How the hub hears of orders. */
    @Schema(name = "ConnectionHearing")
    record Hearing(
            @Schema(nullable = true, description = "When something came through its webhooks last; null if nothing did")
            @Nullable
            Instant webhookSeenAt,

            @Schema(
                    nullable = true,
                    description = "Why it runs by poll alone; null if webhooks come",
                    example = "No webhook was seen yet.")
            @Nullable
            String pollAlone) {
        static Hearing of(caravan.connection.@Nullable Hearing how, @Nullable Instant seen) {
            return new Hearing(seen, why(how, seen));
        }

        private static @Nullable String why(caravan.connection.@Nullable Hearing how, @Nullable Instant seen) {
            if (how == null) {
                return "Its vendor sends no webhooks.";
            }
            if (how.address() == null) {
                return "caravan.hooks.public-url is not set, so the vendor cannot reach this hub.";
            }
            if (how.missing() != null) {
                return "The setting '" + how.missing()
                        + "' is not filled in, so the hub could not tell genuine webhooks" + " from forged ones.";
            }
            return seen == null ? "No webhook was seen yet." : null;
        }
    }

    /** How its listings stand. */
    @Schema(name = "ConnectionListings")
    record Counted(
            long live,
            @Schema(description = "Accounted, not written") long watched,

            @Schema(description = "May not be raised at present")
            long held,

            @Schema(description = "Do not show what they should")
            long due,

            @Schema(description = "Units shown beyond what should be, and not to be lowered now")
            long exposed) {
        static Counted of(Tally tally, long exposed) {
            return new Counted(tally.live(), tally.watched(), tally.held(), tally.due(), exposed);
        }
    }

    /** Work that comes again and again, or once. */
    @Schema(name = "ConnectionDuty")
    record Work(
            @Schema(example = "orders") String kind,

            @Schema(nullable = true, description = "Null while it is not due") @Nullable
            Instant dueSince,

            @Schema(nullable = true) @Nullable Instant doneAt,
            long progress,
            @Schema(nullable = true) @Nullable Long total,

            @Schema(nullable = true, description = "How the last attempt failed") @Nullable
            String fault,

            @Schema(nullable = true) @Nullable String detail) {
        static Work of(Duties.State duty) {
            return new Work(
                    duty.kind(),
                    duty.dueSince(),
                    duty.doneAt(),
                    duty.progress(),
                    duty.total(),
                    duty.fault(),
                    duty.detail());
        }
    }
}
