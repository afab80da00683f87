package io.github.ddnsjava.providers.hetzner;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.provider.testkit.TicketProviderContract;
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

/** The testkit's demands on every provider with HTTP, zones and tickets. */
class HetznerContractTest implements ZoneFakeContract, TicketProviderContract {
    private static final FakeHetzner FAKE = FakeHetzner.running();

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
        FAKE.put(zone().toString(), "CNAME", "cname", "example.net.", 300);
    }

    @Override
    public DnsProvider provider() {
        return new HetznerProvider(
                Settings.of("token", FakeHetzner.TOKEN, "endpoint", FAKE.endpoint()), ProviderContext.standard());
    }

    @Override
    public void holdBack() {
        FAKE.holdBack();
    }

    @Override
    public void carryOut() {
        FAKE.carryOut();
    }

    @Override
    public Optional<Consumer<String>> giveUp() {
        return Optional.of(FAKE::giveUp);
    }

    @Override
    public void forgetTickets() {
        FAKE.forgetActions();
    }

    @Override
    public Optional<String> zoneLookup() {
        return Optional.of("/zones");
    }

    @Override
    public OptionalInt zonesPerPage() {
        return OptionalInt.of(50);
    }

    @Override
    public Optional<DnsName> refusedName() {
        return Optional.of(DnsName.of("cname.example.com"));
    }

    /** Rights are those of the token, for all zones. */
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
        return Set.of(FakeHetzner.TOKEN);
    }

    @Override
    public ResponseDefinitionBuilder unauthorized() {
        return FakeHetzner.refusal(401, "unauthorized", "unable to authenticate")
                .answer();
    }

    @Override
    public ResponseDefinitionBuilder forbidden() {
        return FakeHetzner.refusal(403, "forbidden", "insufficient permissions").answer();
    }

    @Override
    public ResponseDefinitionBuilder missing() {
        return FakeHetzner.refusal(404, "not_found", "RRSet not found").answer();
    }

    @Override
    public List<ResponseDefinitionBuilder> rateLimitedWithoutWait() {
        return List.of(FakeHetzner.refusal(429, "rate_limit_exceeded", "limit of 3600 requests per hour reached")
                .answer());
    }

    @Override
    public Optional<ResponseDefinitionBuilder> refusal(String reason) {
        return Optional.of(FakeHetzner.refusal(422, "invalid_input", reason).answer());
    }
}
