package io.github.ddnsjava.internal.discovery;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs code of plug-ins later as it would run now: it finds its classes by the thread's context class loader.
 * Stateless.
 */
public final class ContextLoader {
    private ContextLoader() {}

    /** Returns what does the same with the context class loader that the calling thread has now, on any thread. */
    public static <T> Supplier<T> kept(Supplier<T> code) {
        ClassLoader kept = Thread.currentThread().getContextClassLoader();
        return () -> with(kept, code);
    }

    private static <T> T with(@Nullable ClassLoader loader, Supplier<T> code) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return code.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
