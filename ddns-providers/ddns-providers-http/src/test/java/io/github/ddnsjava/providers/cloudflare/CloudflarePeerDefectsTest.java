package io.github.ddnsjava.providers.cloudflare;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.RetrySettings;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterEnvironment;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.provider.testkit.ManualClock;
import io.github.ddnsjava.remember.StateStore;
import io.github.ddnsjava.remember.StateStores;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Defects that other clients have in what they say to a provider, each lived through with a whole updater: names say
 * what holds here instead. docs/guarantees.md has the list.
 */
@Tag("regression")
@Timeout(120)
class CloudflarePeerDefectsTest extends CloudflareTest {
    private static final String HOME = "home.example.com";
    private static final String A1 = "93.184.216.1";
    private static final String A2 = "93.184.216.2";

    private final ManualClock clock = new ManualClock();
    private final List<UpdateEvent.Changed> changes = new CopyOnWriteArrayList<>();
    private StateStore state = StateStores.memory();

    /** Runs one cycle of an updater that sees that address, an hour after the last. */
    private RecordReport once(Settings settings, String address) throws InterruptedException {
        clock.advance(Duration.ofHours(1));
        try (Updater updater = Updater.builder()
                .environment(UpdaterEnvironment.standard().withClock(clock))
                .state(state)
                .detector(IpDetectors.staticAddresses(IpAddress.parse(address)))
                .provider(provider(settings))
                .retry(new RetrySettings(Duration.ofSeconds(2), Duration.ofMinutes(10), Duration.ZERO))
                .onChange(changes::add)
                .record(HOME, RecordType.A)
                .build()) {
            return updater.runOnce().records().get(0);
        }
    }

    private RecordReport once(String address) throws InterruptedException {
        return once(settings(), address);
    }

    private List<String> published() {
        return zone.records().stream()
                .map(record -> record.get("content").asText())
                .toList();
    }

    private static ResponseDefinitionBuilder envelope(int status, boolean success, String result) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withBody("{\"success\":" + success + ",\"errors\":[],\"messages\":[],\"result\":" + result + "}");
    }

    /** What an update came to was not looked at: one that failed was counted, and told, as done. */
    @Test
    @Tag("defect-4")
    void anUpdateThatFailedIsNotCountedAsDone() throws InterruptedException {
        once(A1);
        changes.clear();
        String asIfDone = zone.records().get(0).deepCopy().put("content", A2).toString();
        for (ResponseDefinitionBuilder answer : List.of(
                aResponse().withStatus(500),
                envelope(200, false, "null"),
                envelope(200, false, asIfDone),
                envelope(502, true, asIfDone),
                aResponse().withStatus(200).withBody("<html>"))) {
            fake.plan("patch", answer);
            RecordReport report = once(A2);
            assertThat(report.isRight()).isFalse();
            assertThat(report.addresses()).containsExactly(IpAddress.parse(A1));
        }
        assertThat(changes).isEmpty();
        assertThat(once(A2).outcome()).isEqualTo(Outcome.UPDATED);
        assertThat(published()).containsExactly(A2);
    }

    /** A listing that failed counted as an empty one: the record was made once more, and other values were removed. */
    @Test
    @Tag("defect-5")
    void aListingThatFailedIsNotAnEmptyOne() throws InterruptedException {
        zone.put("A", HOME, A1, 300, false);
        for (ResponseDefinitionBuilder answer : List.of(
                aResponse().withStatus(500),
                aResponse().withStatus(404).withBody("not here"),
                envelope(200, false, "[]"),
                aResponse().withStatus(200).withBody("{}"),
                aResponse().withStatus(200).withBody(""))) {
            state = StateStores.memory();
            fake.plan("list", answer);
            fake.plan("list", answer);
            assertThat(once(A2).isRight()).isFalse();
            assertThat(published()).containsExactly(A1);
        }
        assertThat(fake.calls()).containsOnly("zones", "list");
    }

    /** Every other value of the name was removed with each update. */
    @Test
    @Tag("defect-5")
    void theOtherValuesOfANameStay() throws InterruptedException {
        zone.put("A", HOME, A1, 300, false);
        zone.put("A", HOME, "93.184.216.77", 300, false);
        once(A1);
        once(A2);
        assertThat(published()).containsExactlyInAnyOrder(A2, "93.184.216.77");
        assertThat(fake.calls()).contains("patch").doesNotContain("delete", "post", "batch");
    }

    /** On certain certificate errors the request was sent again without a look at the certificate, token and all. */
    @Test
    @Tag("defect-12")
    void noTokenGoesToAServerWhoseCertificateIsNotTrusted() throws InterruptedException {
        WireMockServer impostor = new WireMockServer(
                wireMockConfig().dynamicPort().dynamicHttpsPort().bindAddress("127.0.0.1"));
        impostor.start();
        try {
            Settings settings = settings().with("endpoint", "https://localhost:" + impostor.httpsPort() + "/client/v4");
            assertThat(once(settings, A1).isRight()).isFalse();
            assertThat(once(settings, A1).problem().orElseThrow().message()).contains("TLS");
            assertThat(impostor.getAllServeEvents()).isEmpty();
        } finally {
            impostor.stop();
        }
    }

    /** A record was made, and then written once more. */
    @Test
    @Tag("defect-15")
    void aRecordIsMadeByOneWrite() throws InterruptedException {
        assertThat(once(A1).outcome()).isEqualTo(Outcome.CREATED);
        assertThat(fake.calls()).containsExactly("zones", "list", "post");
    }

    /** Of the statuses from 400 to 415 none counted as an error: the body decided. */
    @Test
    @Tag("defect-15")
    void aRefusalIsOneWhateverItsBodySays() throws InterruptedException {
        ObjectNode made = zone.put("A", HOME, A1, 1, false);
        for (int status = 400; status <= 415; status++) {
            state = StateStores.memory();
            fake.reset();
            zone = fake.addZone("example.com");
            fake.plan("post", envelope(status, true, made.toString()));
            assertThat(once(A1).isRight()).as("status " + status).isFalse();
        }
        assertThat(changes).isEmpty();
    }

    /** Each update switched the vendor's proxy on, and with it whatever a person had chosen. */
    @Test
    @Tag("defect-19")
    void anUpdateChangesNothingButTheAddress() throws InterruptedException {
        for (boolean proxied : List.of(false, true)) {
            state = StateStores.memory();
            fake.reset();
            zone = fake.addZone("example.com");
            ObjectNode before = zone.put("A", HOME, A1, 300, proxied);
            before.put("comment", "by hand");
            before.putArray("tags").add("owner:me");
            once(A2);
            JsonNode after = zone.records().get(0);
            assertThat(after.get("content").asText()).isEqualTo(A2);
            for (String field : List.of("proxied", "ttl", "comment", "tags")) {
                assertThat(after.get(field)).as(field).isEqualTo(before.get(field));
            }
        }
    }
}
