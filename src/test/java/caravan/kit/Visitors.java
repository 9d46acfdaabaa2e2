package caravan.kit;

import caravan.security.Accounts;
import caravan.security.ApiTokens;
import caravan.security.Role;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import org.springframework.core.env.Environment;

/** Makes visitors of the shared hub: nobody, somebody in a role, a program with a token. Injected into {@link HubTest}s. */
public final class Visitors {
    public static final String PASSWORD = "correct horse battery";

    private final Accounts accounts;
    private final ApiTokens tokens;
    private final Environment environment;

    Visitors(Accounts accounts, ApiTokens tokens, Environment environment) {
        this.accounts = accounts;
        this.tokens = tokens;
        this.environment = environment;
    }

    /** Where the shared hub listens. */
    public URI hub() {
        return URI.create("http://localhost:" + environment.getRequiredProperty("local.server.port"));
    }

    /** Somebody who has not signed in. */
    public Visitor nobody() {
        return new Visitor(hub());
    }

    /** Somebody new who has signed in and chosen {@link #PASSWORD}. */
    public Visitor signedIn(Role role) throws IOException, InterruptedException {
        return signedIn(Names.unique(role.name().toLowerCase(Locale.ROOT)), role);
    }

    /** A new account of this name, signed in, with {@link #PASSWORD}. */
    public Visitor signedIn(String name, Role role) throws IOException, InterruptedException {
        String oneTime = accounts.add(name, role).reveal();
        Visitor visitor = nobody();
        visitor.signIn(name, oneTime);
        visitor.changePassword(oneTime, PASSWORD);
        return visitor;
    }

    /** A program with a new token. */
    public Program program(Role role) {
        return new Program(hub(), token(role));
    }

    /** A new token, as it goes behind {@code Authorization: Bearer}. */
    public String token(Role role) {
        return tokens.create(Names.unique("token"), role, "test", null).reveal();
    }
}
