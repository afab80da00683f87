package io.github.ddnsjava.internal.http;

import io.github.ddnsjava.IpAddress;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One connection to an echo service. For one thread at a time; {@link #close} may be called by any, and ends a wait in
 * another thread.
 */
final class EchoConnection implements Closeable {
    /** How long a server that announced the end of the connection may take to end it. */
    private static final Duration END_WAIT = Duration.ofMillis(200);

    private final Socket raw;
    private final Socket socket;
    private final InputStream in;
    private long idleSince;

    private EchoConnection(Socket raw, Socket socket) throws IOException {
        this.raw = raw;
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    static EchoConnection plain(Socket connected) throws IOException {
        return new EchoConnection(connected, connected);
    }

    /** Shakes hands. The certificate must be trusted and name the host. */
    static EchoConnection tls(Socket connected, SSLSocketFactory factory, EchoTarget target) throws IOException {
        SSLSocket socket = (SSLSocket) factory.createSocket(connected, target.tlsName(), target.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (target.literal().isEmpty()) {
            parameters.setServerNames(List.of(new SNIHostName(target.tlsName())));
        }
        socket.setSSLParameters(parameters);
        try {
            socket.startHandshake();
        } catch (SSLException e) {
            throw new SSLException(TlsFailure.message(e), e);
        }
        return new EchoConnection(connected, socket);
    }

    void send(byte[] request) throws IOException {
        socket.getOutputStream().write(request);
        socket.getOutputStream().flush();
    }

    /**
     * Waits until an answer begins; zero waits without limit. Returns false if the server closed the connection
     * instead.
     */
    boolean awaitAnswer(Duration timeout) throws IOException {
        socket.setSoTimeout(timeout.isZero() ? 0 : (int) Math.max(1, timeout.toMillis()));
        in.mark(1);
        boolean begun = in.read() >= 0;
        in.reset();
        socket.setSoTimeout(0);
        return begun;
    }

    /** Reads the answer, and refuses one that goes on after its announced end. */
    EchoReader.Message read(int maxBytes) throws IOException {
        EchoReader.Message message = new EchoReader(in, maxBytes).read();
        if (in.available() > 0 || !message.reusable() && goesOn()) {
            throw new IOException("the answer goes on after its announced end");
        }
        return message;
    }

    /**
     * Reads the only answer of the connection.
     *
     * @param bodiless whether it has no body, whatever its headers say
     */
    EchoReader.Message readOnly(int maxBytes, boolean bodiless) throws IOException {
        return new EchoReader(in, maxBytes).read(bodiless);
    }

    private boolean goesOn() throws IOException {
        socket.setSoTimeout((int) END_WAIT.toMillis());
        try {
            return in.read() >= 0;
        } catch (SocketTimeoutException stillOpen) {
            return false;
        } catch (IOException reset) {
            return false;
        }
    }

    /** Tells whether the server sent something unasked. */
    boolean isSpoilt() {
        try {
            return in.available() > 0;
        } catch (IOException e) {
            return true;
        }
    }

    IpAddress peer() {
        return IpAddress.of(raw.getInetAddress());
    }

    long idleSince() {
        return idleSince;
    }

    void idleSince(long nanos) {
        idleSince = nanos;
    }

    /** Closes the socket below TLS, since TLS would wait for whoever is reading or writing. */
    @Override
    public void close() {
        try {
            raw.close();
        } catch (IOException e) {
            // There is nothing left to be done about it.
        }
    }
}
