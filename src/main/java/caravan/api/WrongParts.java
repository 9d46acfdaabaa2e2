package caravan.api;

import java.util.List;

/** Parts of a request are wrong in a way that only the hub's own rules know. */
final class WrongParts extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<ApiProblems.Fault> faults;

    WrongParts(List<ApiProblems.Fault> faults) {
        super("Parts of the request are wrong.");
        this.faults = List.copyOf(faults);
    }

    List<ApiProblems.Fault> faults() {
        return faults;
    }
}
