package caravan.flow;

import caravan.incident.Decision;
import caravan.incident.DecisionRefused;
import caravan.incident.Incident;
import caravan.incident.IncidentKind;
import caravan.incident.Remedy;
import caravan.inventory.DriftPolicies;
import caravan.inventory.Drifts;
import caravan.inventory.LedgerProof;
import caravan.inventory.Level;
import caravan.inventory.Listings;
import caravan.inventory.Readings;
import caravan.inventory.StockLevels.Deed;
import caravan.inventory.StockView;
import caravan.inventory.StockWrites;
import caravan.kernel.ConnectionId;
import caravan.kernel.DriftPolicy;
import caravan.kernel.Sku;
import caravan.link.DutiesDue;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Carries out what people decide about levels and listings. */
@Component
class StockRemedy implements Remedy {
    private final StockView stock;
    private final Drifts drifts;
    private final DriftPolicies policies;
    private final LedgerProof proof;
    private final Listings listings;
    private final Readings readings;
    private final StockWrites writes;
    private final ApplicationEventPublisher events;

    StockRemedy(
            StockView stock,
            Drifts drifts,
            DriftPolicies policies,
            LedgerProof proof,
            Listings listings,
            Readings readings,
            StockWrites writes,
            ApplicationEventPublisher events) {
        this.stock = stock;
        this.drifts = drifts;
        this.policies = policies;
        this.proof = proof;
        this.listings = listings;
        this.readings = readings;
        this.writes = writes;
        this.events = events;
    }

    @Override
    public Set<IncidentKind> kinds() {
        return Set.of(
                IncidentKind.OVERSOLD,
                IncidentKind.DRIFT,
                IncidentKind.WRITE_REFUSED,
                IncidentKind.WRITING_FORBIDDEN,
                IncidentKind.DATABASE_RESTORED,
                IncidentKind.STOCK_NOT_MANAGED,
                IncidentKind.LEDGER_DIFFERS);
    }

    @Override
    public Outcome carryOut(Decision decision) {
        return switch (decision.choice()) {
            case LOOK_AGAIN -> lookAgain(decision.incident());
            case HUB_WINS -> drift(decision, DriftPolicy.HUB);
            case CHANNEL_WINS -> drift(decision, DriftPolicy.CHANNEL);
            case TRY_AGAIN -> tryAgain(decision.incident());
            case READ_FIGURE_AGAIN -> readAgain(decision.incident());
            case TAKE_LEDGER -> takeLedger(decision.incident());
            case STOP_WRITING -> stop(decision.incident());
            case ACCEPT -> Outcome.resolved("It was accepted as it is.");
            default -> throw decision.unknown();
        };
    }

    private Outcome lookAgain(Incident incident) {
        String sku = incident.fact("sku");
        Level level = stock.levels(List.of(new Sku(sku))).stream()
                .filter(each ->
                        each.sku().value().equals(sku) && each.location().equals(incident.fact("location")))
                .findFirst()
                .orElseThrow(() -> new DecisionRefused("There is no such level any more. Accept it as it is."));
        String words = level.reserved() + " units are owed and " + level.onHand() + " are on hand.";
        return level.reserved() <= level.onHand()
                ? Outcome.resolved(words)
                : Outcome.begun("Still oversold: " + words + " Get more stock, or cancel an order at its channel.");
    }

    private Outcome drift(Decision decision, DriftPolicy winner) {
        Incident incident = decision.incident();
        long listing = listing(incident);
        long units;
        try {
            units = drifts.decide(
                    new Drifts.Found(listing, units(incident), policy(incident)),
                    winner,
                    new Deed("incident/" + incident.id(), "drift decided", decision.by()));
        } catch (IllegalStateException changed) {
            throw new DecisionRefused(String.valueOf(changed.getMessage()));
        }
        String words = winner == DriftPolicy.HUB ? "The hub is right." : "The channel is right.";
        if (units != 0) {
            words += " Booked on hand: " + (units > 0 ? "+" : "") + units + ".";
        }
        if (decision.argument("always").equals("yes")) {
            policies.decide(listing, winner);
            words += " So it will be from now on.";
        }
        events.publishEvent(new DutiesDue(Set.of(new ConnectionId(incident.connection()))));
        return Outcome.resolved(words);
    }

    private Outcome tryAgain(Incident incident) {
        return writes.retry(listing(incident))
                ? Outcome.begun("It is written again as soon as it is its turn.")
                : Outcome.resolved("The channel shows by now what it should.");
    }

    private Outcome readAgain(Incident incident) {
        readings.due(List.of(listing(incident)), Duration.ZERO);
        events.publishEvent(new DutiesDue(Set.of(new ConnectionId(incident.connection()))));
        return Outcome.begun("The figure is read as soon as it is its turn.");
    }

    private Outcome takeLedger(Incident incident) {
        try {
            LedgerProof.Compared before = proof.mend(new Sku(incident.fact("sku")), incident.fact("location"));
            return Outcome.resolved(
                    before.same()
                            ? "The level is by now what its movements add up to."
                            : "The level said " + LedgerCheck.words(before.level()) + "; it is now "
                                    + LedgerCheck.words(before.ledger()) + ".");
        } catch (IllegalStateException impossible) {
            throw new DecisionRefused(String.valueOf(impossible.getMessage()));
        }
    }

    private Outcome stop(Incident incident) {
        listings.stop(listing(incident));
        return Outcome.resolved("The listing is only watched from now on.");
    }

    private static long listing(Incident incident) {
        return number(incident, "listing");
    }

    private static long units(Incident incident) {
        return incident.fact("units").isEmpty() ? 0 : number(incident, "units");
    }

    private static DriftPolicy policy(Incident incident) {
        String policy = incident.fact("policy");
        return policy.isEmpty() ? DriftPolicy.ASK : DriftPolicy.valueOf(policy.toUpperCase(Locale.ROOT));
    }

    private static long number(Incident incident, String fact) {
        try {
            return Long.parseLong(incident.fact(fact));
        } catch (NumberFormatException unknown) {
            throw new DecisionRefused("It is not known any more which listing is meant. Look at the item's page.");
        }
    }
}
