package caravan.intake;

import jakarta.jms.ConnectionFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/** Runs the workers that take batches. */
final class BatchConsumer extends DefaultConsumer {
    private final ConnectionFactory connections;
    private final IntakeSettings settings;
    private final List<UnusableDelivery> unusable;
    private final BooleanSupplier databaseAnswers;
    private final List<BatchWorker> workers = new ArrayList<>();

    BatchConsumer(
            Endpoint endpoint,
            Processor processor,
            ConnectionFactory connections,
            IntakeSettings settings,
            List<UnusableDelivery> unusable,
            BooleanSupplier databaseAnswers) {
        super(endpoint, processor);
        this.connections = connections;
        this.settings = settings;
        this.unusable = unusable;
        this.databaseAnswers = databaseAnswers;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        for (int number = 1; number <= settings.workers(); number++) {
            Batches batches = new Batches(getEndpoint(), getProcessor(), unusable);
            BatchWorker worker = new BatchWorker(connections, settings, batches, databaseAnswers, "intake-" + number);
            workers.add(worker);
            worker.start();
        }
    }

    @Override
    protected void doStop() throws Exception {
        workers.forEach(BatchWorker::askToStop);
        for (BatchWorker worker : workers) {
            worker.join();
        }
        workers.clear();
        super.doStop();
    }
}
