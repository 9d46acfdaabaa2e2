package caravan.platform;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.filter.OncePerRequestFilter;

/** Keeps Jolokia to requests that carry a CSRF token; what they may reach is said in {@code jolokia-access.xml}. */
@Configuration(proxyBeanMethods = false)
class JolokiaConfiguration {

    @Bean
    FilterRegistrationBean<Filter> jolokiaByPostOnly() {
        FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(new PostOnly());
        registration.addUrlPatterns("/actuator/jolokia", "/actuator/jolokia/*");
        registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.FORWARD);
        return registration;
    }

    /**
     * Jolokia also runs operations on GET, where no CSRF token is asked for: a link on any page could stop a route.
     * Hawtio needs GET only to find Jolokia.
     */
    private static final class PostOnly extends OncePerRequestFilter {
        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            boolean finds = request.getMethod().equals("GET")
                    && request.getQueryString() == null
                    && (request.getPathInfo() == null || request.getPathInfo().equals("/"));
            if (finds || request.getMethod().equals("POST")) {
                chain.doFilter(request, response);
            } else {
                response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED, "Jolokia is called by POST here.");
            }
        }
    }
}
