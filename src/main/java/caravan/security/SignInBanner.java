package caravan.security;

import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Says on the terminal where the hub is and how to get in, once it is ready. */
@Component
class SignInBanner {
    private final FirstAdmin admin;
    private final SecuritySettings settings;
    private final Environment environment;

    SignInBanner(FirstAdmin admin, SecuritySettings settings, Environment environment) {
        this.admin = admin;
        this.settings = settings;
        this.environment = environment;
    }

    @EventListener
    void on(ApplicationReadyEvent event) {
        String port = environment.getProperty("local.server.port", "8080");
        String address = "http://localhost:" + port + environment.getProperty("server.servlet.context-path", "");
        // Standard output on purpose: a password must not reach log files or log collectors by way of a logger.
        System.out.println(text(address, admin.oneTimePassword(), settings.resetAdmin()));
    }

    static String text(String address, Optional<Secret> password, boolean reset) {
        List<String> lines = password.map(secret -> List.of(
                        "User      " + FirstAdmin.NAME,
                        "Password  " + secret.reveal() + "   (works until you choose your own at the first sign-in)",
                        reset
                                ? "Take caravan.security.reset-admin away again, or the next start resets it once more."
                                : "It is shown here only. A start before the first sign-in makes another."))
                .orElseGet(() -> List.of(
                        "User      " + FirstAdmin.NAME,
                        "Password  set before. Lost? Start once with --caravan.security.reset-admin=true"));
        String rule = "=".repeat(88);
        return "\n" + rule + "\n  Caravan is ready:  " + address + "\n\n  " + String.join("\n  ", lines) + "\n" + rule
                + "\n";
    }
}
