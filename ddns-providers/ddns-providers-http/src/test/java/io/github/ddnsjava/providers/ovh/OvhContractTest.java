package io.github.ddnsjava.providers.ovh;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.DnsName;
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

/**
 * The testkit's demands on every provider with HTTP and zones, before a server that serves what was refreshed. A session is how far the server's clock is ahead; it
 * ends when that clock is set.
 */
class OvhContractTest implements ZoneFakeContract {
    private static final FakeOvh FAKE = FakeOvh.running();

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
        FAKE.put(zone().toString(), "CNAME", "cname", "example.net.", 0);
    }

    @Override
    public DnsProvider provider() {
        return new OvhProvider(OvhTest.settings(FAKE), ProviderContext.standard());
    }

    /** Everything but a refresh, which changes no record. */
    @Override
    public boolean isWrite(Request request) {
        return ZoneFakeContract.super.isWrite(request) && !request.getUrl().endsWith("/refresh");
    }

    @Override
    public boolean isWrite(String exchange) {
        return !exchange.endsWith("/refresh");
    }

    @Override
    public boolean isLogin(Request request) {
        return request.getUrl().endsWith("/auth/time");
    }

    @Override
    public Optional<Runnable> sessionEnd() {
        return Optional.of(() -> FAKE.advance(3600));
    }

    /** What a signed request has that is secret. */
    @Override
    public Set<String> sessionTokens() {
        return Set.of(FakeOvh.CONSUMER);
    }

    @Override
    public Optional<String> zoneLookup() {
        return Optional.of("/domain/zone");
    }

    @Override
    public OptionalInt zonesPerPage() {
        return OptionalInt.empty();
    }

    @Override
    public Optional<DnsName> refusedName() {
        return Optional.of(DnsName.of("cname.example.com"));
    }

    /** Rights are patterns of paths, which do not have the name. */
    @Override
    public Optional<Trouble> forbiddenName() {
        return Optional.empty();
    }

    @Override
    public Optional<Trouble> forbiddenZone() {
        return Optional.of(zone -> {
            FAKE.forbidWrites(zone.toString());
            return () -> FAKE.forbidWrites("");
        });
    }

    /** A short TTL is refused. */
    @Override
    public Optional<Consumer<Duration>> ttlFloor() {
        return Optional.empty();
    }

    @Override
    public Set<String> secrets() {
        return Set.of(FakeOvh.SECRET, FakeOvh.CONSUMER);
    }

    @Override
    public ResponseDefinitionBuilder unauthorized() {
        return FakeOvh.refusal(403, "INVALID_CREDENTIAL", "This credential is not valid")
                .answer();
    }

    @Override
    public ResponseDefinitionBuilder forbidden() {
        return FakeOvh.refusal(403, "NOT_GRANTED_CALL", "This call has not been granted")
                .answer();
    }

    @Override
    public ResponseDefinitionBuilder missing() {
        return FakeOvh.refusal(404, "", "The requested object (id = 7) does not exist")
                .answer();
    }

    @Override
    public List<ResponseDefinitionBuilder> rateLimitedWithoutWait() {
        return List.of(FakeOvh.refusal(429, "", "Too many requests").answer());
    }

    @Override
    public Optional<ResponseDefinitionBuilder> refusal(String reason) {
        return Optional.of(FakeOvh.refusal(400, "", reason).answer());
    }
}
