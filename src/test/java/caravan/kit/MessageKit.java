package caravan.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.jms.core.JmsTemplate;

/** Lets a hub in a process of its own send and receive numbered messages, told by two options of the command line. */
@Configuration(proxyBeanMethods = false)
class MessageKit {

    @Bean
    @ConditionalOnProperty("kit.send-to")
    Sender sender(JmsTemplate jms) {
        return new Sender(jms);
    }

    @Bean
    @ConditionalOnProperty("kit.drain-to")
    Drain drain(JmsTemplate jms) {
        return new Drain(jms);
    }

    /** Sends for ever; a number is in the file once the broker has acknowledged its message. */
    static final class Sender {
        private final JmsTemplate jms;

        Sender(JmsTemplate jms) {
            this.jms = jms;
        }

        @EventListener
        void send(ApplicationReadyEvent ready) {
            Path file = Path.of(ready.getApplicationContext().getEnvironment().getRequiredProperty("kit.send-to"));
            Thread thread = new Thread(() -> sendForEver(file), "kit-sender");
            thread.setDaemon(true);
            thread.start();
        }

        private void sendForEver(Path file) {
            try {
                for (int number = 0; ; number++) {
                    jms.convertAndSend("intake", String.valueOf(number));
                    Files.writeString(file, number + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                }
            } catch (IOException failure) {
                throw new IllegalStateException(failure);
            }
        }
    }

    /** Receives until the queue is empty, then writes what it received. */
    static final class Drain {
        private final JmsTemplate jms;

        Drain(JmsTemplate jms) {
            this.jms = jms;
        }

        @EventListener
        void drain(ApplicationReadyEvent ready) throws IOException {
            Path file = Path.of(ready.getApplicationContext().getEnvironment().getRequiredProperty("kit.drain-to"));
            jms.setReceiveTimeout(1_000);
            List<String> received = new ArrayList<>();
            @Nullable Object next = jms.receiveAndConvert("intake");
            while (next != null) {
                received.add(next.toString());
                next = jms.receiveAndConvert("intake");
            }
            Path half = Files.write(file.resolveSibling(file.getFileName() + ".half"), received);
            Files.move(half, file);
        }
    }
}
