package io.github.ddnsjava.providers.porkbun;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Request;
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
class PorkbunContractTest implements ZoneFakeContract {
    private static final FakePorkbun FAKE = FakePorkbun.running();

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
        FAKE.put(zone().toString(), "ALIAS", "alias.example.com", "pixie.porkbun.com", 600);
    }

    @Override
    public DnsProvider provider() {
        return new PorkbunProvider(
                Settings.of(
                        "apiKey", FakePorkbun.KEY, "secretApiKey", FakePorkbun.SECRET_KEY, "endpoint", FAKE.endpoint()),
                ProviderContext.standard());
    }

    @Override
    public boolean isWrite(Request request) {
        return request.getUrl().matches(".*/dns/(create|edit|delete)/.*");
    }

    @Override
    public Optional<String> zoneLookup() {
        return Optional.of("/domain/listAll");
    }

    @Override
    public OptionalInt zonesPerPage() {
        return OptionalInt.of(FakePorkbun.PAGE);
    }

    @Override
    public Optional<String> recordList() {
        return Optional.of("/dns/retrieve/{domain}");
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
        return Optional.of(DnsName.of("alias.example.com"));
    }

    /** Access is granted for whole domains. */
    @Override
    public Optional<Trouble> forbiddenName() {
        return Optional.empty();
    }

    @Override
    public Optional<Trouble> forbiddenZone() {
        return Optional.of(zone -> {
            FAKE.notOptedIn.add(zone.toString());
            return FAKE.notOptedIn::clear;
        });
    }

    @Override
    public Set<String> secrets() {
        return Set.of(FakePorkbun.KEY, FakePorkbun.SECRET_KEY);
    }

    @Override
    public ResponseDefinitionBuilder unauthorized() {
        return FakePorkbun.refusal(403, "Invalid API key. (002)").answer();
    }

    @Override
    public ResponseDefinitionBuilder forbidden() {
        return FakePorkbun.refusal(400, "Domain is not opted in to API access.").answer();
    }

    @Override
    public ResponseDefinitionBuilder missing() {
        return FakePorkbun.refusal(400, "Invalid record ID.").answer();
    }

    @Override
    public List<ResponseDefinitionBuilder> rateLimitedWithoutWait() {
        return List.of(
                WireMock.aResponse().withStatus(429),
                WireMock.aResponse()
                        .withStatus(503)
                        .withHeader("Content-Type", "text/html")
                        .withBody(
                                "<html><center><h1>503 Service Temporarily Unavailable</h1>openresty</center></html>"));
    }

    @Override
    public Optional<ResponseDefinitionBuilder> refusal(String reason) {
        return Optional.of(FakePorkbun.refusal(400, reason).answer());
    }
}
