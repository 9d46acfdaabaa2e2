package caravan.link;

import caravan.kernel.ConnectionId;
import java.util.Map;
import java.util.Set;

/** This hub process, as the others hear of it: how new it is, and what it has for working on connections. Answers from memory. */
public interface Replica {

    /** Its version, for people. */
    String version();

    /** Number of the newest migration it brings: of two replicas, the one with the higher is newer. */
    int revision();

    /** The hash of each connector's folder as it is used at present. */
    Map<String, String> connectors();

    /** The connector of every connection it knows. */
    Map<ConnectionId, String> connections();

    /** Connections for which something is missing here that others may have, for example a secret. */
    Set<ConnectionId> lacking();
}
