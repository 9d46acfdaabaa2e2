package caravan.security;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchyImpl;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.annotation.web.configurers.ExceptionHandlingConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.SimpleUrlAuthenticationFailureHandler;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Three doors: one for everybody, one for programs with a token, one for people with a session. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    private static final String VIEWER = Role.VIEWER.name();
    private static final String ADMIN = Role.ADMIN.name();
    private static final RequestMatcher OF_PROGRAMS =
            new OrRequestMatcher(pathPattern("/api/**"), pathPattern("/actuator/**"));

    /** Observing each filter of each request costs the door more than the filters do, and nobody looks at it. */
    @Bean
    static SecurityObservationSettings securityObservations() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    static RoleHierarchy roleHierarchy() {
        return RoleHierarchyImpl.withDefaultRolePrefix()
                .role(ADMIN)
                .implies(Role.OPERATOR.name())
                .role(Role.OPERATOR.name())
                .implies(VIEWER)
                .build();
    }

    /** Webhooks, health and static files: no session, no user, no database. */
    @Bean
    @Order(1)
    SecurityFilterChain everybody(HttpSecurity http) throws Exception {
        return http.securityMatcher(
                        "/hooks/**",
                        "/actuator/health",
                        "/actuator/health/**",
                        "/patternfly/**",
                        "/webjars/**",
                        "/console/**")
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .headers(headers -> {
                    // Static files say themselves how long they may be kept.
                    headers.cacheControl(cache -> cache.disable());
                    ContentPolicy.addTo(headers);
                })
                .build();
    }

    /** A token in the header is not sent by browsers on their own, so it needs no XSRF token. */
    @Bean
    @Order(2)
    SecurityFilterChain programs(HttpSecurity http, ApiTokens tokens, Refusals refusals) throws Exception {
        return http.securityMatcher(request -> OF_PROGRAMS.matches(request) && BearerFilter.hasBearer(request))
                .addFilterBefore(new BearerFilter(tokens), AnonymousAuthenticationFilter.class)
                .authorizeHttpRequests(requests -> requests.requestMatchers("/actuator/prometheus", "/api/**")
                        .hasRole(VIEWER)
                        .anyRequest()
                        .hasRole(ADMIN))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .exceptionHandling(refuse(refusals))
                .headers(ContentPolicy::addTo)
                .build();
    }

    /** Pages, Hawtio, and the API as the pages call it. */
    @Bean
    @Order(3)
    SecurityFilterChain people(HttpSecurity http, Accounts accounts, Refusals refusals) throws Exception {
        // A stream that ends is dispatched once more; who may open it was asked before.
        return http.authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                                .permitAll()
                                .requestMatchers(Refusals.SIGN_IN, "/error")
                                .permitAll()
                                .requestMatchers("/actuator/**")
                                .hasRole(ADMIN)
                                .anyRequest()
                                .hasRole(VIEWER))
                .addFilterBefore(new AccountFilter(accounts, refusals), AnonymousAuthenticationFilter.class)
                .formLogin(form -> form.loginPage(Refusals.SIGN_IN).failureHandler(failure()))
                .logout(logout -> logout.logoutUrl("/sign-out").logoutSuccessUrl(Refusals.SIGN_IN + "?out"))
                // The token is in a cookie because Hawtio takes it from there, and in a hidden field for forms.
                .csrf(CsrfConfigurer::spa)
                .requestCache(cache -> cache.requestCache(pagesOnly()))
                .exceptionHandling(refuse(refusals))
                .headers(ContentPolicy::addTo)
                .build();
    }

    private static Customizer<ExceptionHandlingConfigurer<HttpSecurity>> refuse(Refusals refusals) {
        return handling -> handling.authenticationEntryPoint(
                        (request, response, failure) -> refusals.signInFirst(request, response))
                .accessDeniedHandler((request, response, failure) -> refusals.forbidden(request, response));
    }

    private static AuthenticationFailureHandler failure() {
        var wrong = new SimpleUrlAuthenticationFailureHandler(Refusals.SIGN_IN + "?wrong");
        var wait = new SimpleUrlAuthenticationFailureHandler(Refusals.SIGN_IN + "?wait");
        wrong.setAllowSessionCreation(false);
        wait.setAllowSessionCreation(false);
        return (request, response, failure) ->
                (failure instanceof LockedException ? wait : wrong).onAuthenticationFailure(request, response, failure);
    }

    /** Only a page somebody opened is worth coming back to after signing in. */
    private static RequestCache pagesOnly() {
        var cache = new HttpSessionRequestCache();
        cache.setRequestMatcher(SecurityConfiguration::opensPage);
        return cache;
    }

    private static boolean opensPage(HttpServletRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return "GET".equals(request.getMethod())
                && accept != null
                && accept.contains("text/html")
                && request.getHeader("HX-Request") == null;
    }
}
