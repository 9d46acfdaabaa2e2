package caravan.security;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Visitor;
import caravan.kit.Visitors;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

@HubTest
class AccessTests {
    private final Visitors visitors;
    private final ApiTokens tokens;
    private final JdbcClient jdbc;

    AccessTests(Visitors visitors, ApiTokens tokens, JdbcClient jdbc) {
        this.visitors = visitors;
        this.tokens = tokens;
        this.jdbc = jdbc;
    }

    @Test
    void asksNothingOfHooksAndHealthAndGivesThemNoSession() throws Exception {
        Visitor visitor = visitors.nobody();
        assertThat(visitor.get("/actuator/health/pages").statusCode()).isEqualTo(200);
        assertThat(visitor.postWithoutXsrfToken("/hooks/unknown", Map.of()).statusCode())
                .isNotIn(302, 401, 403);
        assertThat(visitor.cookies()).doesNotContain("CARAVAN");
    }

    @Test
    void answersTheApiWithProblemDetailsAndNoSession() throws Exception {
        Visitor visitor = visitors.nobody();
        var answer = visitor.get("/api/me");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Content-Type")).get().asString().startsWith("application/problem+json");
        assertThat(answer.body()).contains("\"status\":401");
        assertThat(visitor.cookies()).doesNotContain("CARAVAN");
    }

    @Test
    void takesATokenAndMakesNoSession() throws Exception {
        Visitor program = visitors.nobody();
        var answer = program.get("/api/me", "Authorization", "Bearer " + visitors.token(Role.OPERATOR));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"role\":\"OPERATOR\"");
        assertThat(program.cookies()).isEmpty();
    }

    @Test
    void takesTheSessionOfAPageForTheApi() throws Exception {
        assertThat(visitors.signedIn(Role.VIEWER).get("/api/me").body()).contains("\"role\":\"VIEWER\"");
    }

    @Test
    void refusesRevokedExpiredAndInventedTokensEvenBesideASession() throws Exception {
        Visitor visitor = visitors.signedIn(Role.ADMIN);
        String token = visitors.token(Role.ADMIN);
        assertThat(status(visitor, token)).isEqualTo(200);
        jdbc.sql("UPDATE api_token SET expires_at = now() WHERE id = :id")
                .param("id", newest())
                .update();
        assertThat(status(visitor, token)).isEqualTo(401);

        String other = visitors.token(Role.ADMIN);
        tokens.revoke(newest());
        assertThat(status(visitor, other)).isEqualTo(401);
        assertThat(status(visitor, "cvn_invented")).isEqualTo(401);
    }

    @Test
    void refusesATokenWithoutAUsableNameOrLife() throws Exception {
        Visitor admin = visitors.signedIn(Role.ADMIN);
        String name = Names.unique("token");
        for (String days : List.of("0", "-1", "3651", "2147483647")) {
            assertThat(admin.post("/users/tokens", Map.of("name", name, "role", "VIEWER", "days", days))
                            .statusCode())
                    .isEqualTo(302);
            assertThat(admin.open("/users").body()).contains("A token works for 1 to 3650 days");
        }
        assertThat(admin.post("/users/tokens", Map.of("name", name + "\0x", "role", "VIEWER"))
                        .statusCode())
                .isEqualTo(302);
        assertThat(admin.open("/users").body()).contains("needs a name of one line");
        assertThat(tokens.all()).noneSatisfy(known -> assertThat(known.name()).contains(name));
    }

    @Test
    void keepsOnlyAHashOfATokenAndNotesItsUse() throws Exception {
        String token = visitors.token(Role.VIEWER);
        status(visitors.nobody(), token);
        assertThat(jdbc.sql("SELECT count(*) FROM api_token t WHERE t::text LIKE '%' || :token || '%'")
                        .param("token", token)
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(tokens.all()).anySatisfy(known -> {
            assertThat(known.id()).isEqualTo(newest());
            assertThat(known.lastUsedAt()).isNotNull();
        });
    }

    @Test
    void letsPrometheusScrapeWithAViewersTokenButPeopleOnlyAsAdmin() throws Exception {
        String token = visitors.token(Role.VIEWER);
        assertThat(visitors.nobody()
                        .get("/actuator/prometheus", "Authorization", "Bearer " + token)
                        .statusCode())
                .isNotIn(302, 401, 403);
        assertThat(visitors.nobody()
                        .get("/actuator/env", "Authorization", "Bearer " + token)
                        .statusCode())
                .isEqualTo(403);
        assertThat(visitors.signedIn(Role.OPERATOR).get("/actuator/prometheus").statusCode())
                .isEqualTo(403);
        assertThat(visitors.nobody().get("/actuator/prometheus").statusCode()).isEqualTo(401);
    }

    @Test
    void showsUsersToAdminsOnly() throws Exception {
        assertThat(visitors.signedIn(Role.OPERATOR).open("/users").statusCode()).isEqualTo(403);
        assertThat(visitors.signedIn(Role.ADMIN).open("/users").body()).contains("API tokens");
    }

    @Test
    void showsErrorsInTheLookOfTheConsoleWithoutTheirInsides() throws Exception {
        var answer = visitors.signedIn(Role.VIEWER).open("/nowhere");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body())
                .contains("There is nothing here", "pf-v5-c-page")
                .doesNotContain("Exception");

        var problem = visitors.signedIn(Role.VIEWER).get("/api/nowhere");
        assertThat(problem.statusCode()).isEqualTo(404);
        assertThat(problem.headers().firstValue("Content-Type"))
                .get()
                .asString()
                .startsWith("application/problem+json");
    }

    @Test
    void saysWhatWasAskedForAndToPeopleNothingOfHeaders() throws Exception {
        Visitor visitor = visitors.signedIn(Role.VIEWER);
        assertThat(visitor.get("/api/nowhere").body()).contains("\"instance\":\"/api/nowhere\"");
        var answer = visitor.open("/incidents/decide");
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.body()).contains("belongs to a button of a page").doesNotContain("Allow");
    }

    @Test
    void forbidsFramesAndForeignScripts() throws Exception {
        var headers = visitors.nobody().open("/sign-in").headers();
        assertThat(headers.firstValue("Content-Security-Policy"))
                .get()
                .asString()
                .contains("script-src 'self';", "frame-ancestors 'none'");
        assertThat(headers.firstValue("X-Frame-Options")).contains("DENY");
    }

    @Test
    void servesItsOwnLookToEverybody() throws Exception {
        for (String file : new String[] {
            "/patternfly/patternfly.min.css",
            "/patternfly/assets/fonts/RedHatText/RedHatText-Regular.woff2",
            "/console/console.css",
            "/webjars/htmx.org/dist/htmx.min.js",
            "/webjars/htmx-ext-sse/sse.js"
        }) {
            assertThat(visitors.nobody().get(file).statusCode()).as(file).isEqualTo(200);
        }
    }

    private int status(Visitor visitor, String token) throws Exception {
        return visitor.get("/api/me", "Authorization", "Bearer " + token).statusCode();
    }

    private long newest() {
        return jdbc.sql("SELECT max(id) FROM api_token").query(Long.class).single();
    }
}
