package io.github.ddnsjava.providers.vercel;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.ddnsjava.DnsName;
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
class VercelContractTest implements ZoneFakeContract {
    private static final FakeVercel FAKE = FakeVercel.running();

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
        FAKE.put(zone().toString(), "CNAME", "cname", "example.net.", 60);
    }

    @Override
    public DnsProvider provider() {
        return new VercelProvider(VercelTest.settings(FAKE), ProviderContext.standard());
    }

    @Override
    public Optional<String> zoneLookup() {
        return Optional.of("/v5/domains/{domain}");
    }

    @Override
    public OptionalInt zonesPerPage() {
        return OptionalInt.empty();
    }

    @Override
    public Optional<String> recordList() {
        return Optional.of("/v4/domains/{domain}/records");
    }

    @Override
    public OptionalInt recordsPerPage() {
        return OptionalInt.of(100);
    }

    @Override
    public Optional<DnsName> refusedName() {
        return Optional.of(DnsName.of("cname.example.com"));
    }

    /** A short TTL is refused. */
    @Override
    public Optional<Consumer<Duration>> ttlFloor() {
        return Optional.empty();
    }

    @Override
    public Set<String> secrets() {
        return Set.of(FakeVercel.TOKEN);
    }

    @Override
    public ResponseDefinitionBuilder unauthorized() {
        return FakeVercel.invalidToken().answer();
    }

    @Override
    public ResponseDefinitionBuilder forbidden() {
        return FakeVercel.refusal(403, "forbidden", "Not authorized").answer();
    }

    @Override
    public ResponseDefinitionBuilder missing() {
        return FakeVercel.refusal(404, "not_found", "Record not found").answer();
    }

    @Override
    public List<ResponseDefinitionBuilder> rateLimitedWithoutWait() {
        return List.of(
                FakeVercel.refusal(429, "rate_limited", "Rate limit exceeded").answer());
    }

    @Override
    public Optional<ResponseDefinitionBuilder> refusal(String reason) {
        return Optional.of(FakeVercel.refusal(400, "bad_request", reason).answer());
    }
}
