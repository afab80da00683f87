package io.github.ddnsjava;

import java.util.Optional;
import java.util.Set;

/**
 * Looks up the addresses of a name in live DNS. The answer is evidence for records whose provider cannot be read. The
 * default uses the JDK's resolver, which cannot distinguish a missing record from a missing answer. {@code
 * ddns-provider-dns} contains a lookup at given servers and a lookup at the zone's own servers. Implementations are
 * thread-safe and may block.
 */
@FunctionalInterface
public interface NameLookup {
    /**
     * Returns the addresses of that type. The set is empty if DNS says that there are none. The optional is empty if
     * the lookup gives no certain answer: no response, a failure, or an alias to another name.
     *
     * @throws InterruptedException if the calling thread is interrupted
     */
    Optional<Set<IpAddress>> lookup(DnsName name, RecordType type) throws InterruptedException;
}
