package io.github.ddnsjava.providers.gandi;

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
class GandiContractTest implements ZoneFakeContract {
    private static final FakeGandi FAKE = FakeGandi.running();

    @AfterAll
    static void stop() {
        FAKE.close();
    }

    @Override
    public ZoneFake fake() {
        return FAKE;
    }

    /** Shorter ones are refused. */
    @Override
    public Optional<Consumer<Duration>> ttlFloor() {
        return Optional.empty();
    }

    @Override
    public void reset() {
        ZoneFakeContract.super.reset();
        FAKE.put(zone().toString(), "CNAME", "cname", "example.net.", 300);
        FAKE.forbidden.add("foreign.example");
    }

    @Override
    public DnsProvider provider() {
        return new GandiProvider(
                Settings.of("token", FakeGandi.TOKEN, "endpoint", FAKE.endpoint()), ProviderContext.standard());
    }

    @Override
    public Optional<String> zoneLookup() {
        return Optional.of("/domains/{domain}");
    }

    /** Domains are asked for one by one. */
    @Override
    public OptionalInt zonesPerPage() {
        return OptionalInt.empty();
    }

    /** Domains of others are forbidden, and those of nobody are not found. */
    @Override
    public Optional<DnsName> foreignName() {
        return Optional.of(DnsName.of("host.foreign.example"));
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
    public Optional<Trouble> forbiddenZone() {
        return Optional.of(zone -> {
            FAKE.forbidden.add(zone.toString());
            return () -> FAKE.forbidden.clear();
        });
    }

    @Override
    public Set<String> secrets() {
        return Set.of(FakeGandi.TOKEN);
    }

    @Override
    public ResponseDefinitionBuilder forbidden() {
        return FakeGandi.refusal(403, "HTTPForbidden", "Access was denied to this resource.")
                .answer();
    }

    @Override
    public ResponseDefinitionBuilder missing() {
        return FakeGandi.refusal(404, "dns-record", "Can't find the DNS record in the zone")
                .answer();
    }

    @Override
    public Optional<ResponseDefinitionBuilder> refusal(String reason) {
        return Optional.of(FakeGandi.wrong("rrset_values", reason).answer());
    }

    @Override
    public ResponseDefinitionBuilder unauthorized() {
        return FakeGandi.refusal(
                        401, "HTTPUnauthorized", "The server could not verify that you authorized to access it.")
                .answer();
    }
}
