package io.github.ddnsjava.examples.customprovider;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.provider.testkit.HttpProviderContract;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.DnsProviders;
import io.github.ddnsjava.publish.ProviderContext;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Holds {@link AcmeProvider} to the published contract; the cases that run are listed in a file of this class's name.
 */
class AcmeProviderTest implements HttpProviderContract {
    private static final FakeAcme ACME = new FakeAcme();

    @AfterAll
    static void stop() {
        ACME.server().stop();
    }

    @Test
    void configurationsFindItByItsId() {
        assertThat(DnsProviders.create("acme", settings())).isInstanceOf(AcmeProvider.class);
    }

    @Test
    void anUpdaterPublishesThroughIt() throws InterruptedException {
        DnsName name = DnsName.of("home.example.com");
        IpAddress address = IpAddress.parse("9.9.9.9");
        ACME.put(name, RecordType.A, Set.of());
        try (Updater updater = Updater.builder()
                .detector(IpDetectors.staticAddresses(address))
                .provider(provider())
                .record(name.toString(), RecordType.A)
                .build()) {
            assertThat(updater.runOnce().isRight()).isTrue();
        }
        assertThat(ACME.get(name, RecordType.A)).containsExactly(address);
    }

    @Override
    public void reset() {
        ACME.reset();
    }

    @Override
    public DnsProvider provider() {
        return new AcmeProvider(settings(), ProviderContext.standard());
    }

    private static Settings settings() {
        return Settings.of("token", FakeAcme.TOKEN, "endpoint", ACME.endpoint());
    }

    @Override
    public void put(DnsName name, RecordType type, Set<IpAddress> addresses) {
        ACME.put(name, type, addresses);
    }

    @Override
    public Set<IpAddress> get(DnsName name, RecordType type) {
        return ACME.get(name, type);
    }

    @Override
    public WireMockServer server() {
        return ACME.server();
    }

    @Override
    public Set<String> secrets() {
        return Set.of(FakeAcme.TOKEN);
    }
}
