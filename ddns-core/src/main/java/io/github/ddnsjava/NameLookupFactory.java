package io.github.ddnsjava;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * Creates lookups that the JDK's resolver cannot perform. This is the {@link java.util.ServiceLoader} service for the
 * {@code lookup} section of a configuration. Core does not speak the DNS protocol; {@code ddns-provider-dns} contains
 * an implementation. Implementations have a public no-argument constructor and no state.
 */
public interface NameLookupFactory {
    /** Returns a lookup that asks these servers in turn. They may be resolvers or authoritative servers. */
    NameLookup ofServers(List<InetSocketAddress> servers);

    /** Returns a lookup that asks the authoritative servers of a name's zone, as public DNS names them. */
    NameLookup authoritative();
}
