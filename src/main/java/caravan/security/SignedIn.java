package caravan.security;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.AuthenticatedPrincipal;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/**
 * Who a request comes from: a person with a session, or a program with a token.
 *
 * @param since the account as it was at sign-in; once it has changed, the session is over
 */
public record SignedIn(String name, Role role, Instant since) implements AuthenticatedPrincipal, Serializable {
    @Override
    public String getName() {
        return name;
    }

    /** Tells whether this person or program may do what {@code required} may. */
    public boolean may(Role required) {
        return role.includes(required);
    }

    static SignedIn as(Account account) {
        return new SignedIn(account.name(), account.role(), account.changedAt());
    }

    Authentication authentication() {
        return UsernamePasswordAuthenticationToken.authenticated(
                this, null, List.of(new SimpleGrantedAuthority(role.authority())));
    }
}
