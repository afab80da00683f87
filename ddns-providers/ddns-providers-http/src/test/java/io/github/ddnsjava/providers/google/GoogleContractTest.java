package io.github.ddnsjava.providers.google;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
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

/** The testkit's demands on every provider with HTTP, zones, a login and tickets. */
class GoogleContractTest implements ZoneFakeContract, TicketProviderContract {
    private static final FakeGoogle FAKE = FakeGoogle.running();

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
        FAKE.put(zone().toString(), "CNAME", "cname.example.com.", "example.net.", 300);
    }

    @Override
    public DnsProvider provider() {
        return new GoogleProvider(
                Settings.of("serviceAccount", LoginToken.keyFile().toString(), "endpoint", FAKE.api()),
                ProviderContext.standard());
    }

    @Override
    public void holdBack() {
        FAKE.holdBack();
    }

    @Override
    public void carryOut() {
        FAKE.carryOut();
    }

    /** There is no such status. */
    @Override
    public Optional<Consumer<String>> giveUp() {
        return Optional.empty();
    }

    @Override
    public void forgetTickets() {
        FAKE.forgetTickets();
    }

    @Override
    public boolean isLogin(Request request) {
        return request.getUrl().equals("/token");
    }

    @Override
    public Optional<Runnable> sessionEnd() {
        return Optional.of(FAKE::endSessions);
    }

    @Override
    public Set<String> sessionTokens() {
        return FAKE.sessions();
    }

    /** A login changes nothing. */
    @Override
    public boolean isWrite(Request request) {
        return ZoneFakeContract.super.isWrite(request) && !isLogin(request);
    }

    /** Only the values count. */
    @Override
    public int bytes(Request request) {
        return FakeGoogle.characters(request.getBodyAsString());
    }

    @Override
    public Optional<String> zoneLookup() {
        return Optional.of("/projects/{project}/managedZones");
    }

    @Override
    public OptionalInt zonesPerPage() {
        return OptionalInt.of(100);
    }

    @Override
    public Optional<String> recordList() {
        return Optional.of("/projects/{project}/managedZones/{zone}/rrsets");
    }

    @Override
    public OptionalInt recordsPerPage() {
        return OptionalInt.of(100);
    }

    @Override
    public Optional<DnsName> refusedName() {
        return Optional.of(DnsName.of("cname.example.com"));
    }

    /** A TTL stays as it is sent. */
    @Override
    public Optional<Consumer<Duration>> ttlFloor() {
        return Optional.empty();
    }

    @Override
    public Set<String> secrets() {
        return Set.of(LoginToken.privateKey());
    }

    @Override
    public ResponseDefinitionBuilder unauthorized() {
        return FakeGoogle.refusal(401, "authError", "Invalid Credentials").answer();
    }

    /** Rights are those of the project or of the zone. */
    @Override
    public Optional<Trouble> forbiddenName() {
        return Optional.empty();
    }

    @Override
    public ResponseDefinitionBuilder forbidden() {
        return FakeGoogle.refusal(403, "forbidden", "Forbidden").answer();
    }

    @Override
    public ResponseDefinitionBuilder missing() {
        return FakeGoogle.refusal(404, "notFound", "The 'entity.change.deletions[0]' resource does not exist.")
                .answer();
    }

    @Override
    public List<ResponseDefinitionBuilder> rateLimitedWithoutWait() {
        return List.of(
                FakeGoogle.refusal(403, "rateLimitExceeded", "Rate Limit Exceeded")
                        .answer(),
                FakeGoogle.refusal(403, "userRateLimitExceeded", "User Rate Limit Exceeded")
                        .answer(),
                FakeGoogle.refusal(429, "rateLimitExceeded", "Quota exceeded for quota metric")
                        .answer());
    }

    @Override
    public Optional<ResponseDefinitionBuilder> refusal(String reason) {
        return Optional.of(FakeGoogle.refusal(400, "invalid", reason).answer());
    }
}
