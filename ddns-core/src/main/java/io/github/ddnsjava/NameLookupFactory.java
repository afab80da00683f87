package io.github.ddnsjava;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * Makes look-ups that the JDK's resolver cannot do: the {@link java.util.ServiceLoader} service through which a
 * configuration's {@code lookup} finds them, for core speaks no DNS itself; {@code ddns-provider-dns} has one.
 * Implementations have a public no-argument constructor and no state.
 */
public interface NameLookupFactory {
    /** Asks these servers in turn, be they resolvers or authorities. */
    NameLookup ofServers(List<InetSocketAddress> servers);

    /** Asks the servers that a name's zone has in public. */
    NameLookup authoritative();
}
