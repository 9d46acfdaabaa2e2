package caravan.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What hubs are started from. */
enum Program {
    /** The packaged jar as the image has it: unpacked, with an archive of the classes that a first start loaded. */
    IMAGE,
    /** The packaged jar as it is. */
    JAR,
    /** The classes just built, as {@code spring-boot:run} starts them; Java keeps no archive of those. */
    CLASSES;

    private static final Path UNPACKED = Path.of("target", "bench", "image");
    private static final Path ARCHIVE = UNPACKED.resolve("caravan.classes");

    /** Brings everything in place that a start needs. */
    void prepare() throws IOException, InterruptedException {
        if (this == IMAGE) {
            Process unpacking = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Djarmode=tools",
                            "-jar",
                            jar().toString(),
                            "extract",
                            "--destination",
                            UNPACKED.toString(),
                            "--application-filename",
                            "caravan.jar")
                    .inheritIO()
                    .start();
            if (unpacking.waitFor() != 0) {
                throw new IOException("'" + jar() + "' cannot be unpacked.");
            }
        }
    }

    /** Words for Java's command line, from options of Java to the class or jar to run. */
    List<String> words() throws IOException {
        return switch (this) {
            case IMAGE ->
                List.of(
                        archive() + ARCHIVE,
                        "-jar",
                        UNPACKED.resolve("caravan.jar").toString());
            case JAR -> List.of("-jar", jar().toString());
            case CLASSES -> List.of("-cp", classPath(), "caravan.Caravan");
        };
    }

    /** Like {@link #words}, for people. */
    String title() {
        return switch (this) {
            case IMAGE -> "the jar unpacked, with an archive of its classes";
            case JAR -> "the jar";
            case CLASSES -> "the classes";
        };
    }

    /** The first hub writes the archive when it ends; the others use it. Java 25 has one that holds more. */
    private static String archive() {
        boolean written = Files.exists(ARCHIVE);
        if (Runtime.version().feature() >= 25) {
            return written ? "-XX:AOTCache=" : "-XX:AOTCacheOutput=";
        }
        return written ? "-XX:SharedArchiveFile=" : "-XX:ArchiveClassesAtExit=";
    }

    private static Path jar() throws IOException {
        try (Stream<Path> jars = Files.list(Path.of("target"))) {
            return jars.filter(file -> file.getFileName().toString().matches("caravan-.*\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("target/ holds no jar. Run 'mvn package' first."));
        }
    }

    private static String classPath() {
        String bench = Path.of("target/test-classes").toAbsolutePath().toString();
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).toAbsolutePath().toString().equals(bench))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
