package io.github.ddnsjava.remember;

import io.github.ddnsjava.internal.journal.JournalStore;
import java.nio.file.Path;

/** Creates the built-in stores. Stateless and thread-safe. */
public final class StateStores {
    private StateStores() {}

    /**
     * Returns a store that remembers until the process ends. Only one updater at a time may use it; this is not
     * enforced.
     */
    public static StateStore memory() {
        return new MemoryStore();
    }

    /**
     * Returns a store that keeps a journal file. Each changed row is one line with a checksum that is forced to the
     * disk. The file is compacted by replacing it atomically. The file need not exist; its directory must exist.
     *
     * <p>Further files are kept beside it. {@code NAME.previous} is the generation before, which is used if the file
     * cannot be read. {@code NAME.lock} and {@code NAME.lock.jvm} keep out other processes and other updaters. A file
     * without a readable row is kept as {@code NAME.broken}; the updater starts, and looks up what it does not know any
     * more. Only the owner can read and write these files.
     *
     * <p>A file that a newer version of the format wrote is refused: {@link StateStore#open} throws a {@link
     * io.github.ddnsjava.exception.ConfigurationException}, and no file is changed.
     */
    public static StateStore file(Path file) {
        return new JournalStore(file);
    }
}
