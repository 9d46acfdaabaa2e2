package caravan.platform;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kit.HubTest;
import caravan.kit.SignInKit;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@HubTest
class OperationsTests {
    private static final String ROUTES = "org.apache.camel:context=caravan,type=routes,name=*";

    private final HttpClient http = HttpClient.newHttpClient();
    private final CamelContext camel;
    private final int port;

    OperationsTests(CamelContext camel, @LocalServerPort int port) {
        this.camel = camel;
        this.port = port;
    }

    @ParameterizedTest
    @ValueSource(strings = {"live", "door", "pages"})
    void answersThreeHealthQuestionsWithoutSignInAndWithoutDetails(String question) throws Exception {
        HttpResponse<String> answer =
                send(request("/actuator/health/" + question).GET());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("UP").doesNotContain("components", "details");
    }

    @Test
    void tellsAdminsWhatAHealthAnswerConsistsOf() throws Exception {
        assertThat(send(asAdmin("/actuator/health/door").GET()).body()).contains("\"broker\"");
        assertThat(send(asAdmin("/actuator/health/pages").GET()).body()).contains("\"db\"");
    }

    @Test
    void hasMetricsForPrometheus() throws Exception {
        assertThat(send(asAdmin("/actuator/prometheus").GET()).body()).contains("jvm_memory_used_bytes");
    }

