package io.github.ddnsjava.providers.command;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.provider.testkit.DnsProviderContract;
import io.github.ddnsjava.provider.testkit.Trouble;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.ProviderContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The testkit's demands on every provider, with a program of the shell. */
@EnabledOnOs(OS.LINUX)
class CommandContractTest implements DnsProviderContract {
    @TempDir
    private static Path directory;

    private static ShellZone zone;

    @BeforeAll
    static void start() throws IOException {
        zone = new ShellZone(directory);
    }

    @Override
    public void reset() throws IOException {
        zone.reset();
    }

    @Override
    public DnsProvider provider() {
        return new CommandProvider(Settings.at("providers.c", zone.settings()), ProviderContext.standard());
    }

    @Override
    public void put(DnsName name, RecordType type, Set<IpAddress> addresses) throws IOException {
        for (IpAddress address : addresses) {
            zone.put(name, type, address);
        }
    }

    @Override
    public Set<IpAddress> get(DnsName name, RecordType type) throws IOException {
        return zone.get(name, type).map(Set::of).orElse(Set.of());
    }

    @Override
    public Set<String> secrets() {
        return Set.of(ShellZone.SECRET, ShellZone.INPUT);
    }

    @Override
    public Optional<Trouble> missingName() {
        return Optional.of(name -> {
            zone.plan("[ \"$DDNS_NAME\" != " + name + " ] || exit 68");
            return () -> zone.plan(":");
        });
    }
}
