package io.github.ddnsjava.examples.agent.http;

import io.github.ddnsjava.examples.agent.action.EventFeed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The connections that are shown events as they happen. If there are too many, the oldest ends. Thread-safe. */
final class EventStreams {
    static final int MOST = 32;

    private final Deque<EventStream> streams = new ArrayDeque<>();

    /**
     * Shows events from now on.
     *
     * @param allowed tells whether the caller may see them now; a token can be revoked, and a JWT expires
     * @param ending is run when it ends; the last bytes may still have to be written then
     */
    void add(Request request, Response response, Callback callback, BooleanSupplier allowed, Runnable ending) {
        EventStream stream = new EventStream(request, response, callback, allowed, ended -> {
            remove(ended);
            ending.run();
        });
        List<EventStream> tooMany = new ArrayList<>();
        synchronized (streams) {
            streams.addLast(stream);
            while (streams.size() > MOST) {
                tooMany.add(streams.removeFirst());
            }
        }
        tooMany.forEach(EventStream::end);
        stream.send(bytes(": connected\n\n")); // so that the client sees the headers
        stream.recheck(); // the rights may have changed before it was in the list
    }

    private void remove(EventStream stream) {
        synchronized (streams) {
            streams.remove(stream);
        }
    }

    private List<EventStream> present() {
        synchronized (streams) {
            return List.copyOf(streams);
        }
    }

    /** Tells whether anybody is shown events. */
    boolean any() {
        return !present().isEmpty();
    }

    /** Shows an event. */
    void tell(EventFeed.Item item) {
        List<EventStream> all = present();
        if (!all.isEmpty()) {
            byte[] text = bytes("event: " + item.name() + "\ndata: " + item.json() + "\n\n");
            all.forEach(stream -> stream.send(text));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Sends a sign of life, and ends what nobody reads or nobody may read any more. */
    void beat() {
        recheck();
        present().forEach(EventStream::beat);
    }

    /** Ends those whose callers may not see events now. */
    void recheck() {
        present().forEach(EventStream::recheck);
    }

    /** Ends all. */
    void endAll() {
        present().forEach(EventStream::end);
    }
}
