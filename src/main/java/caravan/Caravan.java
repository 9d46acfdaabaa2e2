package caravan;

import caravan.platform.StartFailure;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the hub: database and broker first, pages last. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Caravan {

    /**
     * Runs the hub until it is told to stop.
     *
     * @param args Spring Boot arguments, for example {@code --server.port=8081}
     */
    public static void main(String[] args) {
        // Netty switches Unsafe off on Java 24 and later, and the broker then cannot reopen an existing journal.
        if (System.getProperty("io.netty.noUnsafe") == null) {
            System.setProperty("io.netty.noUnsafe", "false");
        }
        try {
            SpringApplication.run(Caravan.class, args);
        } catch (Throwable failure) {
            System.exit(StartFailure.exitCode(failure));
        }
    }
}
