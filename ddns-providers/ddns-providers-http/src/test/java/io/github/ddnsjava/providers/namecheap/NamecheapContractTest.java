package io.github.ddnsjava.providers.namecheap;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
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

/** The testkit's demands on every provider with HTTP and zones. */
class NamecheapContractTest implements ZoneFakeContract {
    private static final FakeNamecheap FAKE = FakeNamecheap.running();

    @AfterAll
    static void stop() {
        FAKE.close();
    }

    @Override
    public ZoneFake fake() {
        return FAKE;
    }

    @Override
    public DnsProvider provider() {
        return NamecheapTest.provider(FAKE);
    }

    @Override
    public boolean isWrite(String exchange) {
        return exchange.endsWith(" namecheap.domains.dns.setHosts");
    }

    @Override
    public Optional<String> zoneLookup() {
        return Optional.of(" namecheap.domains.getList");
    }

    @Override
    public OptionalInt zonesPerPage() {
        return OptionalInt.of(100);
    }

    /** All hosts are read in one piece, and again before and after each write. */
    @Override
    public Optional<String> recordList() {
        return Optional.of(" namecheap.domains.dns.getHosts");
    }

    @Override
    public OptionalInt recordsPerPage() {
        return OptionalInt.empty();
    }

    /** What is there is sent back with each change of the zone, so no host can have one. */
    @Override
    public Optional<Consumer<DnsName>> unreadableValue() {
        return Optional.empty();
    }

    @Override
    public Optional<DnsName> refusedName() {
        return Optional.of(DnsName.of(FakeNamecheap.PARKED + ".example.com"));
    }

    /** There are no permissions for names, and a call names all of a domain. */
    @Override
    public Optional<Trouble> forbiddenName() {
        return Optional.empty();
    }

    /** A call adds what is not there. */
    @Override
    public Optional<Trouble> missingName() {
        return Optional.empty();
    }

    /** The fake replaces a zone as a whole. The base class reads it back, and so knows every TTL. */
    @Override
    public Optional<Runnable> ttlsIgnored() {
        return Optional.empty();
    }

    /** Shorter ones are refused. */
    @Override
    public Optional<Consumer<Duration>> ttlFloor() {
        return Optional.empty();
    }

    @Override
    public Set<String> secrets() {
        return Set.of(FakeNamecheap.KEY);
    }

    @Override
    public boolean isWrite(Request request) {
        return request.getMethod().getName().equals("POST");
    }

    @Override
    public ResponseDefinitionBuilder unauthorized() {
        return FakeNamecheap.refusal(1011102, "API Key is invalid or API access has not been enabled")
                .answer();
    }

    @Override
    public List<ResponseDefinitionBuilder> rateLimitedWithoutWait() {
        return List.of(
                FakeNamecheap.refusal(500_000, "Too many requests").answer(),
                WireMock.aResponse().withStatus(405).withBody("<html>405</html>"));
    }

    @Override
    public Optional<ResponseDefinitionBuilder> refusal(String reason) {
        return Optional.of(FakeNamecheap.refusal(2011170, reason).answer());
    }
}
