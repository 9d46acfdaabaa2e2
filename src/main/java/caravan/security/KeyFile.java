package caravan.security;

import caravan.platform.StartFailure;
import caravan.security.SecuritySettings.KeySettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Optional;

/** The key a hub makes for itself when nobody gave it one; readable by its own user only. */
final class KeyFile {
    static final String ID = "local";

    private final Path file;

    KeyFile(Path data) {
        this.file = data.toAbsolutePath().normalize().resolve("secret.key");
    }

    Path path() {
        return file;
    }

    Optional<KeySettings> read() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new KeySettings(ID, Secret.of(Files.readString(file).strip())));
        } catch (IOException unreadable) {
            throw new StartFailure(
                    "the key file '" + file + "' cannot be read. Let the hub's user read it.", unreadable);
        }
    }

    KeySettings generate() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        String key = Base64.getEncoder().encodeToString(bytes);
        try {
            write(key + "\n");
        } catch (IOException unwritable) {
            throw new StartFailure(
                    "the key file '" + file + "' cannot be written. Let the hub's user write to that folder.",
                    unwritable);
        }
        return new KeySettings(ID, Secret.of(key));
    }

    /** On disk before it is used, and never half there: what it encrypts is lost without it. */
    private void write(String text) throws IOException {
        Files.createDirectories(file.getParent());
        Path fresh = file.resolveSibling("secret.key.new");
        Files.deleteIfExists(fresh);
        try (FileChannel channel = FileChannel.open(
                fresh,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
