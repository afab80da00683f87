package io.github.ddnsjava.providers.dnsimple;

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
class DnsimpleContractTest implements ZoneFakeContract {
    private static final FakeDnsimple FAKE = FakeDnsimple.running();

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
        return new DnsimpleProvider(
                Settings.of("token", FakeDnsimple.TOKEN, "endpoint", FAKE.endpoint()), ProviderContext.standard());
    }

    @Override
    public Optional<String> zoneLookup() {
        return Optional.of("/{account}/zones");
    }

    @Override
    public Optional<String> recordList() {
        return Optional.of("/{account}/zones/{zone}/records");
    }

    @Override
    public OptionalInt recordsPerPage() {
        return OptionalInt.of(100);
    }

    @Override
    public OptionalInt zonesPerPage() {
        return OptionalInt.of(100);
    }

    @Override
    public Optional<DnsName> refusedName() {
        return Optional.of(DnsName.of("cname.example.com"));
    }

    /** Rights are granted for whole zones. */
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
        return Set.of(FakeDnsimple.TOKEN);
    }

    @Override
    public ResponseDefinitionBuilder unauthorized() {
        return FakeDnsimple.refusal(401, "Authentication failed").answer();
    }

    @Override
    public ResponseDefinitionBuilder forbidden() {
        return FakeDnsimple.refusal(403, "Permission denied").answer();
    }

    @Override
    public ResponseDefinitionBuilder missing() {
        return FakeDnsimple.refusal(404, "Record `1` not found").answer();
    }

    @Override
    public List<ResponseDefinitionBuilder> rateLimitedWithoutWait() {
        return List.of(FakeDnsimple.refusal(429, "quota exceeded").answer());
    }

    @Override
    public Optional<ResponseDefinitionBuilder> refusal(String reason) {
        return Optional.of(FakeDnsimple.wrong("content", reason).answer());
    }
}
