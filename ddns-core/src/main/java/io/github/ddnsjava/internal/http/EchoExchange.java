package io.github.ddnsjava.internal.http;

import io.github.ddnsjava.detect.EchoTransport;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** One request in progress. One thread runs it. Another thread may call {@link #abandon}, which ends it. */
final class EchoExchange {
    private final EchoTarget target;
    private final EchoTransport.Request request;
    private final SocketEchoTransport.Resolver resolver;
    private final Supplier<SSLSocketFactory> tls;
    private final long deadline;
    private boolean abandoned;
    private @Nullable Closeable inUse;
    private @Nullable EchoConnection reusable;
    private boolean inDoubt;

    EchoExchange(
            EchoTarget target,
            EchoTransport.Request request,
            SocketEchoTransport.Resolver resolver,
            Supplier<SSLSocketFactory> tls) {
        this.target = target;
        this.request = request;
        this.resolver = resolver;
        this.tls = tls;
        this.deadline = System.nanoTime() + request.timeout().toNanos();
    }

    /**
     * Asks over a connection that was used before; null if the connection proved to be closed before an answer began.
     */
    EchoTransport.@Nullable Answer askOver(EchoConnection kept) throws IOException {
        use(kept);
        if (answers(kept)) {
            return read(kept);
        }
        kept.close();
        return null;
    }

    private boolean answers(EchoConnection kept) {
        try {
            kept.send(target.requestFor(request.uri()));
            return kept.awaitAnswer(request.timeout().dividedBy(3));
        } catch (IOException dead) {
            return false;
        }
    }

    EchoTransport.Answer askAnew() throws IOException {
        Socket socket = Dial.connect(target, resolver, deadline, this::use);
        EchoConnection connection =
                target.secure() ? EchoConnection.tls(socket, tls.get(), target) : EchoConnection.plain(socket);
        connection.send(target.requestFor(request.uri()));
        if (!connection.awaitAnswer(Duration.ZERO)) {
            throw new EOFException("the server closed the connection without an answer");
        }
        return read(connection);
    }

    /** Tells whether nothing shows that the last answer is whole. */
    boolean isInDoubt() {
        return inDoubt;
    }

    private EchoTransport.Answer read(EchoConnection connection) throws IOException {
        EchoReader.Message message = connection.read(request.maxBytes());
        inDoubt = message.status() == 200 && message.mayBeCut();
        if (message.reusable()) {
            reusable = connection;
        }
        return new EchoTransport.Answer(message.status(), message.contentType(), message.body(), connection.peer());
    }

    /** Ends the use of the connection; returns it where it may be used again. */
    synchronized @Nullable EchoConnection release() {
        if (abandoned || reusable == null) {
            return null;
        }
        inUse = null;
        return reusable;
    }

    /** Closes whatever is in use and refuses more. */
    synchronized void abandon() {
        abandoned = true;
        closeQuietly(inUse);
    }

    private synchronized void use(Closeable next) throws IOException {
        inUse = next;
        if (abandoned) {
            closeQuietly(next);
            throw new IOException("abandoned");
        }
    }

    private static void closeQuietly(@Nullable Closeable closeable) {
        try {
            if (closeable != null) {
                closeable.close();
            }
        } catch (IOException e) {
            // There is nothing left to be done about it.
        }
    }
}
