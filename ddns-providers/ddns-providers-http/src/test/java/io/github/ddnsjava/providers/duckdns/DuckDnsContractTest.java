package io.github.ddnsjava.providers.duckdns;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.provider.testkit.Trouble;
import io.github.ddnsjava.provider.testkit.fake.UpdateUrlContract;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.ProviderContext;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;

/**
 * The testkit's demands on every provider with HTTP. KO is not among them: it may mean the name or the account, and {@link
 * DuckDnsTest} has its cases.
 */
class DuckDnsContractTest implements UpdateUrlContract {
    private static final FakeDuckDns FAKE = FakeDuckDns.running();

    @AfterAll
    static void stop() {
        FAKE.close();
    }

    @Override
    public FakeDuckDns fake() {
        return FAKE;
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

    @Override
    public String written(DnsName name) {
        return name.labels().get(0);
    }

    /** The name was removed from the account. */
    @Override
    public Optional<Trouble> forbiddenName() {
        return Optional.of(name -> {
            IpAddress before =
                    FAKE.address(written(name), RecordType.A.family()).orElseThrow();
            FAKE.remove(written(name));
            return () -> FAKE.put(written(name), before.toString());
        });
    }

    @Override
    public Set<String> secrets() {
        return Set.of(FakeDuckDns.TOKEN);
    }
}
