package caravan.console;

import caravan.connector.Capability;
import caravan.kernel.ConnectionId;

/**
 * A route as Hawtio finds it. Of Hawtio's views only the tree of JMX takes the node to open from the address; the view "Camel"
 * keeps what is chosen there.
 *
 * @param name the route's id
 * @param node the id of the route's node in Hawtio's tree
 */
record RouteLink(String name, String node) {
    /** Takes in what comes through the door, whatever its connection. */
    static final RouteLink DELIVERIES = of("take-in-deliveries");

    static RouteLink of(ConnectionId connection, Capability capability) {
        return of(connection + "." + capability.code());
    }

    private static RouteLink of(String route) {
        return new RouteLink(route, "org.apache.camel-CamelContexts-caravan-routes-" + route + "-folder");
    }
}
