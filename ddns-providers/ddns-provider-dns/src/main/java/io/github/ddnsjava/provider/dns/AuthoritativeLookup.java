package io.github.ddnsjava.provider.dns;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.NameLookup;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.exception.DdnsException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Asks the servers of a zone for the addresses of a name. No cache is involved, and "there are none" differs from "no
 * answer". The first authoritative answer decides. The question is sent over UDP, and over TCP if the answer is
 * truncated. Each exchange takes at most 3 seconds, and a look-up at most about half a minute. Immutable and
 * thread-safe.
 *
 * <p>Answers are neither signed nor validated: they are evidence for an updater, not proof against an attacker.
 */
public final class AuthoritativeLookup implements NameLookup {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final int DNS_PORT = 53;
    private static final int MAX_SERVERS = 4;

    private final List<InetSocketAddress> servers;
    private final List<InetSocketAddress> resolvers;
    private final int authorityPort;

    private AuthoritativeLookup(List<InetSocketAddress> servers, List<InetSocketAddress> resolvers, int authorityPort) {
        this.servers = servers;
        this.resolvers = resolvers;
        this.authorityPort = authorityPort;
    }

    /** Asks these servers, in turn, whatever the name. */
    public static AuthoritativeLookup of(InetSocketAddress... servers) {
        return new AuthoritativeLookup(List.of(servers), List.of(), DNS_PORT);
    }

    /** Asks the servers that the name's zone has in public, which the resolvers that this host is set up with tell. */
    public static AuthoritativeLookup ofPublicServers() {
        return ofServersKnownTo(ResolverConfig.getCurrentConfig().servers(), DNS_PORT);
    }

    /** As {@link #ofPublicServers}, by those resolvers, and with the zone's servers on that port. */
    static AuthoritativeLookup ofServersKnownTo(List<InetSocketAddress> resolvers, int authorityPort) {
        return new AuthoritativeLookup(List.of(), List.copyOf(resolvers), authorityPort);
    }

    @Override
    public Optional<Set<IpAddress>> lookup(DnsName name, RecordType type) throws InterruptedException {
        for (InetSocketAddress server : servers.isEmpty() ? serversOf(name) : servers) {
            Optional<Message> answer = ask(server, RecordSet.name(name), RecordSet.type(type), false)
                    .filter(message -> message.getHeader().getFlag(Flags.AA));
            if (answer.isPresent()) {
                RecordSet set = RecordSet.in(answer.get(), name, type);
                return set.alias() ? Optional.empty() : Optional.of(set.addresses());
            }
        }
        return Optional.empty();
    }

    private List<InetSocketAddress> serversOf(DnsName name) throws InterruptedException {
        List<InetSocketAddress> found = new ArrayList<>();
        for (InetSocketAddress resolver : resolvers) {
            Optional<Name> apex =
                    ask(resolver, RecordSet.name(name), Type.SOA, true).flatMap(answer -> ZoneCut.apex(answer, name));
            if (apex.isEmpty()) {
                continue;
            }
            for (Record record : ask(resolver, apex.get(), Type.NS, true)
                    .map(answer -> answer.getSection(Section.ANSWER))
                    .orElse(List.of())) {
                if (record instanceof NSRecord ns && found.size() < MAX_SERVERS) {
                    found.addAll(addresses(ns.getTarget().toString(true)));
                }
            }
            if (!found.isEmpty()) {
                break;
            }
        }
        return found.subList(0, Math.min(MAX_SERVERS, found.size()));
    }

    private List<InetSocketAddress> addresses(String host) {
        List<InetSocketAddress> found = new ArrayList<>();
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                found.add(new InetSocketAddress(address, authorityPort));
            }
        } catch (UnknownHostException e) {
            // The zone's other servers may have addresses.
        }
        return found;
    }

    /** Returns the answer, with success or "no such name"; empty where there is none, or another one. */
    static Optional<Message> ask(InetSocketAddress server, Name name, int type, boolean recursion)
            throws InterruptedException {
        Message query = RecordSet.query(name, type);
        if (recursion) {
            query.getHeader().setFlag(Flags.RD);
        }
        try {
            byte[] bytes = query.toWire();
            Message answer =
                    Answer.parse(query, Wire.udp(server, bytes, TIMEOUT), null).message();
            if (answer.getHeader().getFlag(Flags.TC)) {
                answer = Answer.parse(query, Wire.tcp(server, bytes, TIMEOUT), null)
                        .message();
            }
            int rcode = answer.getHeader().getRcode();
            return rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN ? Optional.of(answer) : Optional.empty();
        } catch (DdnsException e) {
            return Optional.empty();
        }
    }
}
