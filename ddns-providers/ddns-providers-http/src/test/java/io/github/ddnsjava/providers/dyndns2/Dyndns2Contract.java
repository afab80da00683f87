package io.github.ddnsjava.providers.dyndns2;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.provider.testkit.Trouble;
import io.github.ddnsjava.provider.testkit.fake.UpdateUrlContract;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.ProviderContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;

/** The contract on one flavour of service. */
@TestInstance(TestInstance.Lifecycle.PER_METHOD)
abstract class Dyndns2Contract implements UpdateUrlContract {
    private final FakeDyndns2 fake = fake(new FakeDyndns2());

    /** Says how the service behaves. */
    abstract FakeDyndns2 fake(FakeDyndns2 standard);

    /** Says how the provider is told of it. */
    abstract Settings settings(Settings standard);

    @AfterEach
    void nothingWasDamaged() {
        fake.close();
        assertThat(fake.damage()).isEmpty();
    }

    @Override
    public DnsProvider provider() {
        return Dyndns2Provider.of(settings(fake.settings()), ProviderContext.standard());
    }

    @Override
    public FakeDyndns2 fake() {
        return fake;
    }

    @Override
    public Set<String> secrets() {
        return Set.of(FakeDyndns2.PASSWORD);
    }

    @Override
    public Optional<Trouble> forbiddenName() {
        return Optional.of(name -> {
            fake.foreign(name.toString());
            return () -> {};
        });
    }

    @Override
    public List<ResponseDefinitionBuilder> denials() {
        return List.of(
                WireMock.aResponse().withBody("{}"),
                WireMock.aResponse().withBody("good 127.0.0.1"),
                WireMock.aResponse().withBody("notfqdn"));
    }

    @Override
    public List<ResponseDefinitionBuilder> rateLimitedWithoutWait() {
        return List.of(
                WireMock.aResponse().withStatus(429).withBody("toomanyrequests"),
                WireMock.aResponse().withBody("toomanyrequests"),
                WireMock.aResponse().withBody("interval"));
    }

    @Override
    public ResponseDefinitionBuilder unauthorized() {
        return WireMock.aResponse().withStatus(401).withBody("badauth");
    }

    @Override
    public ResponseDefinitionBuilder rateLimited(Duration retryAfter) {
        return WireMock.aResponse()
                .withStatus(429)
                .withHeader("Retry-After", "" + retryAfter.toSeconds())
                .withBody("toomanyrequests");
    }
}
