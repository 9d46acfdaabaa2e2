package caravan.kit;

import caravan.sandbox.Twin;
import caravan.sandbox.TwinRequest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands before a pretend store and notes every request that could change something there: all but reads and GraphQL queries. */
public final class WriteEar {
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final Twin front;

    public WriteEar(Twin twin) {
        this.front = (Twin) Proxy.newProxyInstance(
                Twin.class.getClassLoader(), new Class<?>[] {Twin.class}, (proxy, method, values) -> {
                    if (method.getName().equals("answer")) {
                        note((TwinRequest) values[0]);
                    }
                    try {
                        return method.invoke(twin, values);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    /** The store as the hub sees it. */
    public Twin front() {
        return front;
    }

    /** Method and path of what was heard, in order. */
    public List<String> heard() {
        return List.copyOf(heard);
    }

    private void note(TwinRequest request) {
        boolean asks = request.path().endsWith("/graphql.json")
                && !request.body().toLowerCase(Locale.ROOT).contains("mutation");
        if (request.writes() && !asks) {
            heard.add(request.method() + " " + request.path());
        }
    }
}
