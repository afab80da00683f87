package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.SourceAnswer;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.HttpTransport;
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
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Plans a record that does not exist, so that a node which has to lead later finds its code loaded: a JVM needs most of a second
 * to load what a first cycle needs. The detector, the provider and the answer are made up. The only request goes to a
 * port of this machine where nobody listens. Stateless.
 */
final class Rehearsal {
    private static final IpAddress ADDRESS = IpAddress.parse("1.1.1.1");
    private static final String NAME = "rehearsal.example.com";

    private Rehearsal() {}

    /** Runs it. What fails here is told when it is needed. */
    static void run() {
        try (Updater updater = Updater.builder()
                .detector((family, context) -> Detection.found(
                        ADDRESS, SourceAnswer.of("rehearsal", "rehearsal", ADDRESS, Duration.ZERO)))
                .provider(new Nobody())
                .record(NAME, RecordType.A)
                .build()) {
            updater.plan();
            RecordKey key = updater.status().records().get(0).key();
            StateRows.records(List.of(StateRows.text(RecordState.unknown(key))));
            StateRows.accounts(List.of(StateRows.text(AccountState.fresh("rehearsal"))));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the updater is closing
        }
    }

    /** A provider that has one empty zone. */
    private static final class Nobody extends RecordSetsProvider {
        private static final String URL = "https://example.com";

        Nobody() {
            super(
                    Settings.none(),
                    ProviderEndpoint.of(Settings.none(), URL, ProviderContext.standard().withHttp(Nobody::answer))
                            .authorizedBy(Authorizer.none("rehearsal")),
                    Abilities.forZones().build());
        }

        private static HttpTransport.Answer answer(HttpTransport.Request request) throws InterruptedException {
            try (Socket bound = new Socket()) {
                bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)); // and does not listen
                String uri = "http://localhost:" + bound.getLocalPort();
                HttpTransport.builder().build().exchange(new HttpTransport.Request(
                        request.method(), java.net.URI.create(uri), request.headers(), request.body(), request.timeout(), request.maxBytes()));
            } catch (DdnsException e) {
                // Nobody has answered.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new HttpTransport.Answer(200, Map.of(), "{\"values\": []}");
        }

        @Override
        protected Zones zones() {
            return Zones.probed((name, http) -> http.get("/{zone}", name)
                    .sendIfPresent()
                    .map(json -> new Zone(name, name.toString())));
        }

        @Override
        protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
            Listing listing = new Listing();
            for (RecordKey key : keys) {
                listing.addSet(key, http.get("/{zone}", key.name()).send().get("values").asList(), Duration.ofSeconds(60));
            }
            return listing;
        }

        @Override
        protected Map<String, Object> put(Zone zone, SetWrite set, Listing listing, ProviderHttp http) {
            return Map.of(); // a plan ends before
        }

        @Override
        protected void remove(Zone zone, SetWrite set, Listing listing, ProviderHttp http) {
            // as above
        }
    }
}
