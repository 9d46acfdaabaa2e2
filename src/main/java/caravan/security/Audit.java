package caravan.security;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** Remembers who did what. Never give it a password, a token or personal data of customers. */
@Component
public class Audit {
    private final JdbcClient jdbc;

    Audit(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Records what the person or program behind the present request did; without one it was the hub itself. */
    public void record(String action, String subject, String detail) {
        Authentication actor = SecurityContextHolder.getContext().getAuthentication();
        record(actor == null ? "hub" : actor.getName(), action, subject, detail);
    }

    void record(String actor, String action, String subject, String detail) {
        jdbc.sql("INSERT INTO audit (actor, action, subject, detail) VALUES (:actor, :action, :subject, :detail)")
                .param("actor", actor)
                .param("action", action)
                .param("subject", subject)
                .param("detail", detail)
                .update();
    }
}
