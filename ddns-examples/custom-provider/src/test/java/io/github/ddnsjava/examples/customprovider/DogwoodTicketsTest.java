package io.github.ddnsjava.examples.customprovider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.RecordingPublication;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.TicketStatus;
import io.github.ddnsjava.publish.ZonePublication;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.ProviderEndpoint;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.support.Listing;
import io.github.ddnsjava.publish.support.RecordSetsProvider;
import io.github.ddnsjava.publish.support.SetWrite;
import io.github.ddnsjava.publish.support.Zone;
import io.github.ddnsjava.publish.support.Zones;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A service that accepts several sets in one change, and carries it out later: its provider, and how that is asked. */
class DogwoodTicketsTest {
    private static final DnsName ZONE = DnsName.of("example.com");

    private static final class DogwoodProvider extends RecordSetsProvider {
        DogwoodProvider(Settings settings) {
            super(
                    settings,
                    ProviderEndpoint.of(settings, "https://api.dogwood.example", ProviderContext.standard())
                            .authorizedBy(Authorizer.bearer(settings.secret("token"))),
                    Abilities.builder()
                            .read()
                            .tickets()
                            .batch(new Abilities.Batch(100, true))
                            .build());
        }

        @Override
        protected Zones zones() {
            return Zones.listed(http -> List.of(new Zone(ZONE, "z1")));
        }

        @Override
        protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) {
            return new Listing();
        }

        @Override
        protected Map<RecordKey, ChangeResult> write(
                Zone zone, List<SetWrite> writes, Listing listing, ProviderHttp http) throws InterruptedException {
            JsonReader answer = http.post("/zones/{zone}/changes", zone.id())
                    .jsonArray(
                            writes,
                            (body, set) -> body.put("name", set.name())
                                    .put("type", set.type())
                                    .put("values", List.copyOf(set.values())))
                    .send();
            Optional<String> ticket = Optional.of(answer.get("change").asId());
            Map<RecordKey, ChangeResult> results = new HashMap<>();
            for (SetWrite write : writes) {
                results.put(
                        write.change().key(),
                        new ChangeResult.Accepted(http.publication().now(), ticket));
            }
            return results;
        }

        @Override
        protected TicketStatus accepted(String ticket, ProviderHttp http) throws InterruptedException {
            JsonReader change = http.get("/changes/{change}", ticket).send(); // 404: the record is read back
            String reason =
                    change.at("error").optional().map(JsonReader::asText).orElse("");
            return switch (change.get("status").asText()) {
                case "done" -> TicketStatus.done();
                case "failed" -> TicketStatus.failed(ProblemKind.TRANSIENT, "GET /changes/{change}", reason);
                default -> TicketStatus.pending();
            };
        }

        @Override
        protected Map<String, Object> put(Zone zone, SetWrite set, Listing listing, ProviderHttp http) {
            throw new AssertionError("one call takes all sets");
        }

        @Override
        protected void remove(Zone zone, SetWrite set, Listing listing, ProviderHttp http) {
            throw new AssertionError("one call takes all sets");
        }
    }

    private static final class FakeDogwood extends FakeServer {
        private final Map<String, String> changes = new TreeMap<>();

        @Override
        String answer(Request request) {
            require("Bearer d0gwood".equals(request.getHeader("Authorization")), 401, "who are you");
            String url = request.getMethod() + " " + request.getUrl();
            if (url.equals("POST /zones/z1/changes")) {
                int size = JsonReader.parse("body", request.getBodyAsString())
                        .asList()
                        .size();
                changes.put("7", "{\"status\":\"queued\"}");
                require(size == 2, 400, "one change for both sets");
                return "{\"change\":7}";
            }
            require(url.startsWith("GET /changes/"), 404, "no such path");
            String change = changes.get(url.substring("GET /changes/".length()));
            require(change != null, 404, "no such change");
            return change;
        }

        @Override
        String error(String code) {
            return "{\"message\":\"" + code + "\"}";
        }
    }

    private final FakeDogwood dogwood = new FakeDogwood();
    private final DogwoodProvider provider = new DogwoodProvider(
            Settings.of("token", "d0gwood", "endpoint", dogwood.server().baseUrl()));
    private final RecordingPublication publication = RecordingPublication.standard();
    private final RecordChange home =
            Changes.ensure("home.example.com", "192.0.2.1").build();
    private final RecordChange work =
            Changes.ensure("work.example.com", "192.0.2.1").build();

    @AfterEach
    void stop() {
        dogwood.server().stop();
    }

    private TicketStatus status(String ticket) throws InterruptedException {
        return provider.accepted(
                ticket, List.of(home, work), new ZonePublication(publication.next(), ProblemScope.RECORD));
    }

    @Test
    void oneTicketStandsForAllSetsOfAChange() throws InterruptedException {
        ChangeResult accepted = new ChangeResult.Accepted(publication.now(), Optional.of("7"));

        assertThat(publication.run(provider, List.of(home, work)))
                .containsOnly(Map.entry(home.key(), accepted), Map.entry(work.key(), accepted));
        assertThat(status("7")).isEqualTo(TicketStatus.pending());
        dogwood.changes.put("7", "{\"status\":\"done\"}");
        assertThat(status("7")).isEqualTo(TicketStatus.done());
    }

    @Test
    void aChangeThatFailedTellsWhy() throws InterruptedException {
        dogwood.changes.put("7", "{\"status\":\"failed\",\"error\":\"the zone\\nis signed\"}");

        assertThat(status("7"))
                .isInstanceOfSatisfying(
                        TicketStatus.Failed.class,
                        failed -> assertThat(failed.problem().message()).endsWith("\"the zone is signed\""));
    }

    @Test
    void aChangeThatIsNotKnownAnyMoreConcernsItsRecordsAlone() {
        assertThatThrownBy(() -> status("8"))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.scope()).isEqualTo(ProblemScope.RECORD));
    }
}
