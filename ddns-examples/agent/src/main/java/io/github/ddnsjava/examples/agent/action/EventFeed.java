package io.github.ddnsjava.examples.agent.action;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.event.UpdateListener;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Hands the events of the updater, and those of the agent itself, to whoever wants to see them as JSON. Without a
 * subscriber, no JSON is made. Thread-safe.
 */
public final class EventFeed implements UpdateListener {
    /**
     * One event.
     *
     * @param name its kind, as in {@code cycle-ended}
     * @param json its content, without line ends
     */
    public record Item(String name, String json) {}

    /** Ends a subscription. */
    @FunctionalInterface
    public interface Subscription {
        /** Ends it. */
        void end();
    }

    private final List<Consumer<Item>> subscribers = new CopyOnWriteArrayList<>();

    /**
     * Adds a subscriber.
     *
     * @param subscriber is called on the thread on which the event occurs; it must return at once, and not throw
     */
    public Subscription subscribe(Consumer<Item> subscriber) {
        subscribers.add(subscriber);
        return () -> subscribers.remove(subscriber);
    }

    @Override
    public void on(UpdateEvent event) {
        tell(name(event), () -> EventJson.of(event));
    }

    /** Tells of something that the agent itself did. */
    void tell(String name, Supplier<ObjectNode> content) {
        if (!subscribers.isEmpty()) {
            Item item = new Item(name, content.get().toString());
            subscribers.forEach(subscriber -> subscriber.accept(item));
        }
    }

    private static String name(UpdateEvent event) {
        return event.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
    }
}
