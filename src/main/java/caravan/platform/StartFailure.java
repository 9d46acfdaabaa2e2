package caravan.platform;

import org.springframework.boot.web.server.PortInUseException;

/** A reason the hub cannot start, said in one line that ends with what to do. */
public final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Gives a reason in one line that ends with what to do; without any secret in it. */
    public StartFailure(String message) {
        super(message);
    }

    /** Gives a reason in one line that ends with what to do; without any secret in it. */
    public StartFailure(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * Prints the one line for a failure a person can mend; anything else keeps its stack trace in the log.
     *
     * @return the exit code of the process
     */
    public static int report(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartFailure start) {
                System.err.println("Caravan did not start: " + start.getMessage());
                return 2;
            }
            if (cause instanceof PortInUseException port) {
                System.err.println("Caravan did not start: port " + port.getPort()
                        + " is in use. Stop what uses it, or choose another with --server.port=8081.");
                return 2;
            }
        }
        return 1;
    }
}
