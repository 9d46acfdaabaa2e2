package caravan.kit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Looks for the Chromium that browser tests drive. */
final class InstalledBrowser implements ExecutionCondition {
    private static final String MISSING =
            "Browser tests need Chromium and its driver (on Debian: apt-get install" + " chromium chromium-driver).";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (browser().isPresent() && driver().isPresent()) {
            return ConditionEvaluationResult.enabled("Chromium is installed.");
        }
        if ("true".equals(System.getenv("CI"))) {
            throw new IllegalStateException(MISSING + " With CI=true they are never skipped.");
        }
        return ConditionEvaluationResult.disabled(MISSING);
    }

    static Optional<Path> browser() {
        return first("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
    }

    static Optional<Path> driver() {
        return first("/usr/bin/chromedriver", "/usr/lib/chromium-browser/chromedriver");
    }

    private static Optional<Path> first(String... places) {
        return Stream.of(places).map(Path::of).filter(Files::isExecutable).findFirst();
    }
}
