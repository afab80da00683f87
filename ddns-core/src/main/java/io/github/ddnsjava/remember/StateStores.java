package io.github.ddnsjava.remember;

import io.github.ddnsjava.internal.journal.JournalStore;
import java.nio.file.Path;

/** Makes the built-in stores. */
public final class StateStores {
    private StateStores() {}

    /** Remembers until the process ends. */
    public static StateStore memory() {
        return new MemoryStore();
    }

    /**
     * Remembers in a journal file: one checksummed line for each row that changed, forced to the disk, compacted by
     * replacing the file at once; the previous generation is kept beside it. A file {@code NAME.lock} beside it keeps
     * other processes out.
     */
    public static StateStore file(Path file) {
        return new JournalStore(file);
    }
}
