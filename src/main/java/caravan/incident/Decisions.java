package caravan.incident;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Decides about incidents. What was chosen is carried out first and the incident closed last, in one transaction: the order in
 * which work raises incidents. Of two people who decide at once, one finds it closed, and nothing of theirs remains.
 */
@Component
public class Decisions {

    /**
     * What came of a decision.
     *
     * @param closed whether the incident is resolved now
     * @param words what was done
     */
    public record Decided(boolean closed, String words) {}

    /**
     * What came of a decision about many incidents.
     *
     * @param refused why some were not carried out, each reason once
     * @param more whether there are more than could be decided at once
     */
    public record Tally(int carriedOut, int closed, Map<String, Integer> refused, boolean more) {
        /** How many were not carried out. */
        public int failed() {
            return refused.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    private static final Logger log = LoggerFactory.getLogger(Decisions.class);
    private static final int MOST = 200;
    private static final int LONGEST_ARGUMENT = 1_000_000;

    private final IncidentList list;
    private final Incidents incidents;
    private final TransactionTemplate transaction;
    private final Map<IncidentKind, Remedy> remedies = new HashMap<>();

    Decisions(IncidentList list, Incidents incidents, TransactionTemplate transaction, List<Remedy> remedies) {
        this.list = list;
        this.incidents = incidents;
        this.transaction = transaction;
        remedies.forEach(remedy -> remedy.kinds().forEach(kind -> this.remedies.put(kind, remedy)));
    }

    /**
     * Carries a choice out.
     *
     * @param arguments what the choice needs, by name
     * @param by who chose
     * @throws DecisionRefused if it cannot be carried out, or the incident is resolved already; it is left as it was, with the
     *     reason as a note
     */
    public Decided decide(long id, Choice choice, Map<String, String> arguments, String by) {
        return decide(id, choice, arguments, by, Supplier::get);
    }

    /**
     * Carries a choice out inside what sees to it that a repeat does nothing, and whose transaction it joins.
     *
     * @param once calls what it is given if this was not decided before, and answers what came of it then
     * @throws DecisionRefused as without it; then nothing of {@code once} may remain either
     */
    public <T> T decide(
            long id, Choice choice, Map<String, String> arguments, String by, Function<Supplier<Decided>, T> once) {
        try {
            return once.apply(() -> transaction.execute(status -> carryOut(id, choice, arguments, by)));
        } catch (ConcurrencyFailureException crossed) {
            throw new DecisionRefused(
                    "Something else changed the same orders or stock at this moment. Try again.", crossed);
        } catch (DecisionRefused refused) {
            if (refused.getCause() != null) {
                log.warn("Choice {} for incident {} was not carried out", choice, id, refused.getCause());
            }
            incidents.note(id, choice.title() + ": " + refused.reason());
            throw refused;
        }
    }

    /**
     * Carries a choice out for many incidents, each in a transaction of its own; one that is refused hinders no other.
     *
     * @param ids which; at most 200 are decided
     */
    public Tally decide(List<Long> ids, Choice choice, String by) {
        int carriedOut = 0;
        int closed = 0;
        Map<String, Integer> refused = new HashMap<>();
        for (Long id : ids.subList(0, Math.min(MOST, ids.size()))) {
            try {
                Decided decided = decide(id, choice, Map.of(), by);
                carriedOut++;
                closed += decided.closed() ? 1 : 0;
            } catch (DecisionRefused reason) {
                refused.merge(reason.reason(), 1, Integer::sum);
            }
        }
        return new Tally(carriedOut, closed, refused, ids.size() > MOST);
    }

    /** Carries a choice out for the oldest open incidents of a search, at most 200 of them. */
    public Tally decideAll(IncidentList.Search search, Choice choice, String by) {
        return decide(list.oldest(search, MOST + 1), choice, by);
    }

    private Decided carryOut(long id, Choice choice, Map<String, String> arguments, String by) {
        Incident incident = list.find(id)
                .orElseThrow(() -> new DecisionRefused("There is no incident " + id + ". It may have been erased."));
        requireOpen(incident);
        if (!incident.kind().choices().contains(choice)) {
            throw new DecisionRefused("'" + choice.title() + "' is no choice for '"
                    + incident.kind().title() + "'. Choose one of those shown.");
        }
        Remedy.Outcome outcome = Optional.ofNullable(remedies.get(incident.kind()))
                .orElseThrow(() -> new DecisionRefused("This hub cannot carry out choices for '"
                        + incident.kind().title() + "'."))
                .carryOut(new Decision(incident, choice, checked(choice, arguments), by));
        if (outcome.closes() && !incidents.resolve(id, by, outcome.words())) {
            list.find(id).ifPresent(Decisions::requireOpen);
        }
        if (!outcome.closes()) {
            incidents.note(id, outcome.words());
        }
        return new Decided(outcome.closes(), outcome.words());
    }

    private static Map<String, String> checked(Choice choice, Map<String, String> arguments) {
        for (String needed : choice.needed()) {
            if (arguments.getOrDefault(needed, "").isBlank()) {
                throw new DecisionRefused("'" + choice.title() + "' needs a value for '" + needed + "'.");
            }
        }
        arguments.forEach((name, value) -> {
            if (value.indexOf('\0') >= 0 || value.length() > LONGEST_ARGUMENT) {
                throw new DecisionRefused("The value for '" + name + "' is too long or holds a character 0.");
            }
        });
        return Map.copyOf(arguments);
    }

    private static void requireOpen(Incident incident) {
        Incident.End end = incident.end();
        if (end != null) {
            throw new DecisionRefused("This incident was resolved already, by '" + end.by() + "': " + end.resolution());
        }
    }
}
