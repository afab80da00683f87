package io.github.ddnsjava.provider.testkit.sample;

import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.ProviderContext;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** The contract's harness around {@link SampleFake}, for providers that log in. */
public abstract class SampleSessionContract extends SampleContract {
    private final BiFunction<Settings, ProviderContext, DnsProvider> provider;

    public SampleSessionContract(BiFunction<Settings, ProviderContext, DnsProvider> provider) {
        super(provider);
        this.provider = provider;
    }

    @Override
    public DnsProvider provider() {
        return provider.apply(
                Settings.of("password", SampleFake.PASSWORD, "endpoint", server().baseUrl()),
                ProviderContext.standard());
    }

    @Override
    public boolean isLogin(Request request) {
        return request.getUrl().equals("/session");
    }

    @Override
    public Optional<Runnable> sessionEnd() {
        return Optional.of(fake::endSessions);
    }

    @Override
    public Set<String> sessionTokens() {
        return fake.sessions();
    }

    @Override
    public Set<String> secrets() {
        return Set.of(SampleFake.PASSWORD);
    }
}
