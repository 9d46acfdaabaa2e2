package caravan.security;

import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Opens the store of secrets before anything can ask it for one. */
@Configuration(proxyBeanMethods = false)
class SecretConfiguration {
    @Bean
    SecretStore secretStore(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            SecuritySettings settings,
            Environment environment,
            @Value("${caravan.platform.data:data}") Path data) {
        boolean production = environment.acceptsProfiles(Profiles.of("production"));
        KeyRing keys = new KeyCheck(jdbc, new KeyFile(data)).require(settings.keys(), production);
        StoredSecrets secrets = new StoredSecrets(jdbc, keys, new TransactionTemplate(transactions));
        secrets.rotate();
        return secrets;
    }
}
