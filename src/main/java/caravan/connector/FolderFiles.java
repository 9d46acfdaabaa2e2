package caravan.connector;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The texts of a folder that matter to a running hub, as they were at one moment. */
record FolderFiles(Map<String, String> texts, List<Problem> problems) {
    private static final long LARGEST = 256 * 1024;
    private static final int MOST = 200;

    /** Reads the files of a folder that match, by their paths below it. */
    static FolderFiles read(Path folder, String called, int depth, java.util.function.Predicate<String> wanted) {
        Map<String, String> texts = new TreeMap<>();
        List<Problem> problems = new java.util.ArrayList<>();
        try (Stream<Path> found = Files.walk(folder, depth)) {
            List<Path> files = found.filter(Files::isRegularFile)
                    .limit(MOST * 10L)
                    .sorted()
                    .toList();
            for (Path file : files) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                if (wanted.test(name) && texts.size() < MOST) {
                    read(file, name, called, texts, problems);
                }
            }
        } catch (IOException | java.io.UncheckedIOException unreadable) {
            problems.add(new Problem(called, 0, "the folder cannot be read. Check its permissions."));
        }
        return new FolderFiles(texts, problems);
    }

    private static void read(Path file, String name, String called, Map<String, String> texts, List<Problem> problems) {
        try {
            if (Files.size(file) > LARGEST) {
                problems.add(new Problem(called + "/" + name, 0, "the file is larger than 256 KB. Split it."));
            } else {
                texts.put(name, Files.readString(file));
            }
        } catch (CharacterCodingException notUtf8) {
            problems.add(new Problem(called + "/" + name, 0, "the file is no UTF-8 text. Save it as UTF-8."));
        } catch (IOException unreadable) {
            problems.add(new Problem(called + "/" + name, 0, "the file cannot be read. Check its permissions."));
        }
    }

    /** Differs when any of the texts differs. */
    String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            texts.forEach((name, text) -> {
                digest.update((name + '\0' + text.length() + '\0').getBytes(StandardCharsets.UTF_8));
                digest.update(text.getBytes(StandardCharsets.UTF_8));
            });
            digest.update(Problem.print(problems).toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256.", impossible);
        }
    }
}
