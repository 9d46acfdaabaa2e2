package caravan.platform;

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
     * Tells a failure that a person can mend from a defect.
     *
     * @return the exit code of the process: 2 if one line said it all, 1 if the log has a stack trace
     */
    public static int exitCode(Throwable failure) {
        return StartFailureReporter.describe(failure).isPresent() ? 2 : 1;
    }
}
