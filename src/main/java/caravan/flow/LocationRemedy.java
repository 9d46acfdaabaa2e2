package caravan.flow;

import caravan.incident.Choice;
import caravan.incident.Decision;
import caravan.incident.IncidentKind;
import caravan.incident.Remedy;
import caravan.kernel.ConnectionId;
import caravan.link.Duties;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Lets people have the locations of a channel read again, once they have put right what names them. */
@Component
class LocationRemedy implements Remedy {
    private final Duties duties;

    LocationRemedy(Duties duties) {
        this.duties = duties;
    }

    @Override
    public Set<IncidentKind> kinds() {
        return Set.of(IncidentKind.UNKNOWN_LOCATION);
    }

    @Override
    public Outcome carryOut(Decision decision) {
        if (decision.choice() == Choice.ACCEPT) {
            return Outcome.resolved("It was accepted as it is.");
        }
        if (decision.choice() != Choice.READ_LOCATIONS_AGAIN) {
            throw decision.unknown();
        }
        ConnectionId connection = new ConnectionId(decision.incident().connection());
        duties.keep(connection, DutyWork.ACCOUNT, null);
        duties.mark(connection, DutyWork.ACCOUNT);
        return Outcome.begun("The channel's locations are read as soon as it is its turn.");
    }
}
