package caravan.platform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.Environment;

/**
 * Stops the start when a {@code caravan.*} key belongs to no settings record, before anything is touched.
 *
 * <p>A record notices unknown keys below its own prefix; a misspelt prefix only shows when all of them are known.
 */
final class SettingsCheck implements BeanFactoryPostProcessor {
    static final String UNKNOWN = "unknown setting ";
    static final String ADVICE = ". Correct or remove it; config/application.yaml lists every setting.";
    private static final ConfigurationPropertyName CARAVAN = ConfigurationPropertyName.of("caravan");

    private final Environment environment;

    SettingsCheck(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory factory) {
        requirePostgres(environment.getProperty("spring.datasource.url", ""));
        List<ConfigurationPropertyName> known = prefixes(factory);
        TreeSet<String> unknown = new TreeSet<>();
        UnboundElementsSourceFilter declared = new UnboundElementsSourceFilter();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            // The process environment is shared with everything else on the machine; its names are not all ours.
            if (source instanceof IterableConfigurationPropertySource keys && declared.apply(source)) {
                keys.stream()
                        .filter(CARAVAN::isAncestorOf)
                        .filter(key -> known.stream().noneMatch(prefix -> prefix.isAncestorOf(key)))
                        .map(source::getConfigurationProperty)
                        .filter(Objects::nonNull)
                        .map(StartFailureReporter::named)
                        .forEach(unknown::add);
            }
        }
        if (!unknown.isEmpty()) {
            throw new StartFailure(UNKNOWN + String.join(", ", unknown) + ADVICE);
        }
    }

    private static List<ConfigurationPropertyName> prefixes(ConfigurableListableBeanFactory factory) {
        List<ConfigurationPropertyName> prefixes = new ArrayList<>();
        Arrays.stream(factory.getBeanNamesForAnnotation(ConfigurationProperties.class))
                .map(name -> factory.findAnnotationOnBean(name, ConfigurationProperties.class))
                .filter(Objects::nonNull)
                .map(annotation -> ConfigurationPropertyName.of(annotation.prefix()))
                .filter(CARAVAN::isAncestorOf)
                .forEach(prefixes::add);
        return prefixes;
    }

    private static void requirePostgres(String url) {
        if (!url.isBlank() && !url.startsWith("jdbc:postgresql:")) {
            throw new StartFailure("spring.datasource.url does not name a PostgreSQL."
                    + " Write it as jdbc:postgresql://host:5432/database, or remove it to use the embedded database.");
        }
    }
}
