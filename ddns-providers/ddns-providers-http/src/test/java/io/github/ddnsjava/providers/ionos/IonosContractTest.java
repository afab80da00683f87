package io.github.ddnsjava.providers.ionos;

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
class IonosContractTest implements ZoneFakeContract {
    private static final FakeIonos FAKE = FakeIonos.running();

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
        return new IonosProvider(
                Settings.of("apiKey", FakeIonos.KEY, "endpoint", FAKE.endpoint()), ProviderContext.standard());
    }

    @Override
    public Optional<String> zoneLookup() {
        return Optional.of("/zones");
    }

    @Override
    public OptionalInt zonesPerPage() {
        return OptionalInt.empty();
    }

    @Override
    public Optional<String> recordList() {
        return Optional.of("/zones/{zone}");
    }

    @Override
    public OptionalInt recordsPerPage() {
        return OptionalInt.empty();
    }

    /** No answer shows what became of a TTL. */
    @Override
    public Optional<Consumer<Duration>> ttlFloor() {
        return Optional.empty();
    }

    @Override
    public Optional<DnsName> refusedName() {
        return Optional.of(DnsName.of("cname.example.com"));
    }

    /** A key is for a contract. */
    @Override
    public Optional<Trouble> forbiddenName() {
        return Optional.empty();
    }

    @Override
    public Optional<Trouble> forbiddenZone() {
        return Optional.of(zone -> {
            FAKE.forbidden.add(zone.toString());
            return FAKE.forbidden::clear;
        });
    }

    @Override
    public Set<String> secrets() {
        return Set.of(FakeIonos.KEY);
    }

    @Override
    public ResponseDefinitionBuilder unauthorized() {
        return FakeIonos.refusal(401, "UNAUTHORIZED", "The customer is not authorized to do this operation.")
                .answer();
    }

    @Override
    public ResponseDefinitionBuilder forbidden() {
        return FakeIonos.refusal(403, "FORBIDDEN", "no").answer();
    }

    @Override
    public ResponseDefinitionBuilder missing() {
        return FakeIonos.refusal(404, "RECORD_NOT_FOUND", "Record does not exist")
                .answer();
    }

    @Override
    public Optional<ResponseDefinitionBuilder> refusal(String reason) {
        return Optional.of(FakeIonos.refusal(400, "INVALID_RECORD", reason).answer());
    }
}
