package io.github.ddnsjava.providers.route53;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.publish.support.Listing;
import io.github.ddnsjava.publish.support.Zone;
import io.github.ddnsjava.publish.support.ZoneRecord;
import io.github.ddnsjava.xml.XmlReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads record sets as Route 53 lists them. Stateless and thread-safe. */
final class ResourceRecordSets {
    /** The elements of a record set that a change repeats. */
    private static final Set<String> REPEATED = Set.of("Name", "Type", "TTL", "ResourceRecords");

    private ResourceRecordSets() {}

    /** Returns the record sets of a page. */
    static List<XmlReader> of(XmlReader page) {
        return page.get("ResourceRecordSets").all("ResourceRecordSet");
    }

    /** Returns a name with its wildcard. Other characters are escaped, too, but not those of host names. */
    static String plain(String name) {
        return name.replace("\\052", "*");
    }

    static Listing listing(Zone zone, List<XmlReader> sets) {
        Listing listing = new Listing();
        for (XmlReader set : sets) {
            Route53Provider.FORM
                    .read(plain(set.get("Name").asText()), zone.name())
                    .ifPresent(name -> add(listing, name, set.get("Type").asText(), set));
        }
        return listing;
    }

    private static void add(Listing listing, DnsName name, String type, XmlReader set) {
        listing.addSet(name, type, address -> {
            Optional<String> why = whyLeftAlone(set);
            why.ifPresent(text -> listing.handsOff(name, address, text));
            return why.isPresent() ? List.of() : values(name, address, set);
        });
    }

    private static Optional<String> whyLeftAlone(XmlReader set) {
        if (set.get("AliasTarget").isPresent()) {
            return Optional.of("it is an alias; replace it by a simple record first");
        }
        if (set.get("SetIdentifier").isPresent()) {
            return Optional.of("it has a routing policy; replace it by a simple record first");
        }
        boolean simple = set.children().stream().map(XmlReader::name).allMatch(REPEATED::contains);
        return simple
                ? Optional.empty()
                : Optional.of("it has a health check, a traffic policy or something else that a change would remove");
    }

    /** A value is kept as it is written there, because a change must repeat it. */
    private static List<ZoneRecord> values(DnsName name, RecordType type, XmlReader set) {
        Duration ttl = Duration.ofSeconds(set.get("TTL").asLong());
        return set.allAt("ResourceRecords/ResourceRecord").stream()
                .map(record -> record.get("Value").asText())
                .map(text -> ZoneRecord.read(name, type, text).withTtl(ttl).withRaw(text))
                .toList();
    }
}
