package io.github.ddnsjava.providers.linode;

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
class LinodeContractTest implements ZoneFakeContract {
    private static final FakeLinode FAKE = FakeLinode.running();

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
        FAKE.put(zone().toString(), "CNAME", "cname", "example.net", 0);
    }

    @Override
    public DnsProvider provider() {
        return new LinodeProvider(
                Settings.of("token", FakeLinode.TOKEN, "endpoint", FAKE.endpoint()), ProviderContext.standard());
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

    /** Rights are granted for whole domains. */
    @Override
    public Optional<Trouble> forbiddenName() {
        return Optional.empty();
    }

    @Override
    public Set<String> secrets() {
        return Set.of(FakeLinode.TOKEN);
    }

    @Override
    public ResponseDefinitionBuilder unauthorized() {
        return FakeLinode.refusal(401, "", "Invalid Token").answer();
    }

    @Override
    public ResponseDefinitionBuilder forbidden() {
        return FakeLinode.refusal(403, "", "Your OAuth token is not authorized to use this endpoint.")
                .answer();
    }

    @Override
    public ResponseDefinitionBuilder missing() {
        return FakeLinode.refusal(404, "", "Not found").answer();
    }

    @Override
    public List<ResponseDefinitionBuilder> rateLimitedWithoutWait() {
        return List.of(FakeLinode.refusal(429, "", "Too many requests").answer());
    }

    @Override
    public Optional<ResponseDefinitionBuilder> refusal(String reason) {
        return Optional.of(FakeLinode.refusal(400, "target", reason).answer());
    }
}
