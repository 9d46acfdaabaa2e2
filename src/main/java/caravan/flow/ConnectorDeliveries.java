package caravan.flow;

import caravan.connection.Connections;
import caravan.connector.Connectors;
import caravan.connector.Manifest;
import caravan.connector.WebhookReading;
import caravan.connector.WebhookReading.Heard;
import caravan.intake.Delivery;
import caravan.kernel.CallFailed;
import caravan.kernel.ConnectionId;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Understands webhooks by the connectors of their connections. */
@Component
class ConnectorDeliveries implements DeliveryMapper {
    private final Connections connections;
    private final Connectors connectors;
    private final WebhookReading reading;

    ConnectorDeliveries(Connections connections, Connectors connectors, WebhookReading reading) {
        this.connections = connections;
        this.connectors = connectors;
        this.reading = reading;
    }

    @Override
    public boolean isFor(ConnectionId connection) {
        return connections.find(connection).isPresent();
    }

    @Override
    public Meaning map(Delivery delivery) throws CallFailed {
        Heard heard = reading.hear(delivery.connection(), delivery.topic(), delivery.body());
        return new Meaning(
                switch (heard.means()) {
                    case ORDER -> Meaning.Kind.ORDER;
                    case ORDER_LOOK -> Meaning.Kind.LOOK;
                    case ORDER_DELETED -> Meaning.Kind.DELETED;
                    case LISTING_LOOK -> Meaning.Kind.LISTING_LOOK;
                    case NOTHING -> Meaning.Kind.NOTHING;
                },
                heard.subject(),
                heard.canonical());
    }

    @Override
    public Duration grain(ConnectionId connection) {
        return connections
                .find(connection)
                .flatMap(known -> connectors.find(known.connector()))
                .map(Manifest::orders)
                .map(Manifest.Orders::grain)
                .orElse(Duration.ZERO);
    }
}
