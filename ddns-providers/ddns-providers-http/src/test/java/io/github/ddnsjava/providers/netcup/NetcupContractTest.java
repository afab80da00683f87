package io.github.ddnsjava.providers.netcup;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.provider.testkit.Trouble;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.provider.testkit.fake.ZoneFakeContract;
import io.github.ddnsjava.publish.DnsProvider;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;

/** The testkit's demands on every provider with HTTP, zones and a login. */
class NetcupContractTest implements ZoneFakeContract {
    private static final FakeNetcup FAKE = FakeNetcup.running();

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
        FAKE.put(zone().toString(), "CNAME", "cname", "example.net", 86_400);
    }

    @Override
    public DnsProvider provider() {
        return NetcupTest.provider(FAKE);
    }

    private static boolean isAction(Request request, String action) {
        return request.getBodyAsString().contains("\"action\":\"" + action + "\"");
    }

    @Override
    public boolean isWrite(Request request) {
        return isAction(request, "updateDnsRecords");
    }

    @Override
    public boolean isLogin(Request request) {
        return isAction(request, "login");
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
        return Set.of(FakeNetcup.KEY, FakeNetcup.PASSWORD);
    }

    @Override
    public Optional<String> zoneLookup() {
        return Optional.of(" infoDnsZone");
    }

    /** Domains are asked for one by one. */
    @Override
    public OptionalInt zonesPerPage() {
        return OptionalInt.empty();
    }

    @Override
    public Optional<String> recordList() {
        return Optional.of(" infoDnsRecords");
    }

    /** The list comes in one piece. */
    @Override
    public OptionalInt recordsPerPage() {
        return OptionalInt.empty();
    }

    @Override
    public Optional<DnsName> refusedName() {
        return Optional.of(DnsName.of("cname.example.com"));
    }

    /** There are no permissions for names. */
    @Override
    public Optional<Trouble> forbiddenName() {
        return Optional.empty();
    }

    /** What a record that is gone is answered with is not known. */
    @Override
    public Optional<Trouble> missingName() {
        return Optional.empty();
    }

    /** Records have no TTL. */
    @Override
    public Optional<Consumer<Duration>> ttlFloor() {
        return Optional.empty();
    }

    @Override
    public ResponseDefinitionBuilder unauthorized() {
        return FakeNetcup.refusal(4011, "The login data are not right.").answer();
    }

    @Override
    public List<ResponseDefinitionBuilder> rateLimitedWithoutWait() {
        return List.of(
                FakeNetcup.refusal(4013, "More than 180 requests per minute. Please wait and retry later.")
                        .answer(),
                FakeNetcup.refusal(4013, "Too many error messages, please check your commands")
                        .answer());
    }

    @Override
    public Optional<ResponseDefinitionBuilder> refusal(String reason) {
        return Optional.of(FakeNetcup.refusal(4013, reason).answer());
    }
}
