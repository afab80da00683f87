package io.github.ddnsjava.examples.agent.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Writes and deletes the files of definitions. What it does is shown before it is done; messages name the file. */
final class FileSteps {
    private final Consumer<String> shown;

    FileSteps(Consumer<String> shown) {
        this.shown = shown;
    }

    /**
     * Writes a whole file or nothing: a manager would run half of a definition.
     *
     * @param remedy what to do if the file is there and says something else
     * @return whether it was written; false if the same is there already
     */
    boolean write(Path file, byte[] content, String remedy) throws IOException {
        shown.accept("write " + file);
        try {
            if (!Files.exists(file)) {
                writeNew(file, content);
                return true;
            }
            if (Arrays.equals(Files.readAllBytes(file), content)) {
                return false;
            }
        } catch (IOException e) {
            throw new IOException(file + " was not written: " + e, e);
        }
        throw new IOException(file + " is there and says something else; " + remedy);
    }

    private static void writeNew(Path file, byte[] content) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        Path whole = Files.createTempFile(directory, "ddns-", ".part"); // no manager reads files with this ending
        try {
            Files.write(whole, content);
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(whole, PosixFilePermissions.fromString("rw-r--r--"));
            }
            Files.move(whole, file);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    /**
     * Checks that a file is as it was installed. One that is missing is no trouble.
     *
     * @throws IOException if it was edited, or cannot be read
     */
    void refuseEdited(Path file, Predicate<byte[]> isOurs) throws IOException {
        byte[] content;
        try {
            if (!Files.exists(file)) {
                return;
            }
            content = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IOException(file + " was not read: " + e, e);
        }
        if (!isOurs.test(content)) {
            throw new IOException(
                    file + " was edited, or another version of the agent wrote it, and nothing was removed;"
                            + " keep a copy if you need it, and uninstall with --force");
        }
    }

    void delete(List<Path> files, Exception failure) {
        for (Path file : files) {
            try {
                if (Files.exists(file)) {
                    shown.accept("delete " + file);
                    Files.delete(file);
                }
            } catch (IOException e) {
                failure.addSuppressed(new IOException(file + " was not deleted: " + e, e));
            }
        }
    }
}
