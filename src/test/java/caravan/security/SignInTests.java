package caravan.security;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Visitor;
import caravan.kit.Visitors;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

@HubTest
class SignInTests {
    private final Visitors visitors;
    private final Accounts accounts;
    private final JdbcClient jdbc;
    private final String name = Names.unique("ann");

    SignInTests(Visitors visitors, Accounts accounts, JdbcClient jdbc) {
        this.visitors = visitors;
        this.accounts = accounts;
        this.jdbc = jdbc;
    }

    @Test
    void sendsStrangersToTheSignInPage() throws Exception {
        var answer = visitors.nobody().open("/");
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location")).get().asString().endsWith("/sign-in");
    }

    @Test
    void opensNothingUntilTheOneTimePasswordIsReplaced() throws Exception {
        String oneTime = accounts.add(name, Role.ADMIN).reveal();
        Visitor visitor = visitors.nobody();
        visitor.signIn(name, oneTime);

        for (String page : new String[] {"/", "/users", "/actuator/hawtio/", "/nowhere"}) {
            assertThat(visitor.open(page).headers().firstValue("Location"))
                    .as(page)
                    .hasValueSatisfying(to -> assertThat(to).endsWith("/password"));
        }
        assertThat(visitor.get("/api/me").statusCode()).isEqualTo(403);
        assertThat(visitor.get("/actuator/env").statusCode()).isEqualTo(403);

        assertThat(visitor.changePassword(oneTime, Visitors.PASSWORD).headers().firstValue("Location"))
                .isPresent();
        assertThat(visitor.open("/").body()).contains("<title>Overview");
        assertThat(visitors.nobody().signIn(name, oneTime).headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("?wrong"));
    }

    @Test
    void refusesAPasswordThatIsShortOrTheSameOrMistyped() throws Exception {
        String oneTime = accounts.add(name, Role.VIEWER).reveal();
        Visitor visitor = visitors.nobody();
        visitor.signIn(name, oneTime);
        assertThat(visitor.changePassword(oneTime, "short").body()).contains("too short");
        assertThat(visitor.changePassword(oneTime, oneTime).body()).contains("is the present one");
        assertThat(visitor.changePassword("wrong", Visitors.PASSWORD).body()).contains("present password is wrong");
        assertThat(visitor.changePassword(oneTime, name + "-and-more").body()).contains("contains the user name");
    }

    @Test
    void answersANameNobodyCanHaveLikeAWrongPassword() throws Exception {
        for (String odd : new String[] {"a\0b", "\0", "a b", "x".repeat(5000)}) {
            assertThat(location(visitors.nobody().signIn(odd, "wrong"))).endsWith("?wrong");
        }
    }

    @Test
    void brakesGuessingAndSaysSo() throws Exception {
        visitors.signedIn(name, Role.VIEWER);
        Visitor guesser = visitors.nobody();
        for (int i = 0; i < SignInBrake.FAILURES; i++) {
            assertThat(location(guesser.signIn(name, "wrong " + i))).endsWith("?wrong");
        }
        assertThat(location(guesser.signIn(name, Visitors.PASSWORD))).endsWith("?wait");
        assertThat(guesser.open("/sign-in?wait").body()).contains("Wait a minute");
    }

    @Test
    void givesANewSessionAtSignIn() throws Exception {
        visitors.signedIn(name, Role.VIEWER);
        Visitor visitor = visitors.nobody();
        visitor.open("/");
        String before = visitor.cookie("CARAVAN").orElseThrow();
        visitor.signIn(name, Visitors.PASSWORD);
        assertThat(visitor.cookie("CARAVAN")).isPresent().get().isNotEqualTo(before);
    }

    @Test
    void refusesWhatAnotherSiteMadeTheBrowserSend() throws Exception {
        Visitor visitor = visitors.signedIn(name, Role.ADMIN);
        assertThat(visitor.postWithoutXsrfToken("/users", Map.of("name", "eve", "role", "ADMIN"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(visitor.postWithoutXsrfToken("/actuator/hawtio/jolokia", Map.of())
                        .statusCode())
                .isEqualTo(403);
        assertThat(visitor.postWithoutXsrfToken("/sign-out", Map.of()).statusCode())
                .isEqualTo(403);
        assertThat(visitor.open("/").statusCode()).isEqualTo(200);
    }

    @Test
    void signsOut() throws Exception {
        Visitor visitor = visitors.signedIn(name, Role.VIEWER);
        assertThat(location(visitor.post("/sign-out", Map.of()))).endsWith("/sign-in?out");
        assertThat(location(visitor.open("/"))).endsWith("/sign-in");
    }

    @Test
    void endsSessionsOfSomebodyDisabledOrGivenAnotherRole() throws Exception {
        Visitor visitor = visitors.signedIn(name, Role.OPERATOR);
        accounts.changeRole(name, Role.VIEWER);
        assertThat(location(visitor.open("/"))).endsWith("/sign-in");

        visitor.signIn(name, Visitors.PASSWORD);
        assertThat(visitor.open("/").statusCode()).isEqualTo(200);
        accounts.disable(name);
        assertThat(location(visitor.open("/"))).endsWith("/sign-in");
        assertThat(location(visitor.signIn(name, Visitors.PASSWORD))).endsWith("?wrong");
    }

    @Test
    void writesSignInsIntoTheAuditWithoutPasswords() throws Exception {
        visitors.signedIn(name, Role.VIEWER);
        visitors.nobody().signIn(name, "a wrong password");
        assertThat(jdbc.sql("SELECT action FROM audit WHERE subject = :name ORDER BY id")
                        .param("name", name)
                        .query(String.class)
                        .list())
                .containsExactly("user added", "signed in", "password changed", "sign-in failed");
        assertThat(jdbc.sql("SELECT count(*) FROM audit a WHERE a::text LIKE '%' || :secret || '%'")
                        .param("secret", "a wrong password")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("no redirect, status " + answer.statusCode());
    }
}
