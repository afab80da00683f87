package io.github.ddnsjava.internal.follow;

import java.nio.file.Path;
import java.util.Collection;

/** Tells early that files may have changed, as far as the file system tells it. One thread at a time may call it. */
public interface FileEvents extends AutoCloseable {
    /**
     * From now on it tells of these files, and of no others. Links are followed as they are now. A file that it cannot
     * watch is left out.
     */
    void watch(Collection<Path> files);

    /** Ends it. Any thread may call this. */
    @Override
    void close();

    /** Returns one that never tells anything. */
    static FileEvents none() {
        return new FileEvents() {
            @Override
            public void watch(Collection<Path> files) {
                // There is nothing to tell.
            }

            @Override
            public void close() {
                // There is nothing to end.
            }
        };
    }
}
