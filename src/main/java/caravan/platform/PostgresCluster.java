package caravan.platform;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder with the server's files and its password.
 *
 * <p>It is made under another name and renamed when it is whole: a first start that is cut off leaves nothing that the
 * next one could mistake for a database.
 */
final class PostgresCluster {
    static final String USER = "caravan";
    private static final Logger log = LoggerFactory.getLogger(PostgresCluster.class);

    private final Path home;
    private final Path folder;

    PostgresCluster(Path home) {
        this.home = home;
        this.folder = home.resolve("server");
    }

    /** The server's data folder. */
    Path data() {
        return folder.resolve("data");
    }

    String password() throws IOException {
        return Files.readString(folder.resolve("password")).strip();
    }

    /** Makes the folder unless it is there. */
    void prepare(PostgresCommands commands, ServerUser user) throws IOException {
        sweep();
        if (Files.exists(folder)) {
            requireVersion();
            return;
        }
        log.info("Creating the embedded database in {}", folder);
        // The name is new each time: initdb of a hub that was killed may still be writing to the last one.
        Path draft = Files.createTempDirectory(home, "draft-");
        Path password = draft.resolve("password");
        PrivateFiles.write(password, randomPassword());
        user.own(draft);
        commands.run(
                "initdb",
                "--pgdata=" + draft.resolve("data"),
                "--username=" + USER,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--locale=C.UTF-8",
                "--data-checksums");
        Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    private void requireVersion() throws IOException {
        String version = Files.readString(data().resolve("PG_VERSION")).strip();
        if (!version.equals(PostgresBinaries.MAJOR_VERSION)) {
            throw new StartFailure("the embedded database in '" + folder + "' was made by PostgreSQL " + version
                    + ", and this hub brings " + PostgresBinaries.MAJOR_VERSION
                    + ". Start the hub that made it, dump the database, and restore it into a new data folder.");
        }
    }

    private void sweep() {
        try (DirectoryStream<Path> drafts = Files.newDirectoryStream(home, "{draft-*,*.out}")) {
            for (Path draft : drafts) {
                PrivateFiles.deleteTree(draft);
            }
        } catch (IOException busy) {
            log.debug("Leftovers in {} stay until the next start", home, busy);
        }
    }

    private static String randomPassword() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
