package io.github.ddnsjava.examples.agent.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** One connection that is shown events. Nobody waits for its client: what it does not read in time ends it. Thread-safe. */
final class EventStream {
    private static final int MOST_CHARACTERS = 1024 * 1024;

    private final EndPoint endPoint;
    private final Response response;
    private final Callback callback;
    private final Optional<Instant> until;
    private final Consumer<EventStream> ended;

    private final StringBuilder waiting = new StringBuilder();
    private boolean writing;
    private boolean over;
    private boolean stalled;

    EventStream(
            Request request,
            Response response,
            Callback callback,
            Optional<Instant> until,
            Consumer<EventStream> ended) {
        this.endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        this.response = response;
        this.callback = callback;
        this.until = until;
        this.ended = ended;
    }

    boolean isExpired(Instant now) {
        return until.filter(now::isAfter).isPresent();
    }

    /** Sends a text as soon as the one before is written. */
    void send(String text) {
        boolean full;
        synchronized (this) {
            if (over) {
                return;
            }
            waiting.append(text);
            full = waiting.length() > MOST_CHARACTERS;
        }
        if (full) {
            end();
        } else {
            write();
        }
    }

    /** Sends a comment; if one that was sent before is still not written, ends. */
    void beat() {
        boolean late;
        synchronized (this) {
            late = writing && stalled;
            stalled = writing;
        }
        if (late) {
            end();
        } else {
            send(":\n\n");
        }
    }

    /** Ends it: at once if a write does not come to its end. */
    void end() {
        boolean cut;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            cut = writing;
        }
        ended.accept(this);
        if (cut) {
            endPoint.close(); // which fails the write
        } else {
            response.write(true, ByteBuffer.allocate(0), callback);
        }
    }

    private void write() {
        String text;
        synchronized (this) {
            if (writing || over || waiting.isEmpty()) {
                return;
            }
            text = waiting.toString();
            waiting.setLength(0);
            writing = true;
        }
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        response.write(false, bytes, Callback.from(this::written, this::failed));
    }

    private void written() {
        boolean cut;
        synchronized (this) {
            writing = false;
            cut = over;
        }
        if (cut) {
            callback.succeeded();
        } else {
            write();
        }
    }

    private void failed(Throwable failure) {
        synchronized (this) {
            over = true;
        }
        ended.accept(this);
        callback.failed(failure);
    }
}
