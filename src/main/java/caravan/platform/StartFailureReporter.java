package caravan.platform;

import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanInstantiationException;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.context.config.ConfigDataException;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.WebServerException;
import org.springframework.core.Ordered;
import org.springframework.core.convert.ConversionException;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Prints one line for a failure that a person can mend, in place of Boot's report and stack trace.
 *
 * <p>Anything it does not know is a defect and keeps its stack trace.
 */
final class StartFailureReporter implements SpringBootExceptionReporter, Ordered {

    @Override
    public boolean reportException(Throwable failure) {
        Optional<String> line = describe(failure);
        line.ifPresent(text -> System.err.println("Caravan did not start: " + text.replaceAll("\\s*\\R\\s*", " ")));
        return line.isPresent();
    }

    /** Before Boot's own reporters, which would print a page. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    /** The line for a failure, or nothing if only a stack trace explains it. */
    static Optional<String> describe(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String line = line(cause);
            if (line != null) {
                return Optional.of(line);
            }
        }
        return Optional.empty();
    }

    private static @Nullable String line(Throwable cause) {
        if (cause instanceof StartFailure start) {
            return start.getMessage();
        }
        if (cause instanceof PortInUseException port) {
            return "port " + port.getPort()
                    + " is in use. Stop what uses it, or choose another with --server.port=8081.";
        }
        if (cause instanceof WebServerException web) {
            return "the web server cannot listen (" + root(web).getMessage()
                    + "). Choose another port with --server.port=8081.";
        }
        if (cause instanceof BindException binding) {
            return setting(binding);
        }
        if (cause instanceof InvalidConfigurationPropertyValueException invalid) {
            return "setting '" + invalid.getName() + "' is invalid: " + invalid.getReason() + ".";
        }
        if (cause instanceof MarkedYAMLException yaml) {
            return "a configuration file is not valid YAML: " + yaml.getProblem()
                    + (yaml.getProblemMark() == null
                            ? "."
                            : " in line " + (yaml.getProblemMark().getLine() + 1) + ".");
        }
        if (cause instanceof ConfigDataException files) {
            return "the configuration cannot be read: " + files.getMessage();
        }
        if (cause instanceof SQLException database && isUnreachable(database)) {
            return "the database cannot be used (" + deepest(database)
                    + "). Check spring.datasource.url, spring.datasource.username and spring.datasource.password.";
        }
        return null;
    }

    /** Names the setting and what is wrong with it, never its value: it may be a secret. */
    private static String setting(BindException binding) {
        for (Throwable cause = binding.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof UnboundConfigurationPropertiesException unknown) {
                return unknown.getUnboundProperties().stream()
                        .map(StartFailureReporter::named)
                        .collect(Collectors.joining(", ", SettingsCheck.UNKNOWN, SettingsCheck.ADVICE));
            }
            if (cause instanceof BindValidationException invalid) {
                return invalid.getValidationErrors().getAllErrors().stream()
                        .map(error -> "setting '" + binding.getName() + "' is invalid: " + error.getDefaultMessage())
                        .collect(Collectors.joining("; ", "", "."));
            }
        }
        ConfigurationProperty property = binding.getProperty();
        if (property != null && hasCause(binding, ConversionException.class)) {
            return "setting " + named(property) + " has a value that is not a valid "
                    + binding.getTarget().getType().resolve(Object.class).getSimpleName() + ".";
        }
        Throwable root = root(binding);
        return "setting '" + binding.getName() + "' is invalid"
                + (root instanceof BeanInstantiationException ? "." : ": " + root.getMessage());
    }

    static String named(ConfigurationProperty property) {
        return "'" + property.getName() + "'" + (property.getOrigin() == null ? "" : " (" + property.getOrigin() + ")");
    }

    private static boolean isUnreachable(SQLException failure) {
        String state = state(failure);
        // No entry, no such database, no room.
        return isAway(failure) || state.startsWith("28") || state.equals("3D000") || state.startsWith("53");
    }

    /** No connection, just starting or stopping: what a moment later may be otherwise. */
    static boolean isAway(SQLException failure) {
        String state = state(failure);
        return (state.isEmpty() && failure instanceof SQLTransientConnectionException)
                || state.startsWith("08")
                || state.startsWith("57P");
    }

    /** The pool's own exception has the state of the database's last refusal, or none if it was not answered in time. */
    private static String state(SQLException failure) {
        return failure.getSQLState() == null ? "" : failure.getSQLState();
    }

    static String deepest(SQLException failure) {
        SQLException last = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException database) {
                last = database;
            }
        }
        Throwable root = root(last);
        // The driver's own words name host and port, except for a host that does not exist.
        return root instanceof UnknownHostException
                ? "host '" + root.getMessage() + "' is unknown"
                : String.valueOf(last.getMessage());
    }

    private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
