package io.github.ddnsjava.provider.dns;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.Accounts;
import io.github.ddnsjava.publish.AttributeSpec;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.HoldRule;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.support.Listing;
import io.github.ddnsjava.publish.support.SetWrite;
import io.github.ddnsjava.publish.support.Zone;
import io.github.ddnsjava.publish.support.ZoneDnsProvider;
import io.github.ddnsjava.publish.support.ZoneRecord;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/**
 * Updates zones of any DNS server that speaks RFC 2136: BIND, Knot, PowerDNS and others. Immutable and thread-safe.
 *
 * <p>Every request goes to the primary server of the zone. The SOA record in an answer gives the zone of a name.
 * Queries give the values. One atomic UPDATE message makes a change. After it the values are read again, because
 * servers ignore some updates without an error.
 */
final class Rfc2136Provider extends ZoneDnsProvider {
    private static final int MAX_WRITES = 400;

    /**
     * The first hold is short, for two reasons. A DNS server does not punish a further attempt. PowerDNS reports a
     * wrong clock and a wrong key by the same code, and a clock is usually correct a few minutes after the start.
     */
    private static final HoldRule HOLD = new HoldRule(Optional.of(Duration.ofMinutes(5)), Duration.ofHours(24));

    static final Abilities ABILITIES = Abilities.forZones()
            .attribute(AttributeSpec.ttl(Duration.ZERO))
            .batch(new Abilities.Batch(MAX_WRITES, true))
            .holdRule(HOLD)
            .build();

    private final DnsServer server;

    Rfc2136Provider(DnsServer server, Settings settings) {
        super(
                Accounts.key(
                        "dns://" + server.host() + ":" + server.port(),
                        server.key().map(TsigKey::principal).orElse("")),
                settings,
                ABILITIES);
        this.server = server;
    }

