package caravan.security;

import java.util.Optional;
import java.util.Set;

/** Keeps secrets encrypted in the database, each under an owner (for example a connection) and a name. */
public interface SecretStore {
    /** Stores a secret, replacing what was there. */
    void put(String owner, String name, Secret secret);

    /**
     * Reads a secret.
     *
     * @throws IllegalStateException if the row was tampered with or moved
     */
    Optional<Secret> find(String owner, String name);

    /** Names of all secrets of an owner. */
    Set<String> names(String owner);

    void remove(String owner, String name);
}
