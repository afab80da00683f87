package io.github.ddnsjava.internal.journal;

import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.text.OneLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal's files: chooses the generation to read, appends to it, and replaces it when it contains too many
 * outdated rows or may be damaged. Not thread-safe.
 *
 * <p>At every moment one of {@code NAME}, {@code NAME.new} (where {@code NAME} is missing) and {@code NAME.previous} is
 * whole, so that a crash between any two steps loses nothing that was saved.
 */
final class Journal {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    /** How many outdated rows a small file may collect. */
    private static final int SLACK = 100;

    private static final int CHUNK = 1 << 18;
    private static final String PREVIOUS = ".previous";

    /** All rows that count now. */
    interface Living {
        int count();

        Iterator<byte[]> lines();
    }

    private final Path file;
    private final Disk disk;
    private @Nullable FileChannel channel;
    /** The file that is sound. */
    private Optional<Object> identity = Optional.empty();
    /** Whether the present file is there and can be appended to. */
    private boolean sound;
    /** Whether {@code NAME.new} is complete and must still be moved to {@code NAME}. */
    private boolean unfinished;

    private int rows;
    private int patience = SLACK;
    /** Where the present file goes when it is replaced. */
    private Path displaced;

    Journal(Path file, Disk disk) {
        this.file = file;
        this.disk = disk;
        this.displaced = side(file, PREVIOUS);
    }

    /** Returns a file beside the state file. */
    static Path side(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    /**
     * Refuses files of a newer version: what they say would be lost or misunderstood here.
     *
     * @throws ConfigurationException if there is one; nothing is changed
     */
    void refuseNewer() throws ClosedByInterruptException {
        Optional<String> newer = newer();
        if (newer.isPresent()) {
            throw new ConfigurationException("state.file", newer.get(), "");
        }
    }

    /** Returns what is to be said of a file of a newer version, if there is one. */
    private Optional<String> newer() throws ClosedByInterruptException {
        for (String suffix : List.of("", ".new", PREVIOUS)) {
            Path one = side(file, suffix);
            Optional<String> version = Generation.newerVersion(one, disk);
            if (version.isPresent()) {
                return Optional.of("the state file " + one + " has format version " + version.get()
                        + ", but this version of ddnsjava reads only format version " + Generation.VERSION
                        + ", and leaves the file unchanged; start the newer version again, or name another file");
            }
        }
        return Optional.empty();
    }

    /**
     * Reads the newest generation that can be read; one without rows where there is none.
     *
     * @throws ConfigurationException if a newer version wrote one
     */
    Generation load() throws ClosedByInterruptException {
        refuseNewer();
        Generation current = Generation.read(file, disk);
        if (current.usable()) {
            if (current.broken() > 0) {
                LOG.warn(
                        "the state file {} has broken lines ({}), which are skipped; the records that they may concern are"
                                + " looked up before their state is believed",
                        file,
                        current.broken());
            }
            identity = identityIfKnown();
            sound = current.sound() && identity.isPresent();
            rows = current.rows();
            return current;
        }
        if (current.missing()) {
            // The crash came between two moves: this one was written whole before the first.
            Generation fresh = Generation.read(side(file, ".new"), disk);
            if (fresh.sound()) {
                unfinished = true;
                return fresh;
            }
        } else {
            displaced = side(file, ".broken");
            LOG.warn(
                    "the state file {} contains nothing that this version can read; it is kept as {} and written anew",
                    file,
                    displaced);
        }
        Generation previous = Generation.read(side(file, PREVIOUS), disk);
        if (previous.usable()) {
            LOG.warn(
                    "the state is read from {}, because the state file {} cannot be used; every record is looked up"
                            + " before its state is believed",
                    side(file, ".previous"),
                    file);
            previous.doubtAll();
        }
        return previous;
    }

    private Optional<Object> identityIfKnown() {
        try {
            return disk.identity(file);
        } catch (IOException e) {
            return Optional.empty(); // it is written anew
        }
    }

    /** Makes rows durable that are among the living already. */
    void write(List<byte[]> lines, Living living) throws IOException {
        if (sound && !isInPlace()) {
            LOG.warn(
                    "the state file {} was removed or replaced, probably by another program; it is written anew", file);
            sound = false;
            close();
        }
        if (!sound) {
            replace(living);
            return;
        }
        append(lines);
        if (rows > 2 * living.count() + patience) {
            compact(living);
        }
    }

    /** Returns whether the file is still in place. A deleted file accepts further writes, and they are lost. */
    private boolean isInPlace() throws IOException {
        return disk.identity(file).equals(identity);
    }

    /** Tells whether all that was to be written is. */
    boolean isSound() {
        return sound;
    }

    /** Makes up for a write that failed. */
    void repair(Living living) throws IOException {
        if (!sound && living.count() > 0) {
            replace(living);
        }
    }

    private void append(List<byte[]> lines) throws IOException {
        sound = false;
        FileChannel open = channel;
        if (open == null) {
            open = disk.append(file);
            channel = open;
        }
        try {
            writeAll(open, lines.iterator());
            open.force(false);
        } catch (IOException e) {
            close();
            throw e;
        }
        rows += lines.size();
        sound = true;
    }

    private void compact(Living living) throws ClosedByInterruptException {
        try {
            replace(living);
            patience = SLACK;
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            // The rows themselves are safe. As long as the old file stands, it is tried again after as many more.
            patience = rows - 2 * living.count() + SLACK;
            LOG.warn(
                    "the state file {} cannot be compacted; it grows until that succeeds, and nothing is lost; check its"
                            + " disk, and the rights on its directory: {}",
                    file,
                    OneLine.whole(e.toString()));
        }
    }

    private void replace(Living living) throws IOException {
        Path fresh = side(file, ".new");
        Optional<String> newer = newer();
        if (newer.isPresent()) {
            throw new IOException(newer.get()); // a newer version ran meanwhile
        }
        if (unfinished) {
            disk.move(fresh, file);
            unfinished = false;
        }
        writeGeneration(fresh, living);
        sound = false;
        close();
        if (Files.exists(file)) {
            disk.move(file, displaced);
        }
        unfinished = true;
        disk.move(fresh, file);
        unfinished = false;
        disk.syncDirectory(file);
        identity = disk.identity(file);
        displaced = side(file, PREVIOUS);
        rows = living.count();
        sound = true;
    }

    private void writeGeneration(Path fresh, Living living) throws IOException {
        disk.delete(fresh);
        try (FileChannel out = disk.create(fresh)) {
            writeAll(out, List.of(Generation.headerLine()).iterator());
            writeAll(out, living.lines());
            out.force(true);
        }
    }

    private static void writeAll(FileChannel out, Iterator<byte[]> lines) throws IOException {
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        while (lines.hasNext()) {
            chunk.writeBytes(lines.next());
            if (chunk.size() >= CHUNK || !lines.hasNext()) {
                ByteBuffer bytes = ByteBuffer.wrap(chunk.toByteArray());
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                chunk.reset();
            }
        }
    }

    /** Closes the file. */
    void close() {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                LOG.debug("the state file cannot be closed", e);
            }
        }
    }
}
