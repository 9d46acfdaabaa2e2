package caravan.platform;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** Puts the gate in front of everything that knows users and sessions. */
@Configuration(proxyBeanMethods = false)
class PagesGateConfiguration {
    /** Asks for the setting, not for the pool: filters are made before the database starts, whose failure has words of its own. */
    @Bean
    FilterRegistrationBean<PagesGate> pagesGate(
            @Value("${spring.datasource.hikari.maximum-pool-size}") int connections) {
        FilterRegistrationBean<PagesGate> gate = new FilterRegistrationBean<>(new PagesGate(connections));
        gate.setOrder(Ordered.HIGHEST_PRECEDENCE + 100);
        return gate;
    }
}
