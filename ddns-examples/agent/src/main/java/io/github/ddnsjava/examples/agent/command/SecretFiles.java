package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.examples.agent.importing.Imported;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** The files of the secrets that an import writes. What it did not make is never changed or removed. Not thread-safe. */
final class SecretFiles {
    /** The directory if it was made here, and the files; the newest first. */
    private final List<Path> made = new ArrayList<>();

    /**
     * Writes each secret to a new file in that directory, which is made if it is not there. What was written before a failure
     * stays until {@link #delete}.
     *
     * @throws FileAlreadyExistsException if there is such a file
     */
    void write(List<Imported.Secret> secrets, Path directory) throws IOException {
        make(directory);
        for (Imported.Secret secret : secrets) {
            Path file = directory.resolve(secret.name());
            Secret.from(secret.place(), secret::value).writeTo(file);
            made.add(0, file);
        }
    }

    /** Removes what was written, and returns what could not be removed. */
    List<Path> delete() {
        List<Path> left = new ArrayList<>();
        for (Path path : made) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                left.add(path);
            }
        }
        made.clear();
        return left;
    }

    /** Makes a directory that nobody else may read, unless it is there. On Windows it has the rights of its parent. */
    private void make(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectory(directory);
        }
        made.add(directory);
    }
}
