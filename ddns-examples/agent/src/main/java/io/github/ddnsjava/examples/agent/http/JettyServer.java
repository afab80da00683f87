package io.github.ddnsjava.examples.agent.http;

import io.github.ddnsjava.exception.ConfigurationException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jetty, as the agent needs it: small, HTTP/1.1, with bounds. Thread-safe. */
final class JettyServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JettyServer.class);

    private static final int MAX_THREADS = 16;
    private static final int MAX_HEADER_BYTES = 8 * 1024;
    private static final int BACKLOG = 64;
    private static final Duration IDLE = Duration.ofSeconds(20);

    private final Server server;
    private final ServerConnector connector;
    private final Optional<SslContextFactory.Server> ssl;
    // Both belong to "this", so that files that are read again do not replace a newer configuration.
    private Optional<HttpSettings.Tls> tls;
    private List<Optional<FileStamp>> stamp;

    private JettyServer(HttpSettings settings, Handler handler, Connections connections) {
        this.tls = settings.tls();
        this.stamp = stampOf(tls);
        this.ssl = tls.map(given -> {
            SslContextFactory.Server factory = new SslContextFactory.Server();
            factory.setSslContext(ServerKeys.context(given));
            return factory;
        });
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 1);
        threads.setName("ddns-agent-http");
        threads.setDaemon(true);
        threads.setReservedThreads(0);
        this.server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
        ssl.ifPresent(factory -> http.addCustomizer(new SecureRequestCustomizer(false)));
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        this.connector = ssl.map(factory -> new ServerConnector(
                        server, 1, 1, new SslConnectionFactory(factory, HttpVersion.HTTP_1_1.asString()), plain))
                .orElseGet(() -> new ServerConnector(server, 1, 1, plain));
        connector.setHost(settings.listen().host());
        connector.setPort(settings.listen().port());
        connector.setAcceptQueueSize(BACKLOG);
        connector.setIdleTimeout(IDLE.toMillis());
        connector.addBean(connections);
        server.addConnector(connector);
        server.setHandler(handler);
        server.setErrorHandler(JettyServer::error);
    }

    /**
     * Starts one.
     *
     * @throws ConfigurationException if the address is not free, or the certificate cannot be used
     */
    static JettyServer start(HttpSettings settings, Handler handler, Connections connections) {
        JettyServer jetty = new JettyServer(settings, handler, connections);
        try {
            jetty.server.start();
            return jetty;
        } catch (Exception e) {
            jetty.close();
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ConfigurationException(
                    "http.listen",
                    "the agent cannot listen on " + settings.listen() + ": " + cause.getMessage(),
                    "an address of this host and a free port");
        }
    }

    /** What Jetty itself refuses, or a defect: nothing of the request or of the server is shown. */
    private static boolean error(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        AgentHandler.send(
                Reply.error(status, status == 500 ? "internal" : "request", "status " + status), response, callback);
        return true;
    }

    int port() {
        return connector.getLocalPort();
    }

    /** Serves that certificate from the next connection on. */
    synchronized void use(HttpSettings.Tls next, SSLContext context) {
        List<Optional<FileStamp>> now = stampOf(Optional.of(next));
        ssl.ifPresent(factory -> {
            try {
                factory.reload(any -> factory.setSslContext(context));
            } catch (Exception e) {
                LOG.warn("the certificate of http.tls was not replaced: {}", e.toString());
            }
        });
        tls = Optional.of(next);
        stamp = now;
    }

    /** Reads the certificate again if its files were replaced. Files that cannot be used are told of once. */
    synchronized void refresh() {
        HttpSettings.@Nullable Tls given = tls.orElse(null);
        if (given == null) {
            return;
        }
        List<Optional<FileStamp>> now = stampOf(tls);
        if (!now.equals(stamp)) {
            stamp = now;
            try {
                use(given, ServerKeys.context(given));
                LOG.info("the certificate of http.tls was read again");
            } catch (ConfigurationException e) {
                LOG.warn("the certificate of http.tls stays as it was: {}", e.getMessage());
            }
        }
    }

    private static List<Optional<FileStamp>> stampOf(Optional<HttpSettings.Tls> tls) {
        return tls.map(given -> FileStamp.of(ServerKeys.files(given))).orElse(List.of());
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            LOG.debug("the HTTP server did not stop in good order", e);
        }
    }
}
