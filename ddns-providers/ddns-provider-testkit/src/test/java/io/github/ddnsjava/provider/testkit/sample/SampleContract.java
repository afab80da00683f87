package io.github.ddnsjava.provider.testkit.sample;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.provider.testkit.HttpProviderContract;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.ProviderContext;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** The contract's harness around {@link SampleFake}, for the good provider and for broken ones. */
public abstract class SampleContract implements HttpProviderContract, AutoCloseable {
    final SampleFake fake = new SampleFake();
    private final WireMockServer server =
            new WireMockServer(options().dynamicPort().extensions(fake));
    private final BiFunction<Settings, ProviderContext, DnsProvider> provider;

    public SampleContract(BiFunction<Settings, ProviderContext, DnsProvider> provider) {
        this.provider = provider;
        server.start();
        server.stubFor(any(anyUrl()).willReturn(WireMock.aResponse().withTransformers("sample")));
    }

    @Override
    public void reset() {
        fake.reset();
    }

    @Override
    public DnsProvider provider() {
        return provider.apply(
                Settings.of("token", SampleFake.TOKEN, "endpoint", server.baseUrl()), ProviderContext.standard());
    }

    @Override
    public void put(DnsName name, RecordType type, Set<IpAddress> addresses) {
        fake.put(name.toString(), type, addresses);
    }

    @Override
    public Set<IpAddress> get(DnsName name, RecordType type) {
        return fake.get(name.toString(), type);
    }

    @Override
    public WireMockServer server() {
        return server;
    }

    @Override
    public Set<String> secrets() {
        return Set.of(SampleFake.TOKEN);
    }

    @Override
    public Optional<DnsName> foreignName() {
        return Optional.of(DnsName.of("host.example.org"));
    }

    @Override
    public void close() {
        server.stop();
    }
}