    @Test
    void keepsHawtioFromThoseWhoHaveNotSignedIn() throws Exception {
        assertThat(send(request("/actuator/hawtio/").GET()).statusCode()).isNotEqualTo(200);
        assertThat(send(request("/actuator/jolokia").GET()).statusCode()).isNotEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/index.html", "/camel/routes", "/jmx"})
    void servesHawtioUnderItsOwnPathWhateverViewIsAskedFor(String view) throws Exception {
        HttpResponse<String> page = send(asAdmin("/actuator/hawtio" + view).GET());

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-type").orElse("")).startsWith("text/html");
        assertThat(page.body())
                .contains("<base href=\"/actuator/hawtio/\">")
                .contains("src=\"/actuator/hawtio/static/js/")
                .doesNotContain("\"/hawtio/");
    }

    @Test
    void servesHawtiosScriptsAndNoPageInPlaceOfAMissingOne() throws Exception {
        String page = send(asAdmin("/actuator/hawtio/").GET()).body();
        Matcher script = Pattern.compile("src=\"([^\"]+)\"").matcher(page);
        assertThat(script.find()).isTrue();

        HttpResponse<String> found = send(asAdmin(script.group(1)).GET());
        assertThat(found.statusCode()).isEqualTo(200);
        assertThat(found.headers().firstValue("Cache-Control"))
                .as("fetched once, not at every opening")
                .hasValueSatisfying(kept -> assertThat(kept).contains("immutable", "private"));
        assertThat(send(asAdmin("/actuator/hawtio/static/js/missing.js").GET()).statusCode())
                .isEqualTo(404);
        assertThat(send(asAdmin("/actuator/hawtio/static/js/main.js.map").GET()).statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    user                        | "kit"
                    plugin                      | []
                    preset-connections          | []
                    auth/config/login           | []
                    auth/config/session-timeout | {}
                    keycloak/enabled            | false
                    proxy/enabled               | false
                    """, quoteCharacter = '\'')
    void answersHawtiosQuestions(String question, String answer) throws Exception {
        HttpResponse<String> response =
                send(asAdmin("/actuator/hawtio/" + question).GET());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(answer);
    }

    @Test
    void listsAndSteersRoutesThroughHawtio() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:operations").routeId("operations").to("log:operations");
            }
        });

        assertThat(jolokia("{'type':'search','mbean':'" + ROUTES + "'}")).contains("\"operations\\\"");
        String route = mbean("org.apache.camel:context=caravan,type=routes,name=\\\"operations\\\"");
        assertThat(jolokia("{'type':'read'," + route + ",'attribute':'State'}")).contains("Started");
        assertThat(jolokia("{'type':'exec'," + route + ",'operation':'stop()'}"))
                .contains("\"status\":200");
        assertThat(camel.getRouteController().getRouteStatus("operations").isStopped())
                .isTrue();
        assertThat(jolokia("{'type':'exec'," + route + ",'operation':'updateRouteFromXml','arguments':['']}"))
                .contains("\"status\":403");
    }

    @Test
    void readsEveryKindOfCamelMBeanThereIs() throws Exception {
        for (ObjectName name : ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("org.apache.camel:context=caravan,*"), null)) {
            String read = "'type':'read',"
                    + mbean(name.getCanonicalName().replace("\\", "\\\\").replace("\"", "\\\""));
            assertThat(jolokia("{" + read + "}")).contains("\"status\":200");
        }
    }

    @Test
    void showsTheBroker() throws Exception {
        assertThat(jolokia("{'type':'read','mbean':'org.apache.activemq.artemis:broker=\\\"caravan\\\"',"
                        + "'attribute':'QueueNames'}"))
                .contains("intake");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'type':'exec','mbean':'com.sun.management:type=HotSpotDiagnostic','operation':'dumpHeap','arguments':['target/never',true]",
                "'type':'exec','mbean':'com.sun.management:type=DiagnosticCommand','operation':'vmSystemProperties'",
                "'type':'read','mbean':'com.sun.management:type=HotSpotDiagnostic'",
                "'type':'write','mbean':'java.util.logging:type=Logging','attribute':'LoggerLevels','value':{}",
                "'type':'exec','mbean':'java.util.logging:type=Logging','operation':'setLoggerLevel','arguments':['','FINE']",
                "'type':'read','mbean':'java.lang:type=Runtime','attribute':'SystemProperties'",
                "'type':'read','mbean':'java.lang:type=Runtime','attribute':'InputArguments'",
                "'type':'write','mbean':'java.lang:type=Memory','attribute':'Verbose','value':true",
                "'type':'exec','mbean':'org.apache.activemq.artemis:broker=\\\"caravan\\\"','operation':'destroyQueue(java.lang.String)','arguments':['intake']",
                "'type':'exec','mbean':'org.apache.camel:context=caravan,type=context,name=\\\"caravan\\\"','operation':'sendStringBody','arguments':['log:x','y']",
                "'type':'exec','mbean':'org.apache.camel:context=caravan,type=context,name=\\\"caravan\\\"','operation':'stop()'",
                "'type':'read','mbean':'com.zaxxer.hikari:*'"
            })
    void refusesWhatIsNotOnTheList(String request) throws Exception {
        assertThat(jolokia("{" + request + "}")).contains("\"status\":40").doesNotContain("\"status\":200");
    }

    @Test
    void refusesReadingAWholeRuntimeWithItsSystemProperties() throws Exception {
        assertThat(jolokia("{'type':'read','mbean':'java.lang:type=Runtime'}")).doesNotContain("java.class.path");
    }

    @Test
    void runsNothingOnGet() throws Exception {
        assertThat(send(asAdmin("/actuator/jolokia").GET()).statusCode()).isEqualTo(200);
        assertThat(send(asAdmin("/actuator/hawtio/jolokia").GET()).statusCode()).isEqualTo(200);
        assertThat(send(asAdmin("/actuator/jolokia/read/java.lang:type=Memory").GET())
                        .statusCode())
                .isEqualTo(405);
        assertThat(send(asAdmin("/actuator/hawtio/jolokia/read/java.lang:type=Memory")
                                .GET())
                        .statusCode())
                .isEqualTo(405);
        assertThat(send(asAdmin("/actuator/jolokia?p=/read/java.lang:type=Memory")
                                .GET())
                        .statusCode())
                .isEqualTo(405);
    }

    private String jolokia(String request) throws Exception {
        return send(asAdmin("/actuator/hawtio/jolokia")
                        .POST(HttpRequest.BodyPublishers.ofString(request.replace('\'', '"'))))
                .body();
    }

    private static String mbean(String name) {
        return "'mbean':'" + name + "'";
    }

    private HttpRequest.Builder asAdmin(String path) {
        return request(path).header(SignInKit.ROLE, "ADMIN");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
