package io.github.ddnsjava.provider.testkit;

import io.github.ddnsjava.publish.Publication;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What is remembered for an account. Thread-safe; two threads never make the same one. */
final class AccountCache {
    private static final class Slot {
        private @org.jspecify.annotations.Nullable Object value;
    }

    private final Map<Object, Slot> slots = new ConcurrentHashMap<>();

    <T> T get(Object key, Class<T> type, Publication.Maker<T> maker) throws InterruptedException {
        Slot slot = slots.computeIfAbsent(key, k -> new Slot());
        synchronized (slot) {
            Object value = slot.value;
            if (value == null) {
                value = maker.make();
                slot.value = value;
            }
            return type.cast(value);
        }
    }

    void forget(Object key) {
        slots.remove(key);
    }
}
