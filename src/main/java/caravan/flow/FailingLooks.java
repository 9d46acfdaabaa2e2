package caravan.flow;

import caravan.incident.IncidentKind;
import caravan.incident.Incidents;
import caravan.incident.Incidents.Cause;
import caravan.incident.Incidents.Finding;
import caravan.kernel.CallFailed;
import caravan.kernel.Fault;
import caravan.link.Looks;
import caravan.link.Looks.Failing;
import caravan.link.Looks.Look;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Ends looks, and tells people of those that go on failing: nobody else notices, and while the hub does not know how an order
 * changed, listings of its channel are not raised.
 */
@Component
class FailingLooks {
    /** How long a channel may be away before anybody is told. */
    static final Duration PATIENCE = Duration.ofMinutes(15);
    /** After as many failures that time does not mend, about three minutes. */
    static final int MANY = 10;

    static final DateTimeFormatter AT =
            DateTimeFormatter.ofPattern("d MMMM HH:mm 'UTC'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private final Looks looks;
    private final Incidents incidents;

    FailingLooks(Looks looks, Incidents incidents) {
        this.looks = looks;
        this.incidents = incidents;
    }

    /** Ends a look that succeeded. */
    @Transactional
    void done(Look look) {
        if (looks.done(look)) {
            incidents.close(
                    List.of(new Cause(
                            IncidentKind.LOOK_FAILING, look.connection().value(), subject(look))),
                    "It was read.");
        }
    }

    /** Puts a look off that failed. */
    @Transactional
    void failed(Look look, CallFailed failure, Duration retryIn) {
        looks.failed(look, retryIn, failure.fault(), failure.detail())
                .filter(failing -> isTold(failure.fault(), look.attempts(), failing.age()))
                .ifPresent(failing -> incidents.raise(List.of(finding(look, failure, failing))));
    }

    /** A channel that is away comes back by itself, and would be told of once for each look that waits for it. */
    private static boolean isTold(Fault fault, int attempts, Duration age) {
        return switch (fault) {
            case UNREACHED, UNANSWERED, THROTTLED -> age.compareTo(PATIENCE) >= 0;
            case REFUSED, MISCONFIGURED, DEFECT -> attempts >= MANY;
        };
    }

    private static Finding finding(Look look, CallFailed failure, Failing failing) {
        return new Finding(
                IncidentKind.LOOK_FAILING,
                look.connection().value(),
                subject(look),
                (look.kind().equals(LookWork.ORDER) ? "Order '" : "Listing '") + look.subject() + "' of connection '"
                        + look.connection() + "' cannot be read",
                "It fails since " + AT.format(failing.since()) + ", " + look.attempts() + " times by now. "
                        + failure.fault().title() + ": " + failure.detail() + " " + held(failing.changed())
                        + " Mend the cause at the channel or in its connection; it goes on being tried. Or stop trying.",
                Map.of("look", look.kind(), "external", look.subject()));
    }

    private static String held(@Nullable Instant changed) {
        return changed == null
                ? "What the hub knows of it may be out of date."
                : "It changed on " + AT.format(changed)
                        + " by the channel's clock, and until it is read nobody knows how:"
                        + " listings of the channel whose figures differ since then are not raised.";
    }

    private static String subject(Look look) {
        return look.kind() + "/" + look.subject();
    }
}
