package caravan.kit;

import caravan.flow.StockSink;
import caravan.inventory.StockWrites.Row;
import caravan.inventory.StockWrites.Write;
import caravan.kernel.CallFailed;
import caravan.kernel.ConnectionId;
import caravan.kernel.Fault;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/** Tells a {@link ChannelStand} about stock; hubs in processes of their own get one through {@code --kit.channel}. */
@Component
@ConditionalOnProperty("kit.channel")
public final class StandSink implements StockSink {
    private final ConnectionId connection;
    private final URI url;
    private final boolean keyed;
    private final Duration timeout;
    private final HttpClient http = HttpClient.newHttpClient();

    /** A sink for one connection. */
    public StandSink(
            @Value("${kit.connection}") String connection,
            @Value("${kit.channel}") String url,
            @Value("${kit.keyed:false}") boolean keyed,
            @Value("${kit.timeout:2s}") Duration timeout) {
        this.connection = new ConnectionId(connection);
        this.url = URI.create(url);
        this.keyed = keyed;
        this.timeout = timeout;
    }

    @Override
    public ConnectionId connection() {
        return connection;
    }

    @Override
    public int rowsPerCall() {
        return 10;
    }

    @Override
    public int parallel() {
        return 4;
    }

    @Override
    public Duration timeout() {
        return timeout;
    }

    @Override
    public boolean isKeyed() {
        return keyed;
    }

    @Override
    public Duration keyMemory() {
        return Duration.ofHours(23);
    }

    @Override
    public Map<Long, RowAnswer> send(Write write) throws CallFailed {
        StringBuilder body = new StringBuilder(write.id().toString());
        Map<Long, RowAnswer> answers = new HashMap<>();
        for (Row row : write.rows()) {
            body.append('\n')
                    .append(row.listing())
                    .append('\t')
                    .append(row.externalId())
                    .append('\t')
                    .append(row.delta());
            answers.put(row.listing(), RowAnswer.CONFIRMED);
        }
        ask(HttpRequest.newBuilder(url.resolve("/write")).POST(HttpRequest.BodyPublishers.ofString(body.toString())));
        return answers;
    }

    @Override
    public Map<Long, Boolean> find(Write write) throws CallFailed {
        boolean known = Boolean.parseBoolean(ask(HttpRequest.newBuilder(url.resolve("/find?" + write.id()))));
        Map<Long, Boolean> found = new HashMap<>();
        write.rows().forEach(row -> found.put(row.listing(), known));
        return found;
    }

    private String ask(HttpRequest.Builder request) throws CallFailed {
        try {
            return http.send(request.timeout(timeout).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (ConnectException refused) {
            throw new CallFailed(Fault.UNREACHED, "Nobody listens.");
        } catch (IOException lost) {
            throw new CallFailed(Fault.UNANSWERED, "No answer.");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new CallFailed(Fault.UNANSWERED, "Stopped while waiting.");
        }
    }
}
