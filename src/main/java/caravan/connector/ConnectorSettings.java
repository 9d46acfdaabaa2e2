package caravan.connector;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where connectors are.
 *
 * @param folder holds one folder per connector
 * @param watch whether changed files take effect without a new start
 */
@ConfigurationProperties(prefix = "caravan.connector", ignoreUnknownFields = false)
record ConnectorSettings(
        @DefaultValue("connectors") Path folder,
        @DefaultValue("false") boolean watch) {}
