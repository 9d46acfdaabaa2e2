package caravan.security;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kit.HubTest;
import caravan.kit.Program;
import caravan.kit.Visitor;
import caravan.kit.Visitors;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.DefaultAdvisorChainFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.authorization.method.AuthorizationManagerBeforeMethodInterceptor;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Who may call which page and which operation of the API: every one there is, whoever added it. */
@HubTest
class EndpointAccessTests {
    /** What everybody may ask for who has signed in, though it is no reading. */
    private static final Set<String> OF_EVERYBODY = Set.of("POST /password");

    /** Raw messages are personal data, opening stock is the work of operators. */
    private static final Set<String> READ_BY_OPERATORS = Set.of(
            "GET /add-item",
            "GET /api/incidents/{id}/message",
            "GET /api/orders/{id}/deliveries/{delivery}",
            "GET /api/stock/openings",
            "GET /api/stock/openings/{id}",
            "GET /api/stock/openings/{id}/rows",
            "GET /incidents/{id:\\d{1,18}}/message",
            "GET /orders/{id:\\d{1,18}}/deliveries/{delivery:\\d{1,18}}",
            "GET /stock/opening",
            "GET /stock/opening/{run:\\d{1,18}}",
            "GET /stock/opening/{run:\\d{1,18}}/report.csv");

    private static final Set<String> OF_ADMINS = Set.of(
            "GET /add-connection",
            "POST /add-connection",
            "POST /api/connections",
            "PUT /api/connections/{id}",
            "PUT /api/connections/{id}/drift",
            "GET /connections/{id}/change",
            "POST /connections/{id}/change",
            "GET /users",
            "POST /users",
            "POST /users/tokens",
            "POST /users/tokens/{id}/revoke",
            "POST /users/{name}/disable",
            "POST /users/{name}/enable",
            "POST /users/{name}/reset",
            "POST /users/{name}/role");

    /** Open to everybody on purpose; Hawtio's calls are guarded by their address, see {@link AccessTests}. */
    private static final Set<String> NOT_GUARDED_HERE = Set.of("/sign-in", "/error", "/actuator/hawtio");

    private final Visitors visitors;
    private final Map<String, HandlerMethod> endpoints = new TreeMap<>();

    EndpointAccessTests(
            Visitors visitors, @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mappings) {
        this.visitors = visitors;
        mappings.getHandlerMethods().forEach((mapping, handler) -> {
            String room = handler.getBeanType().getPackageName();
            if (room.startsWith("caravan.") && !room.equals("caravan.kit")) {
                for (String path : mapping.getPatternValues()) {
                    var methods = mapping.getMethodsCondition().getMethods();
                    (methods.isEmpty() ? Stream.of("ANY") : methods.stream().map(Enum::name))
                            .forEach(method -> endpoints.put(method + " " + path, handler));
                }
            }
        });
        endpoints.keySet().removeIf(name -> NOT_GUARDED_HERE.stream().anyMatch(path(name)::startsWith));
    }

    @Test
    void letsNobodyDoMoreThanReadBelowOperator() {
        Map<String, String> wrong = new TreeMap<>();
        endpoints.forEach((name, handler) -> {
            Role least = least(name);
            for (Role role : Role.values()) {
                boolean may = role.compareTo(least) >= 0;
                if (lets(role, handler) != may) {
                    wrong.put(name, role + (may ? " may not" : " may"));
                }
            }
        });
        assertThat(wrong)
                .as("What changes something is for operators, what reads is for viewers."
                        + " Add @PreAuthorize, or name the exception in this test.")
                .isEmpty();
        assertThat(endpoints).hasSizeGreaterThan(120);
    }

    @Test
    void knowsEveryExceptionItLists() {
        List<String> named = new ArrayList<>(OF_EVERYBODY);
        named.addAll(READ_BY_OPERATORS);
        named.addAll(OF_ADMINS);
        assertThat(endpoints.keySet()).containsAll(named);
    }

    /** A proxy passes final and private methods by, and what it does not see it does not guard. */
    @Test
    void canGuardEveryEndpointAtAll() {
        assertThat(endpoints.entrySet().stream()
                        .filter(each -> {
                            Method method = each.getValue().getMethod();
                            return Modifier.isFinal(method.getModifiers())
                                    || Modifier.isPrivate(method.getModifiers())
                                    || Modifier.isStatic(method.getModifiers());
                        })
                        .map(Map.Entry::getKey))
                .isEmpty();
    }

