package io.github.ddnsjava.remember;

import io.github.ddnsjava.internal.journal.JournalStore;
import java.nio.file.Path;

/** Makes the built-in stores. */
public final class StateStores {
    private StateStores() {}

    /** Remembers until the process ends. One updater at a time may have it; nothing enforces that. */
    public static StateStore memory() {
        return new MemoryStore();
    }

    /**
     * Remembers in a journal file: one checksummed line for each row that changed, forced to the disk, compacted by
     * replacing the file at once. The file need not be there; its directory must.
     *
     * <p>Beside it stand {@code NAME.previous}, the generation before, which serves where the file cannot be read, and
     * {@code NAME.lock} with {@code NAME.lock.jvm}, which keep other processes and other updaters out. A file that
     * holds no readable row is kept as {@code NAME.broken}, one of a later version's format as {@code NAME.v2}; the
     * updater starts nevertheless, and looks up what it no longer knows. All files are for their owner only.
     */
    public static StateStore file(Path file) {
        return new JournalStore(file);
    }
}
