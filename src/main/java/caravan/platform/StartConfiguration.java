package caravan.platform;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** What has to be right before anything starts: the settings, then the data folder. */
@Configuration(proxyBeanMethods = false)
class StartConfiguration {

    @Bean
    static SettingsCheck settingsCheck(Environment environment) {
        return new SettingsCheck(environment);
    }

    @Bean
    DataFolder dataFolder(PlatformSettings settings) {
        return DataFolder.take(settings.data());
    }
}
