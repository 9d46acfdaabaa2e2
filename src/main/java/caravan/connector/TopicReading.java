package caravan.connector;

import caravan.connector.Manifest.Topic;
import caravan.connector.Manifest.Webhooks;
import caravan.kernel.CallFailed;
import caravan.kernel.ConnectionId;
import caravan.kernel.Fault;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Understands webhooks by the topics of their connector's manifest. */
@Component
class TopicReading implements WebhookReading {
    private static final Heard NOTHING = new Heard(Topic.Meaning.NOTHING, "", null);
    private static final int LONGEST_ID = 200;

    private final KnownAccounts accounts;
    private final FolderConnectors connectors;
    private final Schemas schemas;

    TopicReading(KnownAccounts accounts, FolderConnectors connectors, Schemas schemas) {
        this.accounts = accounts;
        this.connectors = connectors;
        this.schemas = schemas;
    }

    @Override
    public Heard hear(ConnectionId connection, String topic, byte[] body) throws CallFailed {
        VendorAccount account = accounts.find(connection)
                .orElseThrow(() -> new CallFailed(Fault.DEFECT, "Connection '" + connection + "' is not there."));
        ConnectorFolder folder = connectors
                .folder(account.connector())
                .orElseThrow(() -> new CallFailed(
                        Fault.DEFECT,
                        "Connector '" + account.connector() + "' cannot be used: its folder is missing or wrong."));
        Webhooks webhooks = folder.manifest().webhooks();
        Topic meaning = webhooks == null ? null : webhooks.topics().get(topic);
        if (meaning == null || meaning.means() == Topic.Meaning.NOTHING) {
            return NOTHING;
        }
        JsonNode document = read(account, topic, body);
        Mapping mapping = meaning.mapping() == null ? null : folder.mappings().get(meaning.mapping());
        if (mapping != null) {
            return order(mapping.apply(document, new Mapping.Given(null, account.settings(), null)), account, topic);
        }
        String id = meaning.id() == null ? "" : ExactJson.text(document.at(meaning.id()));
        return new Heard(meaning.means(), id.length() > LONGEST_ID ? "" : id, null);
    }

    private Heard order(JsonNode order, VendorAccount account, String topic) throws CallFailed {
        Optional<String> wrong = schemas.wrongOrder(order);
        if (wrong.isPresent()) {
            throw new CallFailed(
                    Fault.DEFECT,
                    "The order that connector '" + account.connector() + "' makes of topic '" + topic + "' is wrong: "
                            + wrong.get());
        }
        try {
            return new Heard(
                    Topic.Meaning.ORDER,
                    ExactJson.text(order.path("externalId")),
                    ExactJson.MAPPER.writeValueAsString(order));
        } catch (IOException unwritable) {
            throw new CallFailed(Fault.DEFECT, "An order cannot be written as JSON.");
        }
    }

    private static JsonNode read(VendorAccount account, String topic, byte[] body) throws CallFailed {
        try {
            return ExactJson.MAPPER.readTree(body);
        } catch (IOException | IllegalArgumentException notJson) {
            throw new CallFailed(
                    Fault.DEFECT, "A webhook of topic '" + topic + "' for '" + account.connection() + "' is no JSON.");
        }
    }
}
