package io.github.ddnsjava.internal.http;

import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Flow;

/**
 * The body of one request, and the moment at which the request leaves. The JDK's client asks for the length of the body
 * when its connection is open and before it writes the first byte, over HTTP/1.1 and HTTP/2, and again before it repeats
 * a GET by itself, as when the server closed the connection without an answer. A request leaves once: the second time
 * there is no length, so nothing is written. The same holds after {@link #cancel}. Cancelling the client's future does
 * not do that: it is seen only at some places on the way. Thread-safe.
 */
final class Departure implements HttpRequest.BodyPublisher {
    private final HttpRequest.BodyPublisher body;
    private boolean cancelled;
    private boolean departed;

    Departure(HttpRequest.BodyPublisher body) {
        this.body = body;
    }

    /** The client was about to send the request a second time. */
    static final class RepeatedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RepeatedException() {
            super("the connection was closed without an answer");
        }
    }

    /** From now on, the request is not sent. Bytes that the client is already writing may still be sent. */
    synchronized void cancel() {
        cancelled = true;
    }

    /** Tells whether the client began to write the request. */
    synchronized boolean hasBegun() {
        return departed;
    }

    @Override
    public synchronized long contentLength() {
        if (cancelled) {
            throw new CancellationException("the exchange has ended");
        }
        if (departed) {
            // For the engine this is one attempt, and the request may be a write: who repeats it, and when, is its
            // affair.
            throw new RepeatedException();
        }
        departed = true;
        return body.contentLength();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        boolean late;
        synchronized (this) {
            late = cancelled;
        }
        body.subscribe(late ? new Nobody(subscriber) : subscriber);
    }

    /** Does not send the body if the exchange ended while the headers were being sent. */
    private record Nobody(Flow.Subscriber<? super ByteBuffer> subscriber) implements Flow.Subscriber<ByteBuffer> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscriber.onSubscribe(subscription);
            subscription.cancel();
            subscriber.onError(new CancellationException("the exchange has ended"));
        }

        @Override
        public void onNext(ByteBuffer bytes) {
            // The subscriber got its end already.
        }

        @Override
        public void onError(Throwable failure) {
            // The same.
        }

        @Override
        public void onComplete() {
            // The same.
        }
    }
}
