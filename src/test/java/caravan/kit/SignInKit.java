package caravan.kit;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.web.filter.OncePerRequestFilter;

/** Signs a test in over real HTTP: a request that names a role in {@value #ROLE} comes from a user with that role. */
@Configuration(proxyBeanMethods = false)
public class SignInKit {
    /** The header that names the role. */
    public static final String ROLE = "X-Kit-Role";

    @Bean
    FilterRegistrationBean<OncePerRequestFilter> kitSignIn() {
        FilterRegistrationBean<OncePerRequestFilter> registration = new FilterRegistrationBean<>(new SignIn());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    private static final class SignIn extends OncePerRequestFilter {
        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            @Nullable String role = request.getHeader(ROLE);
            if (role != null) {
                CsrfFilter.skipRequest(request);
                new RequestAttributeSecurityContextRepository()
                        .saveContext(
                                new SecurityContextImpl(UsernamePasswordAuthenticationToken.authenticated(
                                        "kit", null, AuthorityUtils.createAuthorityList("ROLE_" + role))),
                                request,
                                response);
            }
            chain.doFilter(request, response);
        }
    }
}
