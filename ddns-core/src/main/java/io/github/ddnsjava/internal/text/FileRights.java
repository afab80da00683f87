package io.github.ddnsjava.internal.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Tells who may write a file. Only systems that have owners and modes as POSIX does are asked; elsewhere nothing is found.
 * Stateless.
 */
public final class FileRights {
    private static final int OTHERS_WRITE = 022;
    private static final int OTHERS_PASS = 011;
    private static final int STICKY = 01000;

    private FileRights() {}

    /**
     * Returns why others than root and the user of this process may write or replace a regular file, with the remedy; empty
     * if none may. Whoever may write its directory may replace it.
     */
    public static Optional<String> othersMayWrite(Path file) {
        try {
            if (!Files.isRegularFile(file)
                    || !file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
                return Optional.empty();
            }
            Path real = file.toRealPath();
            if (Files.getFileStore(real).isReadOnly()) {
                return Optional.empty();
            }
            Path link = file.toAbsolutePath().normalize();
            Optional<String> found = file(real).or(() -> directory(real));
            return link.equals(real) ? found : found.or(() -> directory(link));
        } catch (IOException e) {
            return Optional.empty(); // It was read a moment ago; reading it again tells more.
        }
    }

    /**
     * If only the owner may pass through its directory, nobody else can write a file. Whoever passes as one of others may
     * write as one of the file's group, and the other way round, because the groups of the two can differ.
     */
    private static Optional<String> file(Path file) throws IOException {
        Path directory = file.getParent();
        boolean passable = directory == null || (mode(directory) & OTHERS_PASS) != 0;
        return othersMayWrite(file, passable ? OTHERS_PASS : 0);
    }

    private static Optional<String> directory(Path of) {
        Path directory = of.getParent();
        try {
            if (directory == null) {
                return Optional.empty();
            }
            boolean onlyOwners = (mode(directory) & STICKY) != 0; // may replace what is in it
            return othersMayWrite(directory, onlyOwners ? 0 : mode(directory));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static int mode(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:mode");
    }

    private static Optional<String> othersMayWrite(Path path, int passing) throws IOException {
        Object uid = Files.getAttribute(path, "unix:uid");
        if (!Integer.valueOf(0).equals(uid) && !isOurs(path, uid)) {
            return Optional.of(path + " belongs to another user, " + Files.getOwner(path)
                    + "; make root or the user of this process its owner (chown)");
        }
        boolean written = (mode(path) & OTHERS_WRITE & (passing & OTHERS_PASS) << 1) != 0;
        return written
                ? Optional.of(path + " may be written by others ("
                        + PosixFilePermissions.toString(Files.getPosixFilePermissions(path)) + "); chmod go-w " + path)
                : Optional.empty();
    }

    /** The folder of a process that may not be inspected belongs to root, so its owner is not all that counts. */
    private static boolean isOurs(Path path, Object uid) throws IOException {
        Path process = Path.of("/proc/self");
        return Files.exists(process) && Files.getAttribute(process, "unix:uid").equals(uid)
                || Files.getOwner(path).getName().equals(System.getProperty("user.name"));
    }
}