    @Test
    void asksEverybodyToSignInFirst() throws Exception {
        Visitor nobody = visitors.nobody();
        Map<String, String> wrong = new TreeMap<>();
        for (String name : endpoints.keySet()) {
            HttpResponse<String> answer = nobody.ask(method(name), filled(name));
            boolean asked = path(name).startsWith("/api/")
                    ? answer.statusCode() == 401
                    : answer.headers().firstValue("Location").orElse("").endsWith("/sign-in");
            if (!asked) {
                wrong.put(name, "answered " + answer.statusCode());
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(nobody.cookies()).doesNotContain("CARAVAN");
    }

    @Test
    void takesNoTokenForPagesAndNoWrongOneForTheApi() throws Exception {
        String token = visitors.token(Role.ADMIN);
        Map<String, String> wrong = new TreeMap<>();
        for (String name : endpoints.keySet()) {
            // The page about the API is for who reads the API.
            if (method(name).equals("GET") && !path(name).equals("/api")) {
                boolean ofApi = path(name).startsWith("/api/");
                int status = visitors.nobody()
                        .get(filled(name), "Authorization", "Bearer " + (ofApi ? "cvn_invented" : token))
                        .statusCode();
                if (status != (ofApi ? 401 : 302)) {
                    wrong.put(name, "answered " + status);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void changesNothingThatAnotherSiteAskedFor() throws Exception {
        Visitor admin = visitors.signedIn(Role.ADMIN);
        Map<String, String> wrong = new TreeMap<>();
        for (String name : endpoints.keySet()) {
            if (!method(name).equals("GET")) {
                int status =
                        admin.askWithoutXsrfToken(method(name), filled(name)).statusCode();
                if (status != 403) {
                    wrong.put(name, "answered " + status);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void refusesReadersByHttpToo() throws Exception {
        Visitor viewer = visitors.signedIn(Role.VIEWER);
        Program program = visitors.program(Role.VIEWER);
        Map<String, String> wrong = new TreeMap<>();
        for (String name : endpoints.keySet()) {
            if (method(name).equals("GET") && !path(name).equals("/live")) {
                boolean refused = least(name) != Role.VIEWER;
                int person = viewer.ask("GET", filled(name)).statusCode();
                if ((person == 403) != refused || person >= 500) {
                    wrong.put(name, "answered " + person);
                }
                if (path(name).startsWith("/api/") && (program.get(filled(name)).status() == 403) != refused) {
                    wrong.put(name, "answered a program otherwise");
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static Role least(String name) {
        if (OF_ADMINS.contains(name)) {
            return Role.ADMIN;
        }
        boolean reads = method(name).equals("GET") && !READ_BY_OPERATORS.contains(name);
        return reads || OF_EVERYBODY.contains(name) ? Role.VIEWER : Role.OPERATOR;
    }

    /** Asks what stands before the method of the very bean that answers; the method itself is not called. */
    private static boolean lets(Role role, HandlerMethod endpoint) {
        Object bean = endpoint.createWithResolvedBean().getBean();
        if (!(bean instanceof Advised advised)) {
            return true;
        }
        SecurityContextHolder.getContext()
                .setAuthentication(new TestingAuthenticationToken("somebody", "", role.authority()));
        try {
            for (Object advice : DefaultAdvisorChainFactory.INSTANCE.getInterceptorsAndDynamicInterceptionAdvice(
                    advised, endpoint.getMethod(), advised.getTargetClass())) {
                if (advice instanceof AuthorizationManagerBeforeMethodInterceptor guard) {
                    guard.invoke(new Call(bean, endpoint.getMethod()));
                }
            }
            return true;
        } catch (AccessDeniedException denied) {
            return false;
        } catch (Throwable failed) {
            throw new AssertionError(failed);
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    private static String method(String name) {
        return name.substring(0, name.indexOf(' '));
    }

    private static String path(String name) {
        return name.substring(name.indexOf(' ') + 1);
    }

    /** The path with something in its gaps that is nowhere. */
    private static String filled(String name) {
        return path(name)
                .replaceAll("\\{[a-z]+:\\\\d\\{1,18}}", "999999999999999999")
                .replaceAll("\\{(id|delivery)}", "999999999999999999")
                .replaceAll("\\{[a-z]+}", "nowhere");
    }

    /** A call that ends where the method would begin. */
    private record Call(Object bean, Method method) implements MethodInvocation {
        @Override
        public Method getMethod() {
            return method;
        }

        @Override
        public @Nullable Object[] getArguments() {
            return new @Nullable Object[method.getParameterCount()];
        }

        @Override
        public @Nullable Object proceed() {
            return null;
        }

        @Override
        public Object getThis() {
            return bean;
        }

        @Override
        public AccessibleObject getStaticPart() {
            return method;
        }
    }
}
