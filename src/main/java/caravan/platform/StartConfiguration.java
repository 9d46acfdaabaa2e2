package caravan.platform;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
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

    /**
     * Says early that no bean is defined any more. Spring says it only after the web server is made, which makes most other beans
     * with it; until then it looks through all definitions whenever it is asked for beans of a type.
     */
    @Bean
    static BeanFactoryPostProcessor lastDefinition() {
        return ConfigurableListableBeanFactory::freezeConfiguration;
    }

    @Bean
    DataFolder dataFolder(PlatformSettings settings) {
        return DataFolder.take(settings.data());
    }
}
