package caravan.security;

import org.aopalliance.intercept.MethodInvocation;
import org.springframework.aop.Advisor;
import org.springframework.aop.ClassFilter;
import org.springframework.aop.Pointcut;
import org.springframework.aop.support.ComposablePointcut;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.security.access.expression.method.DefaultMethodSecurityExpressionHandler;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.authorization.DefaultAuthorizationManagerFactory;
import org.springframework.security.authorization.method.AuthorizationManagerBeforeMethodInterceptor;
import org.springframework.security.authorization.method.PreAuthorizeAuthorizationManager;

/**
 * Lets {@code @PreAuthorize} decide who may call a method of a bean of ours.
 *
 * <p>{@code @EnableMethodSecurity} would look for five annotations at every method of every bean, the libraries' too, which is a
 * good part of a start. The others are not used, and {@code BoundaryTests} sees to that.
 */
@Configuration(proxyBeanMethods = false)
class MethodGuard {
    private static final ClassFilter OURS = type -> type.getName().startsWith("caravan.");

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static Advisor preAuthorize(ObjectProvider<RoleHierarchy> roles, ApplicationContext context) {
        DefaultAuthorizationManagerFactory<MethodInvocation> decisions = new DefaultAuthorizationManagerFactory<>();
        // Asked at the first call: an advisor is made before the beans it may have to guard.
        decisions.setRoleHierarchy(held -> roles.getObject().getReachableGrantedAuthorities(held));
        DefaultMethodSecurityExpressionHandler expressions = new DefaultMethodSecurityExpressionHandler();
        expressions.setAuthorizationManagerFactory(decisions);
        expressions.setApplicationContext(context);
        PreAuthorizeAuthorizationManager manager = new PreAuthorizeAuthorizationManager();
        manager.setExpressionHandler(expressions);
        manager.setApplicationContext(context);
        Pointcut annotated = AuthorizationManagerBeforeMethodInterceptor.preAuthorize(manager)
                .getPointcut();
        return new AuthorizationManagerBeforeMethodInterceptor(
                new ComposablePointcut(annotated).intersection(OURS), manager);
    }
}
