package io.github.ddnsjava.provider.dns;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordType;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * What an authoritative answer says of one record set, and the translation between dnsjava's words and ours. Immutable
 * and thread-safe.
 *
 * @param addresses its addresses, sorted
 * @param ttl its time to live; zero where there are no addresses
 * @param alias whether a CNAME is there instead, which may be made from a DNAME above
 * @param dname the owner of that DNAME (RFC 6672), if there is one
 */
record RecordSet(Set<IpAddress> addresses, Duration ttl, boolean alias, Optional<String> dname) {
    /** Reads it from an answer. */
    static RecordSet in(Message answer, DnsName dnsName, RecordType type) {
        Name name = name(dnsName);
        Set<IpAddress> addresses = new TreeSet<>();
        Duration ttl = Duration.ZERO;
        boolean alias = false;
        Optional<String> dname = Optional.empty();
        for (Record record : answer.getSection(Section.ANSWER)) {
            if (record.getType() == Type.DNAME && !record.getName().equals(name) && name.subdomain(record.getName())) {
                alias = true;
                dname = Optional.of(record.getName().toString(true));
            }
            if (!record.getName().equals(name)) {
                continue;
            }
            if (record.getType() == Type.CNAME) {
                alias = true;
            } else if (record.getType() == type(type)) {
                addresses.add(IpAddress.of(record.rdataToWireCanonical()));
                ttl = Duration.ofSeconds(record.getTTL());
            }
        }
        return new RecordSet(Collections.unmodifiableSet(addresses), ttl, alias, dname);
    }

    /** Returns a question to an authority. */
    static Message query(Name name, int type) {
        Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
        query.getHeader().unsetFlag(Flags.RD);
        return query;
    }

    /** Returns a record. */
    static Record record(Name name, IpAddress address, Duration ttl) {
        return Record.newRecord(
                name, type(RecordType.of(address.family())), DClass.IN, ttl.toSeconds(), address.toBytes());
    }

    /** Returns a name in dnsjava's form. */
    static Name name(DnsName name) {
        return Name.fromConstantString(name.withDot());
    }

    /** Returns the number of a type. */
    static int type(RecordType type) {
        return switch (type) {
            case A -> Type.A;
            case AAAA -> Type.AAAA;
        };
    }
}
