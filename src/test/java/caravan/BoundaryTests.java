package caravan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What no room may contain; each message says where the thing belongs instead. */
class BoundaryTests {
    private static final Path CODE = Path.of("src/main/java/caravan");
    private static final Set<String> DOMAIN =
            Set.of("kernel", "order", "inventory", "catalog", "payment", "shipping", "customer");
    private static final Pattern FOREIGN = Pattern.compile(
            "import (org\\.apache\\.camel|com\\.fasterxml|tools\\.jackson|jakarta\\.servlet|java\\.net\\.http)");
    private static final Pattern VENDOR = Pattern.compile(
            "shopify|woocommerce|magento|adobe.?commerce|cs-?cart|stripe|paypal|easypost|shippo|salesforce|hubspot",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern UNHEARD_GUARD = Pattern.compile(
            "@(PostAuthorize|PreFilter|PostFilter|AuthorizeReturnObject|Secured|RolesAllowed|PermitAll|DenyAll)\\b");

    private static final Pattern LOCKED_BY_SUBQUERY =
            Pattern.compile("\\bIN \\(\\s*SELECT[^;\"]*?FOR UPDATE(?! SKIP)", Pattern.DOTALL);

    @Test
    void domainKnowsNoCamelNoJsonAndNoHttp() throws IOException {
        assertThat(offending(
                        FOREIGN,
                        file -> DOMAIN.contains(CODE.relativize(file).getName(0).toString())))
                .as("Domain packages import only the JDK, Spring's transactions and each other's events."
                        + " Move what needs Camel, JSON or HTTP into caravan.flow or caravan.connector.")
                .isEmpty();
    }

    @Test
    void noVendorIsNamedOutsideItsConnectorAndItsTwin() throws IOException {
        assertThat(offending(VENDOR, file -> !CODE.relativize(file).startsWith("sandbox")))
                .as("A vendor's name belongs into connectors/<vendor>/ or its sandbox twin."
                        + " What two vendors share is a default of the hub, without either name.")
                .isEmpty();
    }

    @Test
    void methodsAreGuardedByPreAuthorizeOnly() throws IOException {
        assertThat(offending(UNHEARD_GUARD, file -> true))
                .as("Only @PreAuthorize is listened to, see caravan.security.MethodGuard; others would guard nothing.")
                .isEmpty();
    }

    @Test
    void rowsAreLockedWithoutASubquery() throws IOException {
        try (Stream<Path> files = Files.walk(CODE)) {
            List<String> risky = files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> LOCKED_BY_SUBQUERY
                            .matcher(String.join("\n", lines(file)))
                            .results()
                            .map(found -> file + ": " + found.group().strip()))
                    .toList();
            assertThat(risky)
                    .as(
                            "A row that was waited for is checked again, and a subquery may miss it then: it is passed over, unlocked."
                                    + " Find the ids in a statement before, then lock by '= ANY(:id)', or join and lock FOR UPDATE OF one table.")
                    .isEmpty();
        }
    }

    @Test
    void classesHaveOneNoun() throws IOException {
        try (Stream<Path> files = Files.walk(CODE)) {
            List<Path> long_ = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> lines(file).size() > 300)
                    .toList();
            assertThat(long_)
                    .as("Classes over 300 lines hold a second noun. Give it a class of its own.")
                    .isEmpty();
        }
    }

    private static List<String> offending(Pattern pattern, java.util.function.Predicate<Path> where)
            throws IOException {
        try (Stream<Path> files = Files.walk(CODE)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(where)
                    .flatMap(file -> lines(file).stream()
                            .filter(line -> pattern.matcher(line).find())
                            .map(line -> file + ": " + line.strip()))
                    .toList();
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException gone) {
            throw new java.io.UncheckedIOException(gone);
        }
    }
}
