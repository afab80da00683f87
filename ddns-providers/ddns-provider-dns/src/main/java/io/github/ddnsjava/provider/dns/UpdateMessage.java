package io.github.ddnsjava.provider.dns;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.publish.support.SetWrite;
import io.github.ddnsjava.publish.support.ZoneRecord;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * The UPDATE message (RFC 2136) for writes to one zone. It names only our own values, so that the values of others
 * remain. It changes a record set only if the record set is still as it was listed. A change that somebody else made in
 * the meantime is thus not overwritten.
 */
final class UpdateMessage {
    private static final Duration DEFAULT_TTL = Duration.ofMinutes(5);

    private final Message message;

    /** Begins one for that zone. */
    UpdateMessage(Name zone) {
        message = Message.newUpdate(zone);
    }

    /** Changes a record set that has just these values. A name without any must not be an alias either. */
    UpdateMessage change(SetWrite write) {
        Name name = RecordSet.name(write.name());
        if (write.present().isEmpty()) {
            return create(write);
        }
        write.present().forEach(record -> require(RecordSet.record(name, record.address(), Duration.ZERO)));
        Set<IpAddress> added = added(write);
        removed(write).forEach(address -> update(RecordSet.record(name, address, Duration.ZERO), DClass.NONE));
        added.forEach(address -> update(RecordSet.record(name, address, ttl(write)), DClass.IN));
        return this;
    }

    /**
     * Makes a record set where there is none. On a name with a CNAME, an update has no effect and is no error (RFC 2136
     * section 3.4.2.2), so the server is asked to make sure that there is none.
     */
    UpdateMessage create(SetWrite write) {
        Name name = RecordSet.name(write.name());
        require(Record.newRecord(name, RecordSet.type(write.type()), DClass.NONE, 0));
        require(Record.newRecord(name, Type.CNAME, DClass.NONE, 0));
        added(write).forEach(address -> update(RecordSet.record(name, address, ttl(write)), DClass.IN));
        return this;
    }

    private void require(Record record) {
        message.addRecord(record, Section.PREREQ);
    }

    private void update(Record record, int dclass) {
        message.addRecord(
                Record.newRecord(
                        record.getName(), record.getType(), dclass, record.getTTL(), record.rdataToWireCanonical()),
                Section.UPDATE);
    }

    /** Returns the message. */
    Message message() {
        return message;
    }

    /** Returns the addresses that a write puts there. */
    static Set<IpAddress> added(SetWrite write) {
        Set<IpAddress> added = new TreeSet<>();
        write.creates().forEach(create -> added.add(create.address()));
        write.updates().forEach(update -> added.add(update.address()));
        return added;
    }

    /** Returns the addresses that a write takes away. */
    static Set<IpAddress> removed(SetWrite write) {
        Set<IpAddress> removed =
                write.deletes().stream().map(ZoneRecord::address).collect(Collectors.toCollection(TreeSet::new));
        write.updates().forEach(update -> removed.add(update.record().address()));
        removed.removeAll(added(write));
        return removed;
    }

    /** A record set has one TTL: the wanted one, else the one that it has. */
    private static Duration ttl(SetWrite write) {
        Attributes wanted = write.change().attributes();
        if (write.present().isEmpty()) {
            return wanted.onCreate(Attributes.TTL, Duration.class).orElse(DEFAULT_TTL);
        }
        Object there = write.present().get(0).attributes().get(Attributes.TTL);
        return wanted.onUpdate(Attributes.TTL, Duration.class)
                .orElse(there instanceof Duration ttl ? ttl : DEFAULT_TTL);
    }
}
