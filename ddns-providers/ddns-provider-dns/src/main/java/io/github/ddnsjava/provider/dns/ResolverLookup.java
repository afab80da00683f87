package io.github.ddnsjava.provider.dns;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.NameLookup;
import io.github.ddnsjava.RecordType;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;

/**
 * Asks configured servers for the addresses of a name. A server is a resolver, whose answers may be as old as the TTL,
 * or an authoritative server of the name. The first answer decides. A referral to other servers is no answer. The
 * question is sent over UDP, and over TCP if the answer is truncated. Each exchange takes at most 3 seconds. Immutable
 * and thread-safe.
 */
public final class ResolverLookup implements NameLookup {
    private final List<InetSocketAddress> servers;

    private ResolverLookup(List<InetSocketAddress> servers) {
        this.servers = servers;
    }

    /** Asks these servers, in turn. */
    public static ResolverLookup of(InetSocketAddress... servers) {
        return new ResolverLookup(List.of(servers));
    }

    @Override
    public Optional<Set<IpAddress>> lookup(DnsName name, RecordType type) throws InterruptedException {
        for (InetSocketAddress server : servers) {
            Optional<Message> answer = AuthoritativeLookup.ask(server, RecordSet.name(name), RecordSet.type(type), true)
                    .filter(message -> message.getHeader().getFlag(Flags.AA)
                            || message.getHeader().getFlag(Flags.RA));
            if (answer.isPresent()) {
                RecordSet set = RecordSet.in(answer.get(), name, type);
                return set.alias() ? Optional.empty() : Optional.of(set.addresses());
            }
        }
        return Optional.empty();
    }
}
