package caravan.api;

import caravan.security.Role;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.method.HandlerMethod;

/** What the OpenAPI document says of every operation alike: the role it needs, and how it can fail. */
@Configuration(proxyBeanMethods = false)
class ApiDescription {
    private static final String PROBLEM = "Problem";
    private static final Pattern ROLE = Pattern.compile("hasRole\\('([A-Z]+)'\\)");

    @Bean
    OpenAPI description() {
        return new OpenAPI()
                .info(new Info()
                        .title("Caravan")
                        .version("0.1")
                        .description(
                                "Orders and stock of every channel. Sign in with a token of the page 'Users & tokens', as"
                                        + " 'Authorization: Bearer cvn_...', or with the session of a page, which needs the header"
                                        + " X-XSRF-TOKEN with the cookie of that name to change anything. Times are UTC, money is"
                                        + " decimal text with a currency, lists page by key: give 'next' as 'after'. What goes"
                                        + " wrong is told as problem details (RFC 9457)."))
                .components(new Components()
                        .addSecuritySchemes(
                                "token",
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer"))
                        .addSchemas(PROBLEM, problem()))
                // Relative: a hub behind a proxy does not know its own address.
                .servers(List.of(new Server().url("/").description("This hub")))
                .addSecurityItem(new SecurityRequirement().addList("token"));
    }

    @Bean
    OperationCustomizer describeRolesAndFailures() {
        return (operation, handler) -> {
            Role role = role(handler);
            String description = Objects.requireNonNullElse(operation.getDescription(), "");
            String who = "Role: " + role.name().toLowerCase(Locale.ROOT) + ".";
            operation.setDescription(description.isEmpty() ? who : description + " " + who);
            operation.addExtension("x-role", role.name());
            ApiResponses responses = operation.getResponses();
            failures(operation, handler, responses);
            return operation;
        };
    }

    static Role role(HandlerMethod handler) {
        PreAuthorize rule = Optional.ofNullable(handler.getMethodAnnotation(PreAuthorize.class))
                .or(() -> Optional.ofNullable(
                        AnnotatedElementUtils.findMergedAnnotation(handler.getBeanType(), PreAuthorize.class)))
                .orElse(null);
        Matcher role = ROLE.matcher(rule == null ? "" : rule.value());
        return role.matches() ? Role.valueOf(role.group(1)) : Role.VIEWER;
    }

    private static void failures(Operation operation, HandlerMethod handler, ApiResponses responses) {
        boolean body = operation.getRequestBody() != null;
        List<Parameter> parameters = Objects.requireNonNullElse(operation.getParameters(), List.of());
        Set<String> names = parameters.stream().map(Parameter::getName).collect(java.util.stream.Collectors.toSet());
        fail(responses, "401", "Nobody is signed in, or the token is wrong");
        fail(responses, "403", "The role is too low, or a session came without its XSRF token");
        fail(responses, "406", "It cannot be had in the form asked for");
        fail(responses, "503", "Busy, or the database is away; Retry-After says when to try again");
        if (body || !parameters.isEmpty()) {
            fail(responses, "400", "The request is wrong; 'errors' names the parts, if more is to say");
        }
        if (names.contains("id")
                || names.contains("store")
                || names.contains("sku")
                || names.contains(RequestKeys.HEADER)) {
            fail(responses, "404", "What it names is not there");
        }
        if (body) {
            fail(responses, "413", "The body is too large");
            fail(responses, "415", "The body is not declared as what it has to be");
        }
        if (names.contains(RequestKeys.HEADER)) {
            fail(responses, "422", "The idempotency key was used for another request, or this can never be done");
        }
        if (changes(handler) && (names.contains("id") || !names.contains(RequestKeys.HEADER))) {
            fail(responses, "409", "The present state does not allow it");
        }
    }

    private static boolean changes(HandlerMethod handler) {
        return handler.hasMethodAnnotation(PostMapping.class)
                || handler.hasMethodAnnotation(PutMapping.class)
                || handler.hasMethodAnnotation(DeleteMapping.class);
    }

    private static void fail(ApiResponses responses, String status, String description) {
        responses.addApiResponse(
                status,
                new ApiResponse()
                        .description(description)
                        .content(new Content()
                                .addMediaType(
                                        "application/problem+json",
                                        new MediaType()
                                                .schema(new Schema<@Nullable Object>()
                                                        .$ref("#/components/schemas/" + PROBLEM)))));
    }

    private static Schema<?> problem() {
        return new ObjectSchema()
                .addProperty("title", new StringSchema().example("Not Found"))
                .addProperty("status", new IntegerSchema().example(404))
                .addProperty("detail", new StringSchema().example("There is no item 'TEE'."))
                .addProperty("instance", new StringSchema().example("/api/items/item"));
    }
}
