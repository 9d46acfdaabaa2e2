package caravan.sandbox;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The pretend stores that are open, by vendor and name. */
public final class Twins implements AutoCloseable {
    private final ConcurrentMap<String, Twin> open = new ConcurrentHashMap<>();

    /**
     * Opens a store.
     *
     * @throws IllegalArgumentException if that vendor already has an open store of that name
     */
    public <T extends Twin> T open(T twin) {
        if (open.putIfAbsent(key(twin.vendor(), twin.store()), twin) != null) {
            throw new IllegalArgumentException("Store '" + twin.store() + "' of '" + twin.vendor()
                    + "' is open already. Choose another name, or close it first.");
        }
        return twin;
    }

    public Optional<Twin> find(String vendor, String store) {
        return Optional.ofNullable(open.get(key(vendor, store)));
    }

    public Collection<Twin> all() {
        return List.copyOf(open.values());
    }

    /** Closes one store; nobody finds it any more. */
    public void close(Twin twin) {
        open.remove(key(twin.vendor(), twin.store()), twin);
        twin.close();
    }

    @Override
    public void close() {
        open.values().forEach(Twin::close);
        open.clear();
    }

    private static String key(String vendor, String store) {
        return vendor + "/" + store;
    }
}
