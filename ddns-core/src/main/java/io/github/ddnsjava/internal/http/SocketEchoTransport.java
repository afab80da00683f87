package io.github.ddnsjava.internal.http;

import io.github.ddnsjava.detect.EchoTransport;

/** Stub. */
public final class SocketEchoTransport implements EchoTransport {
    @Override
    public Answer get(Request request) {
        throw new AssertionError();
    }
}
