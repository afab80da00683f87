package io.github.ddnsjava.examples.agent.http;

import io.github.ddnsjava.examples.agent.action.EventFeed;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The connections that are shown events as they happen. If there are too many, the oldest ends. Thread-safe. */
final class EventStreams {
    static final int MOST = 32;

    private final InstantSource clock;
    private final Deque<EventStream> streams = new ArrayDeque<>();

    EventStreams(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Shows events from now on.
     *
     * @param until when the caller's right expires
     */
    void add(Request request, Response response, Callback callback, Optional<Instant> until) {
        EventStream stream = new EventStream(request, response, callback, until, this::remove);
        List<EventStream> tooMany = new ArrayList<>();
        synchronized (streams) {
            streams.addLast(stream);
            while (streams.size() > MOST) {
                tooMany.add(streams.removeFirst());
            }
        }
        tooMany.forEach(EventStream::end);
        stream.send(": connected\n\n"); // so that the client sees the headers
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
            String text = "event: " + item.name() + "\ndata: " + item.json() + "\n\n";
            all.forEach(stream -> stream.send(text));
        }
    }

    /** Sends a sign of life, and ends what nobody reads or nobody may read any more. */
    void beat() {
        Instant now = clock.instant();
        for (EventStream stream : present()) {
            if (stream.isExpired(now)) {
                stream.end();
            } else {
                stream.beat();
            }
        }
    }

    /** Ends all: the rights may be others now. Clients connect again. */
    void endAll() {
        present().forEach(EventStream::end);
    }
}
