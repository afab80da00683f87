package io.github.ddnsjava.providers.dyndns2;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.provider.testkit.HttpProviderContract;
import io.github.ddnsjava.provider.testkit.Trouble;
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
final class CatalogContract implements HttpProviderContract {
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
        Settings settings = Settings.of("endpoint", fake.endpoint().toString());
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
    public void put(DnsName name, RecordType type, Set<IpAddress> addresses) {
        fake.host(name.toString(), addresses.stream().map(IpAddress::toString).toArray(String[]::new));
    }

    @Override
    public Set<IpAddress> get(DnsName name, RecordType type) {
        return fake.address(name.toString(), type.family()).map(Set::of).orElse(Set.of());
    }

    @Override
    public WireMockServer server() {
        return fake.server();
    }

    @Override
    public Set<String> secrets() {
        return Set.of(flavour.secret());
    }

    @Override
    public boolean isWrite(Request request) {
        return true;
    }

    @Override
    public Optional<DnsName> unknownName() {
        return flavour.tellsUnknownName() ? HttpProviderContract.super.unknownName() : Optional.empty();
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

    /** The family says so of a name that the account does not have, which another case asks for. */
    @Override
    public Optional<Trouble> missingName() {
        return Optional.empty();
    }

    /** The family has words, and no reasons. */
    @Override
    public Optional<ResponseDefinitionBuilder> refusal(String reason) {
        return Optional.empty();
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
