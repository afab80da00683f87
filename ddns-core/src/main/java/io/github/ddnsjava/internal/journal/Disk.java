package io.github.ddnsjava.internal.journal;

import io.github.ddnsjava.internal.text.OwnerFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** All that the journal does to files; a class of its own so that tests can make it fail. */
class Disk {
    InputStream read(Path file) throws IOException {
        refuseOthers(file);
        return Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** Creates a file that is not there, for its owner only where the file system knows owners. */
    FileChannel create(Path file) throws IOException {
        return OwnerFile.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** Opens a file to append to it. */
    FileChannel append(Path file) throws IOException {
        return OwnerFile.open(file, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
    }

    /** Opens a side file to lock it. */
    FileChannel lockable(Path file) throws IOException {
        refuseOthers(file);
        return OwnerFile.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }

    /** A link leads to a file that may be another's; a pipe blocks whoever opens it. */
    private static void refuseOthers(Path file) throws IOException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isRegularFile()) {
                throw new FileSystemException(
                        file.toString(),
                        null,
                        (attributes.isSymbolicLink() ? "it is a link" : "it is a directory, a pipe or a device")
                                + ", not a file of the state; remove it");
            }
        } catch (NoSuchFileException e) {
            // It may be created.
        }
    }

    /** Returns what tells a file from others that had or have its name; empty where there is no file. */
    Optional<Object> identity(Path file) throws IOException {
        try {
            Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            return Optional.of(key != null ? key : "a file system without identities");
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Moves a file over another, at once where the file system can. */
    void move(Path from, Path to) throws IOException {
        try {
            // Whether an atomic move replaces is left to the file system; where it is not, it is to be asked.
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    /** Makes moves in a file's directory durable. Windows neither allows nor needs it. */
    void syncDirectory(Path file) {
        Path directory = file.getParent();
        if (directory == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException | UnsupportedOperationException e) {
            // The moves happened all the same; only a power cut in the next seconds could undo them.
        }
    }
}
