package io.github.ddnsjava.internal.journal;

import io.github.ddnsjava.exception.StateException;
import io.github.ddnsjava.internal.text.OutsideText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exclusive use of a state file: locks on two side files. The locks end with the process at the latest.
 *
 * <p>There are two files for this reason: a POSIX process loses a lock as soon as it closes <em>any</em> channel on the
 * locked file. A second store in the same JVM would close such a channel after it was refused. The JVM's own table of
 * locks refuses that store at the first file. It therefore never opens the second file, whose lock excludes other
 * processes.
 */
final class StateLock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StateLock.class);
    /** Far behind the text, so that it can be read where locks are mandatory. */
    private static final long POSITION = 1 << 20;

    private final Path lock;
    private final Optional<Object> identity;
    private final FileChannel withinJvm;
    private final FileChannel amongProcesses;

    private StateLock(Path lock, Optional<Object> identity, FileChannel withinJvm, FileChannel amongProcesses) {
        this.lock = lock;
        this.identity = identity;
        this.withinJvm = withinJvm;
        this.amongProcesses = amongProcesses;
    }

    /**
     * Takes possession.
     *
     * @throws StateException if another has it
     */
    static StateLock take(Path file, Disk disk) throws IOException {
        Path lock = Journal.side(file, ".lock");
        FileChannel first = locked(file, lock, Journal.side(file, ".lock.jvm"), disk);
        try {
            FileChannel second = locked(file, lock, lock, disk);
            sign(second);
            return new StateLock(lock, disk.identity(lock), first, second);
        } catch (IOException | RuntimeException e) {
            first.close();
            throw e;
        }
    }

    /**
     * Returns whether other processes still find the lock. The lock files may have been removed together with their
     * directory.
     */
    boolean isInPlace(Disk disk) throws IOException {
        return disk.identity(lock).equals(identity);
    }

    private static FileChannel locked(Path file, Path text, Path side, Disk disk) throws IOException {
        FileChannel channel = disk.lockable(side);
        try {
            if (channel.tryLock(POSITION, 1, false) == null) {
                throw refusal(file, "another process" + owner(text, disk));
            }
            return channel;
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw refusal(file, "another updater of this process");
        } catch (UnsupportedOperationException e) {
            LOG.warn(
                    "the file system of the state file {} has no locks; make sure that only one process uses this file",
                    file);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static StateException refusal(Path file, String owner) {
        return StateException.locked("the state file " + file + " is in use by " + owner
                + "; stop the other, or configure a different state.file here");
    }

    /** Writes the process id, as a help for people. A failure does not matter. */
    private static void sign(FileChannel channel) throws IOException {
        try {
            channel.truncate(0);
            byte[] text = ("pid " + ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
            channel.write(ByteBuffer.wrap(text));
        } catch (java.nio.channels.ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            LOG.debug("the lock file cannot be signed", e);
        }
    }

    private static String owner(Path lock, Disk disk) {
        try (InputStream in = disk.read(lock)) {
            String text = OutsideText.value(OutsideText.decode(in.readNBytes(30)));
            return text.matches("pid [0-9]+") ? " (" + text + ")" : "";
        } catch (IOException e) {
            return "";
        }
    }

    /** Ends the exclusive use. The files stay, because two other processes could take the lock if they were deleted. */
    @Override
    public void close() {
        try (withinJvm;
                amongProcesses) {
            LOG.trace("the state's locks end");
        } catch (IOException e) {
            LOG.debug("a lock file cannot be closed", e);
        }
    }
}
