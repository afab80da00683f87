package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.SourceAnswer;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.HttpTransport;
import io.github.ddnsjava.publish.http.JsonBody;
import io.github.ddnsjava.publish.http.ProviderEndpoint;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.support.Listing;
import io.github.ddnsjava.publish.support.RecordSetsProvider;
import io.github.ddnsjava.publish.support.SetWrite;
import io.github.ddnsjava.publish.support.Zone;
import io.github.ddnsjava.publish.support.Zones;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import io.github.ddnsjava.remember.StateRows;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does with made-up parts what a node does that takes over, so that the code for it is loaded before. The JVM loads code
 * when it is first used. That takes a second, in which DNS would point at a line that its owner has left. The first
 * updater of a JVM pays for it; for another one all of it is there, and this takes some milliseconds.
 *
 * <p>No detector and no provider is asked. The updater in here has a few threads of its own, for as long as it plans:
 * the host's executor may have a single thread, which this occupies. One connection is tried, to a port of this machine
 * where nobody listens. It is tried only with the JDK's client, and only if that connects without a proxy: a transport
 * or a proxy of the host's own is not used for that.
 * Thread-safe.
 */
final class WarmUp {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final IpAddress ADDRESS = IpAddress.parse("1.1.1.1");
    private static final String NAME = "warm-up.example.com";

    private WarmUp() {}

    /**
     * Goes in the order in which a take-over needs things.
     *
     * @param http what the updater's environment makes requests with
     */
    static void run(HttpTransport http) {
        attempt(() -> {
            readRows();
            plan();
            if (http.getClass() == ProviderContext.standard().http().getClass()) {
                connect(http); // which is not the host's own
            }
        });
    }

    /** Nothing depends on a warm-up: what fails in it only takes its time later. */
    static void attempt(Step step) {
        try {
            step.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the updater is closing
        } catch (RuntimeException e) {
            LOG.debug("the code of a take-over was not loaded before it is needed", e);
        }
    }

    /** A part of the warm-up. */
    @FunctionalInterface
    interface Step {
        void run() throws InterruptedException;
    }

    private static void readRows() {
        RecordKey key = RecordKey.of(NAME, RecordType.A);
        StateRows.records(List.of(StateRows.text(RecordState.unknown(key))));
        StateRows.accounts(List.of(StateRows.text(AccountState.fresh("warm-up"))));
    }

    /** A plan goes as far as the write, and leaves nothing in the log. */
    static UpdateReport plan() throws InterruptedException {
        try (Updater updater = Updater.builder()
                .detector((family, context) ->
                        Detection.found(ADDRESS, SourceAnswer.of("warm-up", "warm-up", ADDRESS, Duration.ZERO)))
                .provider(new MadeUp())
                .record(NAME, RecordType.A)
                .build()) {
            return updater.plan();
        }
    }

    /** Loads the trust store and the code of requests and of the beginning of TLS. */
    private static void connect(HttpTransport http) throws InterruptedException {
        try (Socket bound = new Socket()) {
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)); // and nobody listens there
            // By its number, because the name localhost can be another address, where somebody may listen.
            String host = bound.getLocalAddress().getHostAddress();
            URI nobody = new URI("http", null, host, bound.getLocalPort(), "/", null, null);
            SSLEngine engine = SSLContext.getDefault().createSSLEngine(host, bound.getLocalPort());
            engine.setUseClientMode(true);
            ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            engine.wrap(ByteBuffer.allocate(0), hello);
            if (!isDirect(nobody)) {
                return;
            }
            byte[] body = JsonBody.of().put("values", List.of("")).toString().getBytes(StandardCharsets.UTF_8);
            http.exchange(
                    new HttpTransport.Request("PUT", nobody, Map.of(), Optional.of(body), Duration.ofSeconds(5), 1));
        } catch (DdnsException | IOException | NoSuchAlgorithmException | URISyntaxException e) {
            // Nobody has answered.
        }
    }

    /** Returns whether the JDK's client asks no proxy for that address. */
    private static boolean isDirect(URI address) {
        ProxySelector selector = ProxySelector.getDefault();
        return selector == null
                || selector.select(address).stream().allMatch(proxy -> proxy.type() == Proxy.Type.DIRECT);
    }

    /** A provider that answers every request with an empty set. */
    private static final class MadeUp extends RecordSetsProvider {
        private static final HttpTransport TRANSPORT =
                request -> new HttpTransport.Answer(200, Map.of(), "{\"values\": []}");

        MadeUp() {
            super(
                    Settings.none(),
                    ProviderEndpoint.of(
                                    Settings.none(),
                                    "https://example.com",
                                    ProviderContext.standard().withHttp(TRANSPORT))
                            .authorizedBy(Authorizer.none("warm-up")),
                    Abilities.forZones().build());
        }

        @Override
        protected Zones zones() {
            return Zones.probed(
                    (name, http) -> http.get("/{zone}", name).sendIfPresent().map(any -> new Zone(name, "zone")));
        }

        @Override
        protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
            Listing listing = new Listing();
            for (RecordKey key : keys) {
                List<JsonReader> values =
                        http.get("/{name}", key.name()).send().get("values").asList();
                listing.addSet(key, values, Duration.ofMinutes(1));
            }
            return listing;
        }

        @Override
        protected Map<String, Object> put(Zone zone, SetWrite set, Listing listing, ProviderHttp http) {
            throw new AssertionError("a plan writes nothing");
        }

        @Override
        protected void remove(Zone zone, SetWrite set, Listing listing, ProviderHttp http) {
            throw new AssertionError("a plan writes nothing");
        }
    }
}
