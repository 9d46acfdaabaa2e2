package caravan.intake;

import caravan.kernel.ConnectionId;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a delivery stands in the queue: its bytes as the body, the rest as properties. */
final class IntakeQueue {
    static final String NAME = "intake";
    private static final String CONNECTION = "connection";
    private static final String TOPIC = "topic";
    private static final String DELIVERY = "delivery";
    private static final String RECEIVED = "received";
    private static final String HEADERS = "headers";
    private static final String VERIFIED = "verified";

    private IntakeQueue() {}

    static Message write(Session session, Delivery delivery) throws JMSException {
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(delivery.body());
        message.setStringProperty(CONNECTION, delivery.connection().value());
        message.setStringProperty(TOPIC, delivery.topic());
        message.setStringProperty(DELIVERY, delivery.id());
        if (delivery.verified() != null) {
            message.setStringProperty(VERIFIED, delivery.verified().name());
        }
        message.setLongProperty(RECEIVED, delivery.receivedAt().toEpochMilli());
        message.setStringProperty(
                HEADERS,
                new TreeMap<>(delivery.headers())
                        .entrySet().stream()
                                .map(header -> header.getKey() + ": " + header.getValue())
                                .collect(Collectors.joining("\n")));
        return message;
    }

    /** Reads a message back; one that no door has written is kept with the connection {@code unknown}. */
    static Delivery read(Message message) throws JMSException {
        byte[] body;
        if (message instanceof BytesMessage bytes) {
            body = new byte[Math.toIntExact(bytes.getBodyLength())];
            bytes.readBytes(body);
        } else {
            body = String.valueOf(message).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        }
        String connection = message.getStringProperty(CONNECTION);
        return new Delivery(
                new ConnectionId(connection == null ? "unknown" : connection),
                text(message, TOPIC),
                text(message, DELIVERY),
                message.propertyExists(RECEIVED)
                        ? Instant.ofEpochMilli(message.getLongProperty(RECEIVED))
                        : Instant.ofEpochMilli(message.getJMSTimestamp()),
                headers(text(message, HEADERS)),
                body,
                verified(text(message, VERIFIED)));
    }

    private static String text(Message message, String property) throws JMSException {
        String value = message.getStringProperty(property);
        return value == null ? "" : value;
    }

    /** A message may be older than this hub, or newer. */
    private static @Nullable SignatureScheme verified(String name) {
        return Stream.of(SignatureScheme.values())
                .filter(scheme -> scheme.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static Map<String, String> headers(String lines) {
        return lines.lines()
                .map(line -> line.split(": ", 2))
                .filter(parts -> parts.length == 2)
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1], (first, second) -> first));
    }
}
