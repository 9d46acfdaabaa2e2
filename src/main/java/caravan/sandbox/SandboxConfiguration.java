package caravan.sandbox;

import caravan.sandbox.shopify.ShopSettings;
import caravan.sandbox.shopify.ShopifyStore;
import caravan.sandbox.woocommerce.StoreSettings;
import caravan.sandbox.woocommerce.WooStore;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

/** Opens the pretend stores inside the hub, in the profile {@code sandbox} only. */
@Configuration(proxyBeanMethods = false)
@Profile("sandbox")
class SandboxConfiguration {
    private static final Duration CACHED = Duration.ofSeconds(10);
    private static final ShopSettings.Delays DELAYS =
            new ShopSettings.Delays(Duration.ofSeconds(3), Duration.ofSeconds(1));

    /** Behind a cache and with parts that lag a little, as real stores have them: a hub that minds neither shows it here. */
    @Bean(destroyMethod = "close")
    Twins twins() {
        Twins twins = new Twins();
        twins.open(WooStore.seeded(StoreSettings.demo("oasis").cachedFor(CACHED), Clock.systemUTC()));
        twins.open(ShopifyStore.seeded(ShopSettings.demo("caravanserai").delayedBy(DELAYS), Clock.systemUTC()));
        return twins;
    }

    @Bean
    ServletRegistrationBean<SandboxServlet> sandboxServlet(Twins twins) {
        return new ServletRegistrationBean<>(new SandboxServlet(twins), "/sandbox/*");
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> sandboxConnections() {
        return server -> server.addEngineValves(new ConnectionCutter());
    }

    /** Vendors know nothing of the hub's sign-in: they check their callers themselves. */
    @Bean
    @Order(0)
    SecurityFilterChain vendors(HttpSecurity http) throws Exception {
        return http.securityMatcher("/sandbox/**")
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .headers(AbstractHttpConfigurer::disable)
                .build();
    }
}
