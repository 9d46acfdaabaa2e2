package caravan.flow;

import caravan.incident.Decision;
import caravan.incident.Incident;
import caravan.incident.IncidentKind;
import caravan.incident.Remedy;
import caravan.kernel.ConnectionId;
import caravan.link.Duties;
import caravan.link.DutiesDue;
import caravan.link.Looks;
import java.util.Set;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Carries out what people decide about what cannot be read from a channel. */
@Component
class LookRemedy implements Remedy {
    private final Looks looks;
    private final Duties duties;
    private final ApplicationEventPublisher events;

    LookRemedy(Looks looks, Duties duties, ApplicationEventPublisher events) {
        this.looks = looks;
        this.duties = duties;
        this.events = events;
    }

    @Override
    public Set<IncidentKind> kinds() {
        return Set.of(IncidentKind.LOOK_FAILING, IncidentKind.FIGURES_FAILING);
    }

    @Override
    public Outcome carryOut(Decision decision) {
        Incident incident = decision.incident();
        return switch (decision.choice()) {
            case READ_NOW -> incident.kind() == IncidentKind.LOOK_FAILING ? retry(incident) : readFigures(incident);
            case STOP_TRYING -> giveUp(incident);
            default -> throw decision.unknown();
        };
    }

    private Outcome retry(Incident incident) {
        if (!looks.retry(look(incident))) {
            return Outcome.resolved("It was read meanwhile.");
        }
        events.publishEvent(new DutiesDue(Set.of(connection(incident))));
        return Outcome.begun("It is read as soon as it is its turn.");
    }

    private Outcome readFigures(Incident incident) {
        duties.mark(connection(incident), DutyWork.FIGURES);
        return Outcome.begun("The figures are read as soon as it is their turn.");
    }

    private Outcome giveUp(Incident incident) {
        return Outcome.resolved(
                looks.giveUp(look(incident))
                        ? "The hub tries no more until the channel names it again."
                        : "It was read meanwhile.");
    }

    private static Looks.Hint look(Incident incident) {
        return new Looks.Hint(connection(incident), incident.fact("look"), incident.fact("external"));
    }

    private static ConnectionId connection(Incident incident) {
        return new ConnectionId(incident.connection());
    }
}
