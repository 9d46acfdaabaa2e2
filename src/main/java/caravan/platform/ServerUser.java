package caravan.platform;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** Who runs the database server. PostgreSQL refuses root, so a hub that is root hands it to somebody else. */
enum ServerUser {
    /** The hub's own user. */
    SAME(-1),
    /** The hub's user seen from a user namespace: still the owner of its files, but named nobody and without powers. */
    NAMESPACED(0),
    /** The user nobody, where user namespaces are forbidden, as in most containers. */
    NOBODY(65_534);

    private final int uid;

    ServerUser(int uid) {
        this.uid = uid;
    }

    /**
     * Finds the least that has to be done for the user the hub runs as.
     *
     * @throws StartFailure if the hub is root and neither way out of root is allowed
     */
    static ServerUser choose() {
        if (!isRoot() && !isNameless()) {
            return SAME;
        }
        if (NAMESPACED.runs("true")) {
            return NAMESPACED;
        }
        if (!isRoot()) {
            throw new StartFailure("the hub runs as a user number without a name, which PostgreSQL refuses, and"
                    + " 'unshare -U' does not work here. Add the user to /etc/passwd, or set spring.datasource.url to"
                    + " a database of your own.");
        }
        if (NOBODY.runs("true")) {
            return NOBODY;
        }
        throw new StartFailure(
                "the hub runs as root, PostgreSQL refuses to, and neither 'unshare -U' nor 'setpriv' works"
                        + " here. Run the hub as an ordinary user, or set spring.datasource.url to a database of your own.");
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** Some containers run as a number that no user has; Java then calls the user "?". */
    private static boolean isNameless() {
        return "?".equals(System.getProperty("user.name"));
    }

    /** What goes before a command so that it runs as this user. */
    List<String> prefix() {
        return switch (this) {
            case SAME -> List.of();
            case NAMESPACED -> List.of("unshare", "-U");
            case NOBODY -> List.of("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups");
        };
    }

    /** Gives everything below a folder to this user; a hub that is not root owns its files already. */
    void own(Path tree) throws IOException {
        if (this == SAME || !isRoot()) {
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                return give(folder);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                return give(file);
            }
        });
    }

    private FileVisitResult give(Path path) throws IOException {
        if (!Integer.valueOf(uid).equals(Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS))) {
            Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
        }
        return FileVisitResult.CONTINUE;
    }

    /**
     * Makes sure that this user can work in a folder.
     *
     * @throws StartFailure if a folder above it keeps the user out
     */
    void requireReach(Path folder) {
        if (this == NOBODY && !runs("test", "-x", folder.toString())) {
            throw new StartFailure("the hub runs as root, so its database runs as the user nobody, who cannot reach '"
                    + folder + "'. Run the hub as an ordinary user, or choose a folder whose parents"
                    + " everybody may enter with --caravan.platform.data=FOLDER.");
        }
    }

    private boolean runs(String... command) {
        List<String> line = new ArrayList<>(prefix());
        line.addAll(List.of(command));
        try {
            return new ProcessBuilder(line)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
