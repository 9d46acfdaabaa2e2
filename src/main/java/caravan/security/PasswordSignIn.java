package caravan.security;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;

/** Signs people in by name and password. An unknown, a disabled and a mistaken user get the same answer. */
@Component
class PasswordSignIn implements AuthenticationProvider {
    private final Accounts accounts;
    private final SignInBrake brake;
    private final Audit audit;

    PasswordSignIn(Accounts accounts, SignInBrake brake, Audit audit) {
        this.accounts = accounts;
        this.brake = brake;
        this.audit = audit;
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        String name = Accounts.normal(attempt.getName());
        String address = address(attempt.getDetails());
        if (brake.holds(name, address)) {
            throw new LockedException("too many wrong passwords");
        }
        if (!accounts.accepts(name, String.valueOf(attempt.getCredentials()))) {
            brake.failed(name, address);
            // People type passwords into the name field: a name nobody has is not written down.
            String who = accounts.find(name).map(Account::name).orElse("(unknown user)");
            audit.record(who, "sign-in failed", who, "from " + address);
            throw new BadCredentialsException("wrong name or password");
        }
        brake.release(name, address);
        accounts.noteSignIn(name);
        audit.record(name, "signed in", name, "from " + address);
        return SignedIn.as(accounts.find(name).orElseThrow()).authentication();
    }

    @Override
    public boolean supports(Class<?> attempt) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(attempt);
    }

    private static String address(@Nullable Object details) {
        return details instanceof WebAuthenticationDetails web ? String.valueOf(web.getRemoteAddress()) : "unknown";
    }
}
