package io.github.ddnsjava.providers.digitalocean;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.provider.testkit.Trouble;
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
class DigitalOceanContractTest implements ZoneFakeContract {
    private static final FakeDigitalOcean FAKE = FakeDigitalOcean.running();

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
        FAKE.put(zone().toString(), "CNAME", "cname", "example.net", 1800);
    }

    @Override
    public DnsProvider provider() {
        return new DigitalOceanProvider(
                Settings.of("token", FakeDigitalOcean.TOKEN, "endpoint", FAKE.endpoint()), ProviderContext.standard());
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
        return OptionalInt.of(200);
    }

    @Override
    public OptionalInt zonesPerPage() {
        return OptionalInt.of(200);
    }

    @Override
    public Optional<DnsName> refusedName() {
        return Optional.of(DnsName.of("cname.example.com"));
    }

    /** Rights are those of the token, for all domains. */
    @Override
    public Optional<Trouble> forbiddenName() {
        return Optional.empty();
    }

    @Override
    public Set<String> secrets() {
        return Set.of(FakeDigitalOcean.TOKEN);
    }

    @Override
    public ResponseDefinitionBuilder unauthorized() {
        return FakeDigitalOcean.refusal(401, "unauthorized", "Unable to authenticate you")
                .answer();
    }

    @Override
    public ResponseDefinitionBuilder forbidden() {
        return FakeDigitalOcean.refusal(403, "forbidden", "You do not have access for the attempted action.")
                .answer();
    }

    @Override
    public ResponseDefinitionBuilder missing() {
        return FakeDigitalOcean.refusal(404, "not_found", "The resource you were accessing could not be found.")
                .answer();
    }

    @Override
    public List<ResponseDefinitionBuilder> rateLimitedWithoutWait() {
        return List.of(FakeDigitalOcean.refusal(429, "too_many_requests", "API Rate limit exceeded.")
                .answer());
    }

    @Override
    public Optional<ResponseDefinitionBuilder> refusal(String reason) {
        return Optional.of(
                FakeDigitalOcean.refusal(422, "unprocessable_entity", reason).answer());
    }
}
