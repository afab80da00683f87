package io.github.ddnsjava.providers.vultr;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.provider.testkit.Trouble;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.provider.testkit.fake.ZoneFakeContract;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.ProviderContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;

/** The testkit's demands on every provider with HTTP and zones. */
class VultrContractTest implements ZoneFakeContract {
    private static final FakeVultr FAKE = FakeVultr.running();

    @AfterAll
    static void stop() {
        FAKE.close();
    }

    @Override
    public ZoneFake fake() {
        return FAKE;
    }

    @Override
    public void reset() {
        ZoneFakeContract.super.reset();
        FAKE.put(zone().toString(), "CNAME", "cname", "example.net", 300);
    }

    @Override
    public DnsProvider provider() {
        return new VultrProvider(
                Settings.of("apiKey", FakeVultr.KEY, "endpoint", FAKE.endpoint()), ProviderContext.standard());
    }

    @Override
    public Optional<String> zoneLookup() {
        return Optional.of("/domains");
    }

    @Override
    public Optional<String> recordList() {
        return Optional.of("/domains/{domain}/records");
    }

    @Override
    public OptionalInt recordsPerPage() {
        return OptionalInt.of(500);
    }

    @Override
    public OptionalInt zonesPerPage() {
        return OptionalInt.of(500);
    }

    @Override
    public Optional<DnsName> refusedName() {
        return Optional.of(DnsName.of("cname.example.com"));
    }

    /** Rights are those of the key, for all domains. */
    @Override
    public Optional<Trouble> forbiddenName() {
        return Optional.empty();
    }

    /** Shorter ones are refused. */
    @Override
    public Optional<Consumer<Duration>> ttlFloor() {
        return Optional.empty();
    }

    @Override
    public Set<String> secrets() {
        return Set.of(FakeVultr.KEY);
    }

    @Override
    public ResponseDefinitionBuilder unauthorized() {
        return FakeVultr.refusal(401, "Invalid API token.").answer();
    }

    @Override
    public ResponseDefinitionBuilder forbidden() {
        return FakeVultr.refusal(403, "Forbidden").answer();
    }

    @Override
    public ResponseDefinitionBuilder missing() {
        return FakeVultr.refusal(404, "Invalid record").answer();
    }

    @Override
    public List<ResponseDefinitionBuilder> rateLimitedWithoutWait() {
        return List.of(FakeVultr.refusal(429, "Too many requests").answer());
    }

    @Override
    public Optional<ResponseDefinitionBuilder> refusal(String reason) {
        return Optional.of(FakeVultr.refusal(400, reason).answer());
    }
}
