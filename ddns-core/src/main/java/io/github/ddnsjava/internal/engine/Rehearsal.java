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
import java.net.Socket;
import java.net.URI;
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

/**
 * Lets a node that may have to lead soon do once, with parts that are made up, what it will do then. The JVM loads code when it
 * is first used, and that takes a second in which DNS would point at a line that its owner has left. No detector and no provider
 * is asked: the only connection is to a port of this machine where nobody listens. Stateless.
 */
final class Rehearsal {
    private static final IpAddress ADDRESS = IpAddress.parse("1.1.1.1");
    private static final String NAME = "rehearsal.example.com";

    private Rehearsal() {}

    /** Runs it, in the order in which a take-over needs things. What fails here is told when it is needed. */
    static void run() {
        try {
            readRows();
            plan();
            connect();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the updater is closing
        }
    }

    private static void readRows() {
        RecordKey key = RecordKey.of(NAME, RecordType.A);
        StateRows.records(List.of(StateRows.text(RecordState.unknown(key))));
        StateRows.accounts(List.of(StateRows.text(AccountState.fresh("rehearsal"))));
    }

    /** A plan goes as far as the write, and leaves nothing in the log. */
    static UpdateReport plan() throws InterruptedException {
        try (Updater updater = Updater.builder()
                .detector((family, context) ->
                        Detection.found(ADDRESS, SourceAnswer.of("rehearsal", "rehearsal", ADDRESS, Duration.ZERO)))
                .provider(new MadeUp())
                .record(NAME, RecordType.A)
                .build()) {
            return updater.plan();
        }
    }

    /** Loads the trust store and the code of requests and of the beginning of TLS. */
    private static void connect() throws InterruptedException {
        try (Socket bound = new Socket()) {
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)); // and nobody listens there
            URI nobody = URI.create("http://localhost:" + bound.getLocalPort());
            SSLEngine engine = SSLContext.getDefault().createSSLEngine("localhost", bound.getLocalPort());
            engine.setUseClientMode(true);
            ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            engine.wrap(ByteBuffer.allocate(0), hello);
            byte[] body = JsonBody.of().put("values", List.of("")).toString().getBytes(StandardCharsets.UTF_8);
            ProviderContext.standard()
                    .http()
                    .exchange(new HttpTransport.Request(
                            "PUT", nobody, Map.of(), Optional.of(body), Duration.ofSeconds(5), 1));
        } catch (DdnsException | IOException | NoSuchAlgorithmException e) {
            // Nobody has answered.
        }
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
                            .authorizedBy(Authorizer.none("rehearsal")),
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
