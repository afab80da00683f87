package io.github.ddnsjava.provider.dns;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.publish.support.Zone;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Finds the zone of a name by the answer to a question for its SOA record: an authority adds the zone's SOA to the
 * answer that there is none at the name itself (RFC 2308). So sub-zones are found rightly, and no list of public
 * suffixes is needed.
 */
final class ZoneCut {
    private static final String DELEGATED = "";

    private ZoneCut() {}

    /**
     * Returns the zone; its id is its full name. A name that this server delegates to other servers is in {@linkplain
     * #isDelegated their zone}. Empty if the server does not know the zone.
     */
    static Optional<Zone> zone(Message answer, DnsName asked) {
        int rcode = answer.getHeader().getRcode();
        if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
            return Optional.empty();
        }
        if (!answer.getHeader().getFlag(Flags.AA)) {
            return owner(answer.getSection(Section.AUTHORITY), Type.NS, asked)
                    .flatMap(ZoneCut::dnsName)
                    .map(cut -> new Zone(cut, DELEGATED));
        }
        // A zone of a single label, as at home, has no name of ours; its own name counts all the same.
        return apex(answer, asked).map(apex -> new Zone(dnsName(apex).orElse(asked), apex.toString()));
    }

    /** Returns the owner of the SOA record that comes with the answer. */
    static Optional<Name> apex(Message answer, DnsName asked) {
        List<Record> records = answer.getSection(Section.ANSWER);
        if (records.isEmpty()) {
            records = answer.getSection(Section.AUTHORITY);
        } else if (records.stream().anyMatch(record -> record.getType() == Type.CNAME)) {
            // The SOA record, if any, is of the zone that the alias points into.
            return Optional.empty();
        }
        return owner(records, Type.SOA, asked);
    }

    /** Tells whether a zone belongs to other servers, to which this one delegates it. */
    static boolean isDelegated(Zone zone) {
        return zone.id().equals(DELEGATED);
    }

    private static Optional<Name> owner(List<Record> records, int type, DnsName asked) {
        Name name = RecordSet.name(asked);
        return records.stream()
                .filter(record -> record.getType() == type)
                .map(Record::getName)
                .filter(name::subdomain)
                .findFirst();
    }

    private static Optional<DnsName> dnsName(Name name) {
        try {
            return Optional.of(DnsName.of(name.toString()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
