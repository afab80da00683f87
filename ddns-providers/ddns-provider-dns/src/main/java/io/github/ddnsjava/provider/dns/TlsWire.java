package io.github.ddnsjava.provider.dns;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Carries one DNS message to a server and its answer back, over TLS (RFC 7858): as over TCP, and the certificate of the
 * server is checked. A handshake or a read cannot be interrupted, and the timeout of a read begins again with each
 * byte. A separate thread therefore does both, and the calling thread closes the socket at the end of the time.
 * Stateless.
 */
final class TlsWire {
    private static final int MAX_ANSWER = 4096;

    private TlsWire() {}

    /**
     * Makes one exchange, on a connection of its own.
     *
     * @param from an address of this host; null is the system's choice
     * @param name the name that the certificate must bear
     * @throws IOException if there is no complete answer in time, or the server is not who it should be
     */
    static byte[] ask(
            @Nullable InetSocketAddress from,
            InetSocketAddress server,
            String name,
            SSLSocketFactory tls,
            byte[] message,
            Duration timeout)
            throws IOException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before the DNS server was asked");
        }
        try (Socket raw = new Socket(Proxy.NO_PROXY)) {
            raw.bind(from);
            FutureTask<byte[]> task = new FutureTask<>(() -> exchange(raw, server, name, tls, message));
            Thread thread = new Thread(task, "ddnsjava-dot");
            thread.setDaemon(true);
            thread.start();
            return task.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new SocketTimeoutException("no complete answer within " + timeout.toMillis() + " ms");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SSLException failure) {
                throw new IOException("TLS failed; the JDK says: " + Wire.reason(failure), failure);
            }
            throw e.getCause() instanceof IOException failure ? failure : new IOException("the exchange failed", e);
        }
    }

    private static byte[] exchange(
            Socket raw, InetSocketAddress server, String name, SSLSocketFactory tls, byte[] message)
            throws IOException {
        raw.connect(server);
        SSLSocket socket = (SSLSocket) tls.createSocket(raw, name, server.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        OutputStream out = socket.getOutputStream();
        out.write(ByteBuffer.allocate(2 + message.length)
                .putShort((short) message.length)
                .put(message)
                .array());
        out.flush();
        DataInputStream in = new DataInputStream(socket.getInputStream());
        int length = in.readUnsignedShort();
        if (length > MAX_ANSWER) {
            throw new IOException("the answer is larger than " + MAX_ANSWER + " bytes");
        }
        byte[] answer = new byte[length];
        in.readFully(answer);
        return answer;
    }
}
