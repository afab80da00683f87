package io.github.ddnsjava.provider.dns;

import io.github.ddnsjava.NameLookup;
import io.github.ddnsjava.NameLookupFactory;
import java.net.InetSocketAddress;
import java.util.List;

/** Makes {@link ResolverLookup} and {@link AuthoritativeLookup} for configurations. Stateless. */
public final class DnsLookupFactory implements NameLookupFactory {
    /** For the service loader. */
    public DnsLookupFactory() {}

    @Override
    public NameLookup ofServers(List<InetSocketAddress> servers) {
        return ResolverLookup.of(servers.toArray(InetSocketAddress[]::new));
    }

    @Override
    public NameLookup authoritative() {
        return AuthoritativeLookup.ofPublicServers();
    }
}
