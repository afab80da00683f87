package io.github.ddnsjava.providers.scaleway;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.provider.testkit.Trouble;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.provider.testkit.fake.ZoneFakeContract;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.ProviderContext;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;

/** The testkit's demands on every provider with HTTP and zones. */
class ScalewayContractTest implements ZoneFakeContract {
    private static final FakeScaleway FAKE = FakeScaleway.running();

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
        FAKE.put(zone().toString(), "CNAME", "cname", "example.net.", 3600);
    }

    @Override
    public DnsProvider provider() {
        return new ScalewayProvider(
                Settings.of("secretKey", FakeScaleway.SECRET_KEY, "endpoint", FAKE.endpoint()),
                ProviderContext.standard());
    }

    @Override
    public Optional<String> zoneLookup() {
        return Optional.of("/dns-zones");
    }

    @Override
    public OptionalInt zonesPerPage() {
        return OptionalInt.of(FakeScaleway.PAGE);
    }

    @Override
    public Optional<String> recordList() {
        return Optional.of("/dns-zones/{zone}/records");
    }

    @Override
    public OptionalInt recordsPerPage() {
        return OptionalInt.of(FakeScaleway.PAGE);
    }

    @Override
    public Optional<DnsName> refusedName() {
        return Optional.of(DnsName.of("cname.example.com"));
    }

    /** Permissions are those for a project. */
    @Override
    public Optional<Trouble> forbiddenName() {
        return Optional.empty();
    }

    @Override
    public Set<String> secrets() {
        return Set.of(FakeScaleway.SECRET_KEY);
    }

    @Override
    public ResponseDefinitionBuilder unauthorized() {
        return FakeScaleway.refusal(401, "denied_authentication", "authentication is denied")
                .answer();
    }

    @Override
    public ResponseDefinitionBuilder forbidden() {
        return FakeScaleway.refusal(403, "permissions_denied", "insufficient permissions")
                .answer();
    }

    @Override
    public ResponseDefinitionBuilder missing() {
        return FakeScaleway.refusal(404, "not_found", "resource is not found").answer();
    }

    @Override
    public Optional<ResponseDefinitionBuilder> refusal(String reason) {
        return Optional.of(FakeScaleway.wrong("changes", reason).answer());
    }
}
