package io.github.ddnsjava.provider.testkit.sample;

import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.provider.testkit.fake.ZoneFakeContract;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.ProviderContext;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** The contract's harness around {@link SampleZones}, for the good provider and for broken ones. */
public abstract class SampleZonesContract implements ZoneFakeContract, AutoCloseable {
    private final SampleZones fake = new SampleZones();
    private final BiFunction<Settings, ProviderContext, DnsProvider> provider;

    public SampleZonesContract(BiFunction<Settings, ProviderContext, DnsProvider> provider) {
        this.provider = provider;
    }

    @Override
    public ZoneFake fake() {
        return fake;
    }

    @Override
    public DnsProvider provider() {
        return provider.apply(
                Settings.of("token", SampleZones.TOKEN, "endpoint", fake.endpoint()), ProviderContext.standard());
    }

    @Override
    public Optional<String> zoneLookup() {
        return Optional.of("/zones/{zone}");
    }

    @Override
    public OptionalInt zonesPerPage() {
        return OptionalInt.empty();
    }

    @Override
    public Optional<String> recordList() {
        return Optional.of("/sets");
    }

    @Override
    public OptionalInt recordsPerPage() {
        return OptionalInt.empty();
    }

    /** The answers do not tell TTLs. */
    @Override
    public Optional<Consumer<Duration>> ttlFloor() {
        return Optional.empty();
    }

    @Override
    public Set<String> secrets() {
        return Set.of(SampleZones.TOKEN);
    }

    @Override
    public void close() {
        fake.close();
    }
}
