package io.github.ddnsjava.examples.agent.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * One connection that is shown events. Nobody waits for its client: one that does not read is ended, and so is one whose
 * caller may see no events any more. Thread-safe.
 */
final class EventStream {
    /** What waits for a client that reads too slowly. One event may be larger. */
    private static final int MOST_WAITING_BYTES = 1024 * 1024;

    private static final byte[] BEAT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private final EndPoint endPoint;
    private final Response response;
    private final Callback callback;
    private final BooleanSupplier allowed;
    private final Consumer<EventStream> ended;

    private final List<byte[]> waiting = new ArrayList<>();
    private int waitingBytes;
    private boolean writing;
    private long writes;
    /** The number of the last write that the last beat knew of. */
    private long beaten;

    private boolean over;

    EventStream(
            Request request,
            Response response,
            Callback callback,
            BooleanSupplier allowed,
            Consumer<EventStream> ended) {
        this.endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        this.response = response;
        this.callback = callback;
        this.allowed = allowed;
        this.ended = ended;
    }

    /** Ends it if its caller may not see events now. */
    void recheck() {
        if (!allowed.getAsBoolean()) {
            end();
        }
    }

    /** Sends a text as soon as the one before is written. The text is not changed afterwards. */
    void send(byte[] text) {
        boolean full;
        synchronized (this) {
            if (over) {
                return;
            }
            full = waitingBytes > MOST_WAITING_BYTES;
            if (!full) {
                waiting.add(text);
                waitingBytes += text.length;
            }
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
            late = writing && beaten == writes;
            beaten = writes;
        }
        if (late) {
            end();
        } else {
            send(BEAT);
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

    /** Writes all that waits at once: a write can call back before it returns, and one for each event would nest. */
    private void write() {
        ByteBuffer next;
        synchronized (this) {
            if (writing || over || waiting.isEmpty()) {
                return;
            }
            next = ByteBuffer.allocate(waitingBytes);
            waiting.forEach(next::put);
            waiting.clear();
            waitingBytes = 0;
            writing = true;
            writes++;
        }
        response.write(false, next.flip(), Callback.from(this::written, this::failed));
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
