package io.github.ddnsjava.internal.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Reads files of this host, bounded in time and size. Only regular files are read (a link to one counts as one): a
 * named pipe blocks the thread that opens it, and a device may never end. A file can become a pipe between the check
 * and the opening, and a file system can stop answering. In both cases the caller waits for the time limit, and a
 * daemon thread remains blocked. Stateless.
 *
 * <p>Messages begin with "it", and do not name the file: "it is a named pipe …".
 */
public final class LocalFile {
    /** Long enough for a disk that has to spin up first. */
    public static final Duration TIME_LIMIT = Duration.ofSeconds(10);

    private static final int MAX_SYSTEM_TEXT = 4 << 20;
    private static final String THREAD = "ddnsjava-file-read";
    /** What the JDK puts in the place of a character that it could not read. */
    private static final char LOST = '\ufffd';

    private LocalFile() {}

    /**
     * Reads a regular file.
     *
     * @throws IOException if it is none, is larger, or cannot be read in time; the message says which
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public static byte[] read(Path file, int maxBytes, Duration atMost) throws IOException, InterruptedException {
        return Bounded.call(THREAD, atMost, () -> regular(file, maxBytes));
    }

    /** As {@link #read}, for callers that can't be interrupted: the interrupt stays set. */
    public static byte[] readUninterruptibly(Path file, int maxBytes) throws IOException {
        return Bounded.callUninterruptibly(THREAD, TIME_LIMIT, () -> regular(file, maxBytes));
    }

    /** Reads a regular file, or a pipe that some program writes into, as {@code <(…)} of a shell is one. */
    public static byte[] readFileOrPipe(Path file, int maxBytes) throws IOException {
        return Bounded.callUninterruptibly(THREAD, TIME_LIMIT, () -> capped(file, maxBytes));
    }

    /** Reads the lines of a text that the system makes when it is read, as those below {@code /proc}. */
    public static List<String> systemLines(Path file) throws IOException {
        byte[] bytes = Bounded.callUninterruptibly(THREAD, TIME_LIMIT, () -> capped(file, MAX_SYSTEM_TEXT));
        return OutsideText.decode(bytes, StandardCharsets.ISO_8859_1).lines().toList();
    }

    /** Returns the path of a name; empty if the name cannot be that of a file, see {@link #noName}. */
    static Optional<Path> path(String name) {
        try {
            return Optional.of(Path.of(name));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns why a text cannot be the name of a file, for a message about an {@link InvalidPathException}. In the
     * locale C, a JVM can use no name with letters beyond ASCII.
     */
    public static String noName(String text) {
        return text.chars().allMatch(c -> c < 0x80)
                ? "it has a control character, or one that no name can have"
                : "the locale of this process has not all of its characters; set the environment variable"
                        + " LC_ALL=C.UTF-8, or use a name in ASCII";
    }

    /** Returns why a file that is there is no regular one, as in {@code it is a directory}; empty if it is one. */
    static String kind(BasicFileAttributes attributes) {
        if (attributes.isRegularFile()) {
            return "";
        }
        return attributes.isDirectory()
                ? "it is a directory"
                : "it is a named pipe, a socket or a device, not a regular file";
    }

    private static byte[] regular(Path file, int maxBytes) throws IOException {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(file, BasicFileAttributes.class);
        } catch (IOException e) {
            throw named(e, file);
        }
        String other = kind(attributes);
        if (!other.isEmpty()) {
            throw new IOException(other);
        }
        return capped(file, maxBytes);
    }

    private static byte[] capped(Path file, int maxBytes) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(maxBytes + 1);
        } catch (IOException e) {
            throw named(e, file);
        }
        if (bytes.length > maxBytes) {
            throw tooLarge(maxBytes);
        }
        return bytes;
    }

    /** Returns that something is larger than it may be. */
    static IOException tooLarge(int maxBytes) {
        String size = maxBytes % (1 << 20) == 0
                ? maxBytes / (1 << 20) + " MiB"
                : maxBytes % (1 << 10) == 0 ? maxBytes / (1 << 10) + " KiB" : maxBytes + " bytes";
        return new IOException("it is larger than " + size);
    }

    /**
     * Tells whether reading a file failed because its file system or its disk did, so that it may be read later; and not
     * because of what the file is, or of its rights.
     */
    public static boolean mayPass(IOException e) {
        Throwable cause = e.getCause();
        return cause != null && !(cause instanceof NoSuchFileException) && !(cause instanceof AccessDeniedException);
    }

    /** In the locale C, no relative name is found where the name of the working directory has letters beyond ASCII. */
    static IOException missing(IOException e, Path file, String workingDirectory) {
        return file.isAbsolute() || workingDirectory.indexOf(LOST) < 0
                ? new IOException("there is no such file", e)
                : new IOException(
                        "its name is relative, and this process cannot use the name of its working directory: "
                                + noName(workingDirectory));
    }

    /** The JDK's messages are the file's name and little else. */
    private static IOException named(IOException e, Path file) {
        if (e instanceof NoSuchFileException) {
            return missing(e, file, System.getProperty("user.dir", ""));
        }
        if (e instanceof AccessDeniedException) {
            return new IOException("this process may not read it; check its rights, and its directory's", e);
        }
        String reason = e instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : String.valueOf(e.getMessage());
        return new IOException("it cannot be read: " + reason, e);
    }
}
