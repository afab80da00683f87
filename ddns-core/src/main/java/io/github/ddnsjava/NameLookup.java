package io.github.ddnsjava;

import java.util.Optional;
import java.util.Set;

/**
 * Asks live DNS which addresses stand at a name: evidence for records whose provider cannot be read. The JDK's
 * resolver is the default; {@code ddns-provider-dns} brings one that asks given servers, and one that asks the zone's
 * own. Implementations are thread-safe and may block.
 */
@FunctionalInterface
public interface NameLookup {
    /**
     * Returns the addresses of that type, an empty set where DNS says that there are none, and an empty optional where
     * it cannot tell (no answer, a failure, an alias to somewhere else).
     */
    Optional<Set<IpAddress>> lookup(DnsName name, RecordType type) throws InterruptedException;
}
