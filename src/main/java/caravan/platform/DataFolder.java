package caravan.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The folder of everything the hub stores itself, held by one hub at a time.
 *
 * <p>Whatever writes to the folder asks this bean for its path, and so comes after the lock.
 */
final class DataFolder implements AutoCloseable {
    // The operating system drops a process's lock as soon as the process closes any handle of the file.
    // A second hub in this process is therefore turned away before it opens the file.
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel lock;

    private DataFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Takes the folder, creating it on first use.
     *
     * @throws StartFailure if another hub holds it or it cannot be used
     */
    static DataFolder take(Path configured) {
        Path folder = configured.toAbsolutePath().normalize();
        try {
            if (!Files.exists(folder)) {
                Files.createDirectories(folder);
                // Others may pass, not look: a database that runs as another user lies below.
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
            }
            if (!Files.isDirectory(folder)) {
                throw new IOException("it is a file");
            }
            return lock(folder.toRealPath());
        } catch (IOException failure) {
            throw new StartFailure(
                    "the data folder '" + folder + "' cannot be used (" + PrivateFiles.reason(failure)
                            + "). Give it to the hub's user, or choose another with --caravan.platform.data=FOLDER.",
                    failure);
        }
    }

    private static DataFolder lock(Path folder) throws IOException {
        if (!HELD_HERE.add(folder)) {
            throw inUse(folder, "this process");
        }
        boolean held = false;
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    folder.resolve("hub.lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                throw inUse(folder, "process " + holder(channel));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(
                    String.valueOf(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            held = true;
            return new DataFolder(folder, channel);
        } finally {
            if (!held) {
                if (channel != null) {
                    channel.close();
                }
                HELD_HERE.remove(folder);
            }
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(20);
        channel.read(buffer, 0);
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII);
    }

    private static StartFailure inUse(Path folder, String holder) {
        return new StartFailure("the data folder '" + folder + "' is in use by another hub (" + holder
                + "). Stop that one, or give this one a folder of its own with --caravan.platform.data=FOLDER.");
    }

    /** The folder's real path, free of links. */
    Path path() {
        return path;
    }

    /** Lets the next hub have the folder. */
    @Override
    public void close() throws IOException {
        lock.close();
        HELD_HERE.remove(path);
    }
}
