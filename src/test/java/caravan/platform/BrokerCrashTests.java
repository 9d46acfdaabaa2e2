package caravan.platform;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kit.Await;
import caravan.kit.HubProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerCrashTests {

    @Test
    void keepsEveryAcknowledgedMessageOverAKillAndOverAStop(@TempDir Path folder) throws Exception {
        Path data = folder.resolve("data");
        Path sent = folder.resolve("sent");
        Path received = folder.resolve("received");

        try (HubProcess hub = start(data, "--kit.send-to=" + sent).awaitReady()) {
            Await.until(
                    "500 messages sent",
                    () -> Files.exists(sent) && numbers(sent).size() >= 500);
            hub.kill();
        }
        List<String> acknowledged = numbers(sent);

        try (HubProcess hub = start(data, "--kit.none=").awaitReady()) {
            assertThat(hub.stop()).as("exit code of SIGTERM").isIn(0, 143);
            assertThat(hub.output()).doesNotContain(" WARN ", " ERROR ", "Exception");
            assertThat(hub.output().lines()).as("quiet").hasSizeLessThan(15);
        }

        try (HubProcess hub = start(data, "--kit.drain-to=" + received).awaitReady()) {
            Await.until("the queue is drained", () -> Files.exists(received));
            assertThat(hub.status("/actuator/health/door")).isEqualTo(200);
            // The message in flight when the hub was killed may have arrived unacknowledged.
            assertThat(numbers(received))
                    .startsWith(acknowledged.toArray(String[]::new))
                    .hasSizeBetween(acknowledged.size(), acknowledged.size() + 1);
        }
    }

    /** Without workers, so that the messages stay where they are. */
    private static HubProcess start(Path data, String option) throws java.io.IOException {
        return HubProcess.start(data, option, "--caravan.intake.workers=0");
    }

    /** A line cut off by the kill was not acknowledged as far as the test can tell. */
    private static List<String> numbers(Path file) throws Exception {
        String text = Files.readString(file);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }
}