    @Override
    protected List<Zone> zones(Collection<List<DnsName>> names, Publication publication) throws InterruptedException {
        Map<DnsName, Zone> zones = new LinkedHashMap<>();
        for (List<DnsName> longestFirst : names) {
            boolean known = false;
            for (DnsName name : longestFirst) {
                known |= zones.containsKey(name);
                if (!known) {
                    // The answer tells the zone that the name is in, however far above it that begins.
                    Optional<Zone> zone =
                            ZoneCut.zone(query(name, Type.SOA, publication).message(), name);
                    zone.ifPresent(found -> zones.put(found.name(), found));
                    known = zone.isPresent();
                }
            }
        }
        return List.copyOf(zones.values());
    }

    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, Publication publication) throws InterruptedException {
        if (ZoneCut.isDelegated(zone)) {
            throw RejectedException.invalid(
                    ProblemScope.ZONE,
                    zone.name() + " is delegated to other servers; name one of those in the setting server");
        }
        Listing listing = new Listing();
        for (RecordKey key : keys) {
            RecordSet set = look(key.name(), key.type(), publication);
            set.addresses()
                    .forEach(address ->
                            listing.add(ZoneRecord.of(key.name(), address).withTtl(set.ttl())));
            if (set.alias() && (set.dname().isPresent() || !mayBeWildcard(key, zone, publication))) {
                listing.handsOff(key.name(), key.type(), aliasStands(key.name(), set));
            }
        }
        return listing;
    }

    /**
     * Tells whether a CNAME may come from a wildcard, and not from the name. Then an address at the name takes its place. A
     * wildcard answers for the name only if it also answers for the wildcard beside the name.
     */
    private boolean mayBeWildcard(RecordKey key, Zone zone, Publication publication) throws InterruptedException {
        Optional<DnsName> parent = key.name().parent().filter(name -> name.isWithin(zone.name()));
        return parent.isPresent()
                && look(DnsName.of("*." + parent.get()), key.type(), publication)
                        .alias();
    }

    @Override
    protected Map<RecordKey, ChangeResult> write(
            Zone zone, List<SetWrite> writes, Listing listing, Publication publication) throws InterruptedException {
        UpdateMessage update = new UpdateMessage(Name.fromConstantString(zone.id()));
        writes.forEach(update::change);
        Answer answer = send(update, zone, writes, publication);
        if (answer.rcode() == Rcode.YXRRSET || answer.rcode() == Rcode.NXRRSET) {
            explain(writes, publication);
            // All is as it was listed, and yet not there: a wildcard answered for a name that does not exist.
            update = new UpdateMessage(Name.fromConstantString(zone.id())).create(writes.get(0));
            answer = send(update, zone, writes, publication);
        }
        if (answer.rcode() != Rcode.NOERROR) {
            throw needsPrerequisites(answer.rcode())
                    ? changedMeanwhile(writes)
                    : Refusals.of(server, answer, "the update of " + text(writes));
        }
        return confirm(writes, publication);
    }

    private Answer send(UpdateMessage update, Zone zone, List<SetWrite> writes, Publication publication)
            throws InterruptedException {
        String what = "UPDATE " + zone.id() + " (" + writes.size() + " record sets)";
        Answer answer = ask(what, update.message(), publication);
        Refusals.checkSignature(server, answer, true);
        return answer;
    }

    private static boolean needsPrerequisites(int rcode) {
        return rcode != Rcode.NOERROR && Refusals.needsTrust(rcode);
    }

    /**
     * Throws the reason why the record sets differ from the listed ones. Returns if there is only one, and it is
     * unchanged.
     */
    private void explain(List<SetWrite> writes, Publication publication) throws InterruptedException {
        for (SetWrite write : writes) {
            RecordSet now = look(write.name(), write.type(), publication);
            if (now.alias() && writes.size() == 1) {
                throw RejectedException.invalid(aliasStands(write.name(), now));
            }
            if (!now.alias() && !now.addresses().equals(addresses(write.present()))) {
                throw changedMeanwhile(writes);
            }
        }
        if (writes.size() > 1) {
            // Refused, so that the one it is about is found by halving.
            throw RejectedException.invalid("one of these cannot be written: " + text(writes));
        }
    }

    private TransientException changedMeanwhile(List<SetWrite> writes) {
        return TransientException.busy(
                text(writes) + " changed at " + server + " between reading and writing; they are read again");
    }

    /** Reads the values after a write, because a server may ignore an update and still answer NOERROR. */
    private Map<RecordKey, ChangeResult> confirm(List<SetWrite> writes, Publication publication)
            throws InterruptedException {
        Map<RecordKey, ChangeResult> results = new LinkedHashMap<>();
        for (SetWrite write : writes) {
            RecordSet now = lookAfter(write, publication);
            boolean done = now.addresses().containsAll(UpdateMessage.added(write))
                    && Collections.disjoint(now.addresses(), UpdateMessage.removed(write));
            if (done) {
                Map<String, Object> effective =
                        now.addresses().isEmpty() ? Map.of() : Map.of(Attributes.TTL, now.ttl());
                results.put(write.change().key(), write.applied(effective));
            } else {
                String message = now.alias()
                        ? aliasStands(write.name(), now)
                        : server + " accepted the update of " + text(List.of(write))
                                + " without an error, but did not apply it: it still has " + now.addresses();
                results.put(
                        write.change().key(),
                        new ChangeResult.Failed(
                                RejectedException.invalid(message).problem()));
            }
        }
        return results;
    }

    /** Reads the values after an update that was made. A failure of this read does not undo the update. */
    private RecordSet lookAfter(SetWrite write, Publication publication) throws InterruptedException {
        try {
            return look(write.name(), write.type(), publication);
        } catch (DdnsException e) {
            throw TransientException.unknownOutcome(
                    text(List.of(write)) + " was updated, but could not be read back: "
                            + e.problem().message(),
                    e);
        }
    }

    private String aliasStands(DnsName name, RecordSet now) {
        return now.dname()
                .map(owner -> "there is a DNAME record at " + owner + ", which redirects every name below it, " + name
                        + " too; remove it at " + server + ", or update the name that it leads to")
                .orElse("there is a CNAME record at " + name
                        + ", and a name with a CNAME record cannot have an address; remove it at " + server
                        + ", or update the name that it points to");
    }

    private RecordSet look(DnsName name, RecordType type, Publication publication) throws InterruptedException {
        Answer answer = query(name, RecordSet.type(type), publication);
        boolean known = answer.rcode() == Rcode.NOERROR || answer.rcode() == Rcode.NXDOMAIN;
        if (!known || !answer.authoritative()) {
            throw new RejectedException(
                    ProblemScope.ZONE,
                    RejectedException.Reason.NOT_FOUND,
                    server + " is not authoritative for " + name + " (any more)");
        }
        return RecordSet.in(answer.message(), name, type);
    }

    /**
     * Asks the server. Returns its answer, or its refusal (REFUSED) if it does not serve the zone. Throws for every
     * other error.
     */
    private Answer query(DnsName name, int type, Publication publication) throws InterruptedException {
        String what = "QUERY " + name + " " + Type.string(type);
        Message query = RecordSet.query(RecordSet.name(name), type);
        Answer answer = ask(what, query, publication);
        Refusals.checkSignature(server, answer, false);
        return switch (answer.rcode()) {
            case Rcode.NOERROR, Rcode.NXDOMAIN, Rcode.REFUSED -> answer;
            default -> throw Refusals.of(server, answer, "the query for " + name);
        };
    }

    private Answer ask(String what, Message message, Publication publication) throws InterruptedException {
        return publication.exchange(
                what, () -> server.ask(message, Duration.between(publication.now(), publication.deadline())));
    }

    private static Set<IpAddress> addresses(List<ZoneRecord> records) {
        return records.stream().map(ZoneRecord::address).collect(Collectors.toSet());
    }

    private static String text(List<SetWrite> writes) {
        String first = writes.get(0).name() + " " + writes.get(0).type();
        return writes.size() == 1 ? first : first + " and " + (writes.size() - 1) + " more";
    }
}
