package io.github.ddnsjava.providers.dyndns2;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.provider.testkit.Trouble;
import io.github.ddnsjava.provider.testkit.fake.UpdateUrlContract;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.ProviderContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The contract of one service of the catalog, on the fake in its flavour. No test class: {@link CatalogContractTest} runs
 * one for each row.
 */
final class CatalogContract implements UpdateUrlContract {
    private static final Dyndns2Factory FACTORY = new Dyndns2Factory();
    private static final ProviderContext CONTEXT = ProviderContext.standard();

    private final FakeDyndns2 fake;
    private final Flavour flavour;

    CatalogContract(FakeDyndns2 fake, Flavour flavour) {
        this.fake = fake;
        this.flavour = flavour;
    }

    @Override
    public void reset() {
        fake.reset();
        fake.becomes(flavour);
    }

    @Override
    public DnsProvider provider() {
        return FACTORY.create(flavour.id(), settings(), CONTEXT);
    }

    /** Fills in what the row asks for. */
    private Settings settings() {
        TypeDescriptor type = FACTORY.describe().stream()
                .filter(descriptor -> descriptor.id().equals(flavour.id()))
                .findFirst()
                .orElseThrow();
        Settings settings = Settings.of("endpoint", fake.url());
        for (SettingSpec setting : type.settings()) {
            if (setting.secret()) {
                settings = settings.with(setting.name(), Secret.of(flavour.secret()));
            } else if (setting.required() && !setting.name().equals("endpoint")) {
                settings = settings.with(
                        setting.name(),
                        Map.of("hostname", Flavour.ONLY, "domain", zone().toString())
                                .getOrDefault(setting.name(), Flavour.USER));
            }
        }
        return settings;
    }

    @Override
    public FakeDyndns2 fake() {
        return fake;
    }

    @Override
    public Set<String> secrets() {
        return Set.of(flavour.secret());
    }

    @Override
    public Optional<DnsName> unknownName() {
        return flavour.tellsUnknownName() ? UpdateUrlContract.super.unknownName() : Optional.empty();
    }

    @Override
    public Optional<Trouble> forbiddenName() {
        return flavour.refusesNames()
                ? Optional.of(name -> {
                    fake.foreign(name.toString());
                    return () -> {};
                })
                : Optional.empty();
    }

    @Override
    public ResponseDefinitionBuilder unauthorized() {
        return answer(flavour.say("badauth", List.of(), Map.of()));
    }

    @Override
    public ResponseDefinitionBuilder rateLimited(Duration retryAfter) {
        return answer(new Flavour.Said(429, "")).withHeader("Retry-After", "" + retryAfter.toSeconds());
    }

    private static ResponseDefinitionBuilder answer(Flavour.Said said) {
        return WireMock.aResponse().withStatus(said.status()).withBody(said.body());
    }
}
