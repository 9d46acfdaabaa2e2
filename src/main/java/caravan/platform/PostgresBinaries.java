package caravan.platform;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The server's programs for this machine, unpacked once beside the data. */
final class PostgresBinaries {
    /** Stays as it is while a data folder of this version is to be read. */
    static final String MAJOR_VERSION = "18";

    private PostgresBinaries() {}

    /** Returns the folder that holds {@code bin/}; unpacks on first use, and again when the version changed. */
    static Path unpack(Path home) throws IOException {
        String archive = archiveName();
        try (InputStream packed = PostgresBinaries.class.getResourceAsStream("/" + archive)) {
            if (packed == null) {
                throw new StartFailure("no embedded database for this machine (" + archive
                        + "). Set spring.datasource.url, username and password of a PostgreSQL 18.");
            }
            // The archive's length stands for its version: the class path holds one version of it.
            Path target = home.resolve("binaries-"
                    + PostgresBinaries.class
                            .getResource("/" + archive)
                            .openConnection()
                            .getContentLengthLong());
            if (!Files.exists(target.resolve("complete"))) {
                PrivateFiles.deleteTree(target);
                extract(packed, target);
                Files.createFile(target.resolve("complete"));
            }
            return target;
        }
    }

    private static void extract(InputStream packed, Path target) throws IOException {
        Files.createDirectories(target);
        try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(packed)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("archive entry '" + entry.getName() + "' leaves its folder");
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else if (entry.isSymbolicLink()) {
                    Files.createDirectories(path.getParent());
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else {
                    Files.createDirectories(path.getParent());
                    Files.copy(tar, path);
                    if ((entry.getMode() & 0100) != 0) {
                        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
                    }
                }
            }
        }
    }

    private static String archiveName() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        boolean arm = arch.contains("aarch64") || arch.contains("arm64");
        String cpu = arm ? "arm_64" : "x86_64";
        return "postgres-" + (system.contains("mac") ? "darwin" : "linux") + "-" + cpu + ".txz";
    }
}
