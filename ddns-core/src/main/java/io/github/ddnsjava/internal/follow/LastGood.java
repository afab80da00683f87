package io.github.ddnsjava.internal.follow;

import io.github.ddnsjava.internal.text.OwnerFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The last good contents of a configuration file, the newest first: {@code ddns.last-good.1.json} to {@code
 * ddns.last-good.3.json} of {@code ddns.json} in the same directory. Copies of a file elsewhere have a part of the digest of
 * its path in their names, too, because files of several directories can have one name. They are byte for byte what was
 * read, so a literal secret is in them as it is in the file, and only their owner may read them. Stateless.
 */
public final class LastGood {
    private static final int KEPT = 3;
    /** Enough to tell the configurations of one host apart. */
    private static final int DIGITS = 8;

    private static final String NEXT = "next";

    private LastGood() {}

    /** Returns the places of the copies of a file in that directory, the newest first. They need not exist. */
    public static List<Path> copies(Path directory, Path file) {
        return IntStream.rangeClosed(1, KEPT)
                .mapToObj(number -> named(directory, file, String.valueOf(number)))
                .toList();
    }

    /** Returns all files that {@link #keep} may replace. */
    public static List<Path> written(Path directory, Path file) {
        List<Path> written = new ArrayList<>(copies(directory, file));
        written.add(named(directory, file, NEXT));
        return written;
    }

    /** The end of the name stays: it says in which form the file is. */
    private static Path named(Path directory, Path file, String what) {
        String name =
                Objects.requireNonNull(file.getFileName(), "a file has a name").toString();
        int dot = name.lastIndexOf('.');
        int end = dot > 0 ? dot : name.length();
        return directory.resolve(
                name.substring(0, end) + whose(directory, file) + ".last-good." + what + name.substring(end));
    }

    private static String whose(Path directory, Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        Path parent = real(Objects.requireNonNull(absolute.getParent(), "a file is in a directory"));
        return parent.equals(real(directory.toAbsolutePath().normalize()))
                ? ""
                : "."
                        + FileContent.digest(parent.resolve(absolute.getFileName())
                                        .toString()
                                        .getBytes(StandardCharsets.UTF_8))
                                .substring(0, DIGITS);
    }

    /** Returns the directory that links lead to, so that it does not matter by which of them it was named. */
    private static Path real(Path directory) {
        try {
            return directory.toRealPath();
        } catch (IOException e) {
            return directory; // It is not there.
        }
    }

    /** Keeps a content, unless the newest copy is equal to it. */
    public static void keep(Path directory, Path file, byte[] content) throws IOException {
        List<Path> copies = copies(directory, file);
        Path newest = copies.get(0);
        if (Files.isRegularFile(newest, LinkOption.NOFOLLOW_LINKS)
                && FileContent.digest(newest).equals(FileContent.digest(content))) {
            return;
        }
        Path next = named(directory, file, NEXT);
        Files.deleteIfExists(next); // which a process that was killed may have left
        OwnerFile.create(next, content);
        for (int i = copies.size() - 1; i > 0; i--) {
            if (Files.exists(copies.get(i - 1), LinkOption.NOFOLLOW_LINKS)) {
                move(copies.get(i - 1), copies.get(i));
            }
        }
        move(next, newest);
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
