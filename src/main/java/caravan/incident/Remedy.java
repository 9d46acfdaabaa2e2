package caravan.incident;

import java.util.Set;

/** Carries out what people decide about some kinds of incidents, in the transaction of the decision. */
public interface Remedy {

    /** The kinds it knows. */
    Set<IncidentKind> kinds();

    /**
     * Carries a decision out. It may be called for the same incident by two people at once; then one of the transactions is
     * taken back.
     *
     * @return what was done
     * @throws DecisionRefused if it cannot be carried out; all its effects are taken back
     */
    Outcome carryOut(Decision decision);

    /**
     * What was done.
     *
     * @param closes whether the incident is resolved by it
     * @param words one sentence without personal data
     */
    record Outcome(boolean closes, String words) {
        /** The incident is resolved. */
        public static Outcome resolved(String words) {
            return new Outcome(true, words);
        }

        /** The incident closes by itself later, or needs another decision. */
        public static Outcome begun(String words) {
            return new Outcome(false, words);
        }
    }
}
