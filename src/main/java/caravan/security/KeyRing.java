package caravan.security;

import caravan.platform.StartFailure;
import caravan.security.SecuritySettings.KeySettings;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The keys of this hub: the first encrypts, every one of them decrypts. */
final class KeyRing {
    static final String HOW_TO_MAKE_ONE =
            "Make one with 'openssl rand -base64 32' and set caravan.security.keys[0].id and caravan.security.keys[0].key.";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    /** Where a value belongs; it opens nowhere else. */
    record Place(String table, String owner, String name) {}

    /** An encrypted value as it is stored. */
    static final class Sealed {
        private final String keyId;
        private final byte[] nonce;
        private final byte[] cipher;

        Sealed(String keyId, byte[] nonce, byte[] cipher) {
            this.keyId = keyId;
            this.nonce = nonce;
            this.cipher = cipher;
        }

        String keyId() {
            return keyId;
        }

        byte[] nonce() {
            return nonce;
        }

        byte[] cipher() {
            return cipher;
        }
    }

    private final Map<String, SecretKeySpec> keys = new LinkedHashMap<>();
    private final String current;
    private final SecureRandom random = new SecureRandom();

    /**
     * Reads the keys of the settings.
     *
     * @throws StartFailure if one of them is no key
     */
    KeyRing(List<KeySettings> settings) {
        for (KeySettings key : settings) {
            if (key.id().isBlank() || keys.put(key.id(), decode(key)) != null) {
                throw new StartFailure("two of caravan.security.keys have the id '" + key.id()
                        + "', or it is empty. Give every key an id of its own.");
            }
        }
        current = settings.get(0).id();
    }

    String current() {
        return current;
    }

    Set<String> ids() {
        return keys.keySet();
    }

    Sealed seal(Place place, byte[] plain) {
        return seal(current, place, plain);
    }

    Sealed seal(String keyId, Place place, byte[] plain) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            return new Sealed(
                    keyId,
                    nonce,
                    cipher(Cipher.ENCRYPT_MODE, keyId, nonce, place).doFinal(plain));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("This Java cannot encrypt with " + CIPHER + ".", impossible);
        }
    }

    /**
     * Decrypts a value.
     *
     * @throws IllegalStateException if it was changed, moved, or encrypted with another key
     */
    byte[] open(Place place, Sealed value) {
        if (!keys.containsKey(value.keyId())) {
            throw new IllegalStateException(described(place) + " needs key '" + value.keyId()
                    + "', which caravan.security.keys does not have. Add it.");
        }
        try {
            return cipher(Cipher.DECRYPT_MODE, value.keyId(), value.nonce(), place)
                    .doFinal(value.cipher());
        } catch (AEADBadTagException broken) {
            throw new IllegalStateException(
                    described(place) + " cannot be opened: its row was changed or moved. Enter it again.", broken);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("This Java cannot decrypt with " + CIPHER + ".", impossible);
        }
    }

    private Cipher cipher(int mode, String keyId, byte[] nonce, Place place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, keys.get(keyId), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(binding(keyId, place));
        return cipher;
    }

    /** Each part comes with its length, so that no two places look the same. */
    private static byte[] binding(String keyId, Place place) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            for (String part : List.of(keyId, place.table(), place.owner(), place.name())) {
                out.writeUTF(part);
            }
        } catch (IOException tooLong) {
            throw new UncheckedIOException("The name of a secret is too long.", tooLong);
        }
        return bytes.toByteArray();
    }

    private static String described(Place place) {
        return "Secret '" + place.name() + "' of '" + place.owner() + "'";
    }

    private static SecretKeySpec decode(KeySettings key) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(key.key().reveal().strip());
        } catch (IllegalArgumentException notBase64) {
            bytes = new byte[0];
        }
        if (bytes.length != KEY_BYTES) {
            throw new StartFailure(
                    "key '" + key.id() + "' in caravan.security.keys is not 32 bytes in base64. " + HOW_TO_MAKE_ONE);
        }
        return new SecretKeySpec(bytes, "AES");
    }
}
