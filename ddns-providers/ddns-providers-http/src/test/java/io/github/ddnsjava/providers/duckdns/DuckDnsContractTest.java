package io.github.ddnsjava.providers.duckdns;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.provider.testkit.HttpProviderContract;
import io.github.ddnsjava.provider.testkit.Trouble;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.ProviderContext;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;

/**
 * The testkit's demands on every provider with HTTP. KO is not among them: it may mean the name or the account, and {@link
 * DuckDnsTest} has its cases.
 */
class DuckDnsContractTest implements HttpProviderContract {
    private static final FakeDuckDns FAKE = FakeDuckDns.running();

    @AfterAll
    static void stop() {
        FAKE.close();
    }

    @Override
    public void reset() {
        FAKE.reset();
    }

    @Override
    public DnsName zone() {
        return DnsName.of("duckdns.org");
    }

    @Override
    public boolean longNames() {
        return false;
    }

    @Override
    public DnsProvider provider() {
        return new DuckDnsProvider(
                Settings.of("token", FakeDuckDns.TOKEN, "endpoint", FAKE.endpoint()), ProviderContext.standard());
    }

    private static String label(DnsName name) {
        return name.labels().get(0);
    }

    @Override
    public void put(DnsName name, RecordType type, Set<IpAddress> addresses) {
        FAKE.put(label(name), addresses.stream().map(IpAddress::toString).toArray(String[]::new));
    }

    @Override
    public Set<IpAddress> get(DnsName name, RecordType type) {
        return FAKE.get(label(name), type.family()).map(Set::of).orElse(Set.of());
    }

    @Override
    public boolean isWrite(Request request) {
        return true;
    }

    /** The name was removed from the account. */
    @Override
    public Optional<Trouble> forbiddenName() {
        return Optional.of(name -> {
            IpAddress before = FAKE.get(label(name), RecordType.A.family()).orElseThrow();
            FAKE.remove(label(name));
            return () -> FAKE.put(label(name), before.toString());
        });
    }

    /** KO again, which may mean the account too. */
    @Override
    public Optional<Trouble> missingName() {
        return Optional.empty();
    }

    /** The service has words, and no reasons. */
    @Override
    public Optional<ResponseDefinitionBuilder> refusal(String reason) {
        return Optional.empty();
    }

    @Override
    public WireMockServer server() {
        return FAKE.server();
    }

    @Override
    public Set<String> secrets() {
        return Set.of(FakeDuckDns.TOKEN);
    }
}
