package io.github.ddnsjava.providers.azure;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.provider.testkit.Trouble;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.provider.testkit.fake.ZoneFakeContract;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.support.NameForm;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;

/** The testkit's demands on every provider with HTTP, zones and a login. */
class AzureContractTest implements ZoneFakeContract {
    private static final FakeAzure FAKE = FakeAzure.running();

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
        return AzureTest.provider(FAKE);
    }

    @Override
    public boolean isLogin(Request request) {
        return request.getUrl().endsWith("/oauth2/token");
    }

    @Override
    public Optional<Runnable> sessionEnd() {
        return Optional.of(FAKE::endSessions);
    }

    @Override
    public Set<String> sessionTokens() {
        return FAKE.sessions();
    }

    @Override
    public Set<String> secrets() {
        return Set.of(FakeAzure.SECRET);
    }

    @Override
    public Optional<String> zoneLookup() {
        return Optional.of("/subscriptions/{subscription}/providers/Microsoft.Network/dnsZones");
    }

    @Override
    public OptionalInt zonesPerPage() {
        return OptionalInt.of(100);
    }

    @Override
    public Optional<DnsName> refusedName() {
        return Optional.of(DnsName.of("cname.example.com"));
    }

    /** A role can be given on single record sets; it lets all be read, and these be written. */
    @Override
    public Optional<Trouble> forbiddenName() {
        return Optional.of(name -> {
            FAKE.forbidden.add(zone() + "/" + NameForm.RELATIVE_AT.write(name, zone()));
            return FAKE.forbidden::clear;
        });
    }

    @Override
    public Optional<Trouble> forbiddenZone() {
        return Optional.of(zone -> {
            FAKE.forbidden.add(zone.toString());
            return FAKE.forbidden::clear;
        });
    }

    /** A TTL stays as it is sent. */
    @Override
    public Optional<Consumer<Duration>> ttlFloor() {
        return Optional.empty();
    }

    @Override
    public ResponseDefinitionBuilder unauthorized() {
        return FakeAzure.refusal(401, "ExpiredAuthenticationToken", "The access token expiry has passed.")
                .answer();
    }

    @Override
    public ResponseDefinitionBuilder forbidden() {
        return FakeAzure.refusal(403, "AuthorizationFailed", "The client does not have authorization.")
                .answer();
    }

    @Override
    public ResponseDefinitionBuilder missing() {
        return FakeAzure.plainRefusal(404, "NotFound", "The resource record does not exist.")
                .answer();
    }

    @Override
    public List<ResponseDefinitionBuilder> rateLimitedWithoutWait() {
        return List.of(FakeAzure.refusal(429, "TooManyRequests", "The request is being throttled.")
                .answer());
    }

    @Override
    public Optional<ResponseDefinitionBuilder> refusal(String reason) {
        return Optional.of(FakeAzure.plainRefusal(400, "BadRequest", reason).answer());
    }
}
