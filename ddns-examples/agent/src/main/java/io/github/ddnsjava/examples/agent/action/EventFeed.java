package io.github.ddnsjava.examples.agent.action;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.event.UpdateListener;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
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

    private record Subscriber(Consumer<Item> consumer, BooleanSupplier wants) {}

    private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();

    /**
     * Adds a subscriber.
     *
     * @param subscriber is called on the thread on which the event occurs; it must return at once, and not throw
     */
    public Subscription subscribe(Consumer<Item> subscriber) {
        return subscribe(subscriber, () -> true);
    }

    /**
     * Adds a subscriber who does not always want events.
     *
     * @param wants tells whether the subscriber wants one now; while nobody does, no JSON is made
     */
    public Subscription subscribe(Consumer<Item> subscriber, BooleanSupplier wants) {
        Subscriber added = new Subscriber(subscriber, wants);
        subscribers.add(added);
        return () -> subscribers.remove(added);
    }

    @Override
    public void on(UpdateEvent event) {
        tell(name(event), () -> EventJson.of(event));
    }

    /** Tells of something that the agent itself did. */
    void tell(String name, Supplier<ObjectNode> content) {
        List<Subscriber> wanting = subscribers.stream()
                .filter(subscriber -> subscriber.wants().getAsBoolean())
                .toList();
        if (!wanting.isEmpty()) {
            Item item = new Item(name, content.get().toString());
            wanting.forEach(subscriber -> subscriber.consumer().accept(item));
        }
    }

    private static String name(UpdateEvent event) {
        return event.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
    }
}
