package caravan.platform;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** Puts the gate in front of everything that knows users and sessions. */
@Configuration(proxyBeanMethods = false)
class PagesGateConfiguration {
    @Bean
    FilterRegistrationBean<PagesGate> pagesGate(HikariDataSource database) {
        FilterRegistrationBean<PagesGate> gate = new FilterRegistrationBean<>(new PagesGate(database));
        gate.setOrder(Ordered.HIGHEST_PRECEDENCE + 100);
        return gate;
    }
}
