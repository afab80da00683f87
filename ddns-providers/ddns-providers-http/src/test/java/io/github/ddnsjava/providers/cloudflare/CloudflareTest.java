package io.github.ddnsjava.providers.cloudflare;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.RecordingPublication;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.RecordChange;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What the tests against the fake share, one class after the other: a server with the zone example.com, a provider, and short words. */
@ResourceLock("the fake")
abstract class CloudflareTest {
    private static final ProviderContext CONTEXT = ProviderContext.standard();

    protected static FakeCloudflare fake;

    protected FakeZone zone;
    protected RecordingPublication publication;

    @BeforeAll
    static void start() {
        fake = FakeCloudflare.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @BeforeEach
    void reset() {
        fake.reset();
        zone = fake.addZone("example.com");
        publication = RecordingPublication.standard();
    }

    static Settings settings() {
        return Settings.of("token", FakeCloudflare.TOKEN, "endpoint", fake.endpoint());
    }

    static DnsProvider provider(Settings settings) {
        return new CloudflareFactory().create("cloudflare", settings, CONTEXT);
    }

    /** Publishes in the same account as before. */
    List<ChangeResult> publish(DnsProvider provider, List<RecordChange> changes) throws InterruptedException {
        publication = publication.next();
        Map<RecordKey, ChangeResult> results = publication.run(provider, changes);
        return changes.stream().map(change -> results.get(change.key())).toList();
    }

    ChangeResult publish(Changes.Builder change) throws InterruptedException {
        return publish(provider(settings()), List.of(change.build())).get(0);
    }

    /** Wants 192.0.2.LAST for as many names, h0.example.com and so on, of which 192.0.2.PREVIOUS is ours. */
    static List<RecordChange> hosts(int count, int previous, int last) {
        return IntStream.range(0, count)
                .mapToObj(i -> Changes.ensure("h" + i + ".example.com", "192.0.2." + last)
                        .confirmed("192.0.2." + previous)
                        .build())
                .toList();
    }

    JsonNode onlyBody() {
        List<JsonNode> bodies = fake.bodies();
        if (bodies.size() != 1) {
            throw new AssertionError("not one body: " + bodies);
        }
        return bodies.get(0);
    }

    static Outcome outcome(ChangeResult result) {
        if (result instanceof ChangeResult.Applied applied) {
            return applied.outcome();
        }
        throw new AssertionError("not applied: " + result);
    }

    static ProblemKind problem(ChangeResult result) {
        if (result instanceof ChangeResult.Failed failed) {
            return failed.problem().kind();
        }
        throw new AssertionError("not failed: " + result);
    }
}
