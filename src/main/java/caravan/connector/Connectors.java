package caravan.connector;

import java.util.List;
import java.util.Optional;

/** The connectors whose folders are there and right. */
public interface Connectors {

    List<Manifest> all();

    Optional<Manifest> find(String connector);

    /** What is wrong in the folders of connectors and routes at present, each with file, line and remedy. */
    List<String> problems();
}
