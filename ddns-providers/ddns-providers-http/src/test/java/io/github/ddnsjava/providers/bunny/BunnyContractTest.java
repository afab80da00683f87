package io.github.ddnsjava.providers.bunny;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.provider.testkit.Trouble;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.provider.testkit.fake.ZoneFakeContract;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.ProviderContext;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;

/** The testkit's demands on every provider with HTTP and zones. */
class BunnyContractTest implements ZoneFakeContract {
    private static final FakeBunny FAKE = FakeBunny.running();

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
        return new BunnyProvider(
                Settings.of("accessKey", FakeBunny.KEY, "endpoint", FAKE.endpoint()), ProviderContext.standard());
    }

    @Override
    public Optional<String> zoneLookup() {
        return Optional.of("/dnszone");
    }

    @Override
    public OptionalInt zonesPerPage() {
        return OptionalInt.empty();
    }

    @Override
    public Optional<String> recordList() {
        return Optional.of("/dnszone/{zone}");
    }

    @Override
    public OptionalInt recordsPerPage() {
        return OptionalInt.empty();
    }

    @Override
    public Optional<DnsName> refusedName() {
        return Optional.of(DnsName.of("cname.example.com"));
    }

    /** The key is that of the whole account. */
    @Override
    public Optional<Trouble> forbiddenName() {
        return Optional.empty();
    }

    /** A short TTL is refused. */
    @Override
    public Optional<Consumer<Duration>> ttlFloor() {
        return Optional.empty();
    }

    @Override
    public Set<String> secrets() {
        return Set.of(FakeBunny.KEY);
    }

    @Override
    public ResponseDefinitionBuilder unauthorized() {
        return FakeBunny.refusal(401, "unauthorized", "not valid").answer();
    }

    @Override
    public ResponseDefinitionBuilder missing() {
        return FakeBunny.refusal(404, "dnszone.record.not_found", "The record was not found")
                .answer();
    }

    @Override
    public Optional<ResponseDefinitionBuilder> refusal(String reason) {
        return Optional.of(
                FakeBunny.refusal(400, "dnszone.record.invalid", reason).answer());
    }
}
