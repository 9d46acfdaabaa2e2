package caravan.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.StandardEnvironment;

/** What a hub finds of the sandbox when it starts, by its profiles. */
class SandboxProfileTests {

    @Test
    void nothingOfTheSandboxExistsInAnyOtherProfile() {
        assertThat(found("production")).isEmpty();
        assertThat(found("development")).isEmpty();
        assertThat(found()).isEmpty();
    }

    @Test
    void storesPagesAndApiExistInTheSandbox() {
        assertThat(found("sandbox"))
                .contains(
                        "caravan.sandbox.SandboxConfiguration",
                        "caravan.sandbox.SandboxMerchant",
                        "caravan.sandbox.SandboxController",
                        "caravan.console.TwinsPage",
                        "caravan.console.TwinPage",
                        "caravan.console.TwinOrderPage");
    }

    private static List<String> found(String... profiles) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.setActiveProfiles(profiles);
        return new ClassPathScanningCandidateComponentProvider(true, environment)
                .findCandidateComponents("caravan").stream()
                        .map(found -> String.valueOf(found.getBeanClassName()))
                        .filter(name -> !name.endsWith("Tests"))
                        .filter(name -> name.startsWith("caravan.sandbox.") || name.startsWith("caravan.console.Twin"))
                        .toList();
    }
}
