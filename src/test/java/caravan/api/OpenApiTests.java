package caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kit.HubTest;
import caravan.kit.Visitors;
import caravan.security.Role;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

@HubTest
class OpenApiTests {
    private final Visitors visitors;
    private final RequestMappingHandlerMapping mappings;

    OpenApiTests(Visitors visitors, @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mappings) {
        this.visitors = visitors;
        this.mappings = mappings;
    }

    @Test
    void describesEveryOperationWithSummaryRoleAndFailures() throws Exception {
        JsonNode paths =
                visitors.program(Role.VIEWER).get("/api/openapi.json").body().path("paths");
        int operations = 0;
        for (Map.Entry<RequestMappingInfo, HandlerMethod> mapping :
                mappings.getHandlerMethods().entrySet()) {
            String room = mapping.getValue().getBeanType().getPackageName();
            if (!room.startsWith("caravan") || room.equals("caravan.kit")) {
                continue;
            }
            for (String path : mapping.getKey().getPatternValues()) {
                if (!path.startsWith("/api/")) {
                    continue;
                }
                for (var method : mapping.getKey().getMethodsCondition().getMethods()) {
                    String name = method + " " + path;
                    JsonNode operation = paths.path(path).path(method.name().toLowerCase(Locale.ROOT));
                    assertThat(operation.isObject()).as(name + " is described").isTrue();
                    describes(name, operation, mapping.getValue());
                    operations++;
                }
            }
        }
        assertThat(operations).isGreaterThan(60);
        assertThat(paths.has("/api/sandbox/stores"))
                .as("the pretend stores are there, as this hub is a sandbox")
                .isTrue();
    }

    private static void describes(String name, JsonNode operation, HandlerMethod handler) {
        String role = ApiDescription.role(handler).name();
        assertThat(operation.path("summary").asString("")).as(name + " summary").isNotBlank();
        assertThat(operation.path("tags").isEmpty()).as(name + " has a tag").isFalse();
        assertThat(operation.path("x-role").asString("")).as(name + " role").isEqualTo(role);
        assertThat(operation.path("description").asString(""))
                .as(name)
                .contains("Role: " + role.toLowerCase(Locale.ROOT));
        assertThat(operation.path("responses").has("401")).as(name + " 401").isTrue();
        assertThat(operation
                        .at("/responses/403/content/application~1problem+json/schema/$ref")
                        .asString(""))
                .as(name + " answers problem details")
                .endsWith("/Problem");
    }

    @Test
    void givesTheDescriptionToThoseWhoAreSignedInOnly() throws Exception {
        assertThat(visitors.nobody().get("/api/openapi.json").statusCode()).isEqualTo(401);
        assertThat(visitors.nobody().open("/api").headers().firstValue("Location"))
                .get()
                .asString()
                .endsWith("/sign-in");
        assertThat(visitors.signedIn(Role.VIEWER).get("/api/openapi.json").statusCode())
                .isEqualTo(200);
        assertThat(visitors.signedIn(Role.VIEWER).open("/api").body()).contains("OpenAPI document");
    }
}
