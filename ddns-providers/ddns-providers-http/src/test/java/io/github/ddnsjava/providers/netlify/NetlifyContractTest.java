package io.github.ddnsjava.providers.netlify;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.provider.testkit.fake.ZoneFakeContract;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.ProviderContext;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;

/** The testkit's demands on every provider with HTTP and zones. */
class NetlifyContractTest implements ZoneFakeContract {
    private static final FakeNetlify FAKE = FakeNetlify.running();

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
        FAKE.put(zone().toString(), "CNAME", "cname.example.com", "example.net", 3600);
    }

    @Override
    public DnsProvider provider() {
        return new NetlifyProvider(
                Settings.of("token", FakeNetlify.TOKEN, "endpoint", FAKE.endpoint()), ProviderContext.standard());
    }

    @Override
    public Optional<String> zoneLookup() {
        return Optional.of("/dns_zones");
    }

    @Override
    public OptionalInt zonesPerPage() {
        return OptionalInt.of(100);
    }

    @Override
    public Optional<String> recordList() {
        return Optional.of("/dns_zones/{zone}/dns_records");
    }

    @Override
    public OptionalInt recordsPerPage() {
        return OptionalInt.of(100);
    }

    @Override
    public Optional<DnsName> refusedName() {
        return Optional.of(DnsName.of("cname.example.com"));
    }

    @Override
    public Set<String> secrets() {
        return Set.of(FakeNetlify.TOKEN);
    }

    @Override
    public ResponseDefinitionBuilder unauthorized() {
        return FakeNetlify.refusal(401, "Access Denied").answer();
    }

    @Override
    public ResponseDefinitionBuilder forbidden() {
        return FakeNetlify.refusal(403, "Forbidden").answer();
    }

    @Override
    public ResponseDefinitionBuilder missing() {
        return FakeNetlify.refusal(404, "Not Found").answer();
    }

    @Override
    public List<ResponseDefinitionBuilder> rateLimitedWithoutWait() {
        return List.of(FakeNetlify.refusal(429, "Too many requests").answer());
    }

    @Override
    public Optional<ResponseDefinitionBuilder> refusal(String reason) {
        return Optional.of(FAKE.invalid("hostname", reason).answer());
    }
}
