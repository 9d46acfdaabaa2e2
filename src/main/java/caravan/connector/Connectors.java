package caravan.connector;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The connectors whose folders are there and right. */
public interface Connectors {

    List<Manifest> all();

    Optional<Manifest> find(String connector);

    /** The hash of each connector's folder as it is used at present; words, samples and what is wrong by now do not count. */
    Map<String, String> hashes();

    /** What is wrong in the folders of connectors and routes at present, each with file, line and remedy. */
    List<String> problems();
}
