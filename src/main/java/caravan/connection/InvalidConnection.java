package caravan.connection;

import java.util.List;

/** A connection was not made or changed, because something is wrong with it; all of it is told at once. */
public final class InvalidConnection extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<ConnectionProblem> problems;

    InvalidConnection(String message, List<ConnectionProblem> problems) {
        super(message);
        this.problems = List.copyOf(problems);
    }

    public List<ConnectionProblem> problems() {
        return problems;
    }
}
