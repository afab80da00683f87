package io.github.ddnsjava.providers.godaddy;

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
class GoDaddyContractTest implements ZoneFakeContract {
    private static final FakeGoDaddy FAKE = FakeGoDaddy.running();

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
        FAKE.put(zone().toString(), "CNAME", "cname", "example.net", 3600);
    }

    @Override
    public DnsProvider provider() {
        return new GoDaddyProvider(
                Settings.of("apiKey", FakeGoDaddy.KEY, "apiSecret", FakeGoDaddy.SECRET, "endpoint", FAKE.endpoint()),
                ProviderContext.standard());
    }

    @Override
    public Optional<String> zoneLookup() {
        return Optional.of("/v1/domains/{domain}/records/NS/@");
    }

    /** Domains are asked for one by one. */
    @Override
    public OptionalInt zonesPerPage() {
        return OptionalInt.empty();
    }

    /** Shorter ones are refused. */
    @Override
    public Optional<Consumer<Duration>> ttlFloor() {
        return Optional.empty();
    }

    @Override
    public Optional<DnsName> refusedName() {
        return Optional.of(DnsName.of("cname.example.com"));
    }

    /** Access is that of the account. */
    @Override
    public Optional<Trouble> forbiddenName() {
        return Optional.empty();
    }

    @Override
    public Set<String> secrets() {
        return Set.of(FakeGoDaddy.KEY, FakeGoDaddy.SECRET);
    }

    @Override
    public ResponseDefinitionBuilder unauthorized() {
        return FakeGoDaddy.refusal(
                        401, "UNABLE_TO_AUTHENTICATE", "Unauthorized : Could not authenticate API key/secret")
                .answer();
    }

    @Override
    public ResponseDefinitionBuilder missing() {
        return FakeGoDaddy.refusal(404, "NOT_FOUND", "No such record").answer();
    }

    @Override
    public ResponseDefinitionBuilder rateLimited(Duration retryAfter) {
        return FakeGoDaddy.refusal(429, "TOO_MANY_REQUESTS", "Too many requests received within interval")
                .answer()
                .withBody("{\"code\":\"TOO_MANY_REQUESTS\",\"retryAfterSec\":" + retryAfter.toSeconds() + "}");
    }

    @Override
    public List<ResponseDefinitionBuilder> rateLimitedWithoutWait() {
        return List.of(FakeGoDaddy.refusal(429, "TOO_MANY_REQUESTS", "Too many requests received within interval")
                .answer());
    }

    @Override
    public Optional<ResponseDefinitionBuilder> refusal(String reason) {
        return Optional.of(FakeGoDaddy.wrong("records", reason).answer());
    }
}
