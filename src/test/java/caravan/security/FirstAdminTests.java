package caravan.security;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kit.HubProcess;
import caravan.kit.Visitor;
import caravan.kit.Visitors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstAdminTests {
    private static final Pattern PASSWORD = Pattern.compile("Password  (\\S+)   \\(works until");

    @Test
    void printsAPasswordUntilTheAdminHasSignedInAndNeverAgainUnlessToldTo(@TempDir Path folder) throws Exception {
        Path data = folder.resolve("data");
        String first;
        try (HubProcess hub = HubProcess.start(data).awaitReady()) {
            first = awaitPassword(hub);
            assertThat(hub.output()).contains("http://localhost:" + hub.port());
        }
        String second;
        try (HubProcess hub = HubProcess.start(data).awaitReady()) {
            second = awaitPassword(hub);
            assertThat(second).isNotEqualTo(first);
            Visitor admin = new Visitor(hub.uri("/"));
            admin.signIn("admin", second);
            admin.changePassword(second, Visitors.PASSWORD);
            assertThat(admin.open("/").body()).contains("No connections yet", "href=\"/add-connection\"");
            assertThat(hub.output().split(Pattern.quote(second), -1)).hasSize(2);
        }
        try (HubProcess hub = HubProcess.start(data).awaitReady()) {
            await(hub, "set before. Lost?");
            assertThat(new Visitor(hub.uri("/"))
                            .signIn("admin", first)
                            .headers()
                            .firstValue("Location"))
                    .hasValueSatisfying(to -> assertThat(to).endsWith("?wrong"));
        }
        try (HubProcess hub =
                HubProcess.start(data, "--caravan.security.reset-admin=true").awaitReady()) {
            Visitor admin = new Visitor(hub.uri("/"));
            admin.signIn("admin", awaitPassword(hub));
            assertThat(admin.open("/").headers().firstValue("Location"))
                    .hasValueSatisfying(to -> assertThat(to).endsWith("/password"));
        }
    }

    private static String awaitPassword(HubProcess hub) throws IOException, InterruptedException {
        await(hub, "(works until");
        Matcher printed = PASSWORD.matcher(hub.output());
        assertThat(printed.find()).isTrue();
        return printed.group(1);
    }

    private static void await(HubProcess hub, String text) throws IOException, InterruptedException {
        // Health answers a moment before the hub says it is ready.
        for (int i = 0; i < 100 && !hub.output().contains(text); i++) {
            Thread.sleep(100);
        }
        assertThat(hub.output()).contains(text);
    }
}
