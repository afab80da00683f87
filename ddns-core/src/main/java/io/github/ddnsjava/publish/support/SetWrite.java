package io.github.ddnsjava.publish.support;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.RecordChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The write that makes one record set as wanted. Immutable and thread-safe. Providers with single records use {@code
 * creates}, {@code updates} and {@code deletes}. Providers with whole record sets use {@link #values()}.
 *
 * @param change the pending change
 * @param present the current values, ours and others'
 * @param creates the values to add
 * @param updates the values to change in place
 * @param deletes the values to remove
 */
public record SetWrite(
        RecordChange change,
        List<ZoneRecord> present,
        List<Create> creates,
        List<Update> updates,
        List<ZoneRecord> deletes) {
    /** Copies the lists. */
    public SetWrite {
        present = List.copyOf(present);
        creates = List.copyOf(creates);
        updates = List.copyOf(updates);
        deletes = List.copyOf(deletes);
    }

    /**
     * A value to add.
     *
     * @param address the address
     * @param attributes the attributes to send; all others get the provider's defaults
     */
    public record Create(IpAddress address, Map<String, Object> attributes) {}

    /**
     * A value to change in place.
     *
     * @param record the current value
     * @param address the address that it should have; usually another one
     * @param attributes the attributes to change; all others stay
     */
    public record Update(ZoneRecord record, IpAddress address, Map<String, Object> attributes) {}

    /** Returns the name. */
    public DnsName name() {
        return change.name();
    }

    /** Returns the type. */
    public RecordType type() {
        return change.type();
    }

    /** Returns the number of values that are created, updated and deleted. */
    public int size() {
        return creates.size() + updates.size() + deletes.size();
    }

    /** Returns all addresses that the record set has after the write, including those of others. */
    public SortedSet<IpAddress> values() {
        SortedSet<IpAddress> values = new TreeSet<>();
        List<ZoneRecord> gone = new ArrayList<>(deletes);
        updates.forEach(update -> {
            gone.add(update.record());
            values.add(update.address());
        });
        creates.forEach(create -> values.add(create.address()));
        present.stream().filter(record -> !gone.contains(record)).forEach(record -> values.add(record.address()));
        return values;
    }

    /**
     * A record set at one time, for a call that names the whole set as it is and as it is to be.
     *
     * @param write the write that it belongs to
     * @param ttl its time to live
     * @param texts its values, as the provider writes them
     */
    public record Whole(SetWrite write, Duration ttl, List<String> texts) {
        /** Copies the texts. */
        public Whole {
            texts = List.copyOf(texts);
        }
    }

    /**
     * Returns the set as it was listed, for a call that must repeat it; empty if nothing stands there. Each value must have
     * its text as its {@linkplain ZoneRecord#raw raw} form, and its time to live.
     */
    public Optional<Whole> before() {
        return present.stream()
                .findFirst()
                .map(first -> new Whole(
                        this,
                        first.ttl().orElseThrow(),
                        present.stream().map(SetWrite::text).toList()));
    }

    /**
     * Returns the set as it is after the write; empty if it has no value then. Values that stay are written as they are
     * written there.
     *
     * @param newTtl its time to live if {@link #ttl()} is empty
     */
    public Optional<Whole> after(Duration newTtl) {
        Map<IpAddress, String> texts = new TreeMap<>();
        present.forEach(value -> texts.putIfAbsent(value.address(), text(value)));
        List<String> after = values().stream()
                .map(address -> texts.getOrDefault(address, address.toString()))
                .toList();
        return after.isEmpty() ? Optional.empty() : Optional.of(new Whole(this, ttl().orElse(newTtl), after));
    }

    /** Returns the sets of these writes that stand there, for a call that first removes them and then adds them anew. */
    public static List<Whole> before(List<SetWrite> writes) {
        return writes.stream().flatMap(write -> write.before().stream()).toList();
    }

    /** Returns the sets of these writes that have values afterwards; see {@link #after(Duration)}. */
    public static List<Whole> after(List<SetWrite> writes, Duration newTtl) {
        return writes.stream().flatMap(write -> write.after(newTtl).stream()).toList();
    }

    private static String text(ZoneRecord value) {
        return value.raw()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .orElseThrow(() -> new IllegalStateException("the value " + value + " was listed without its text"));
    }

    /** Returns the values to add, each with all that a call for it needs. */
    public List<ValueWrite> valueCreates() {
        return creates.stream().map(create -> ValueWrite.of(this, create)).toList();
    }

    /** Returns the values to change in place, each with all that a call for it needs. */
    public List<ValueWrite> valueUpdates() {
        return updates.stream().map(update -> ValueWrite.of(this, update)).toList();
    }

    /**
     * Returns all values that the set has after the write, by address, each with the attributes of its own: those of others
     * as they stand. For providers that write all values of a set by one call, although each value has its own attributes.
     */
    public List<ValueWrite> allValues() {
        List<ZoneRecord> changed = new ArrayList<>(deletes);
        updates.forEach(update -> changed.add(update.record()));
        Map<IpAddress, ValueWrite> values = new TreeMap<>();
        present.stream()
                .filter(value -> !changed.contains(value))
                .forEach(value -> values.putIfAbsent(value.address(), ValueWrite.unchanged(value)));
        valueUpdates().forEach(value -> values.put(value.address(), value));
        valueCreates().forEach(value -> values.put(value.address(), value));
        return List.copyOf(values.values());
    }

    /**
     * Returns the attributes that the whole set has after the write, for providers where values have none of their own:
     * those that stand there, overlaid by what must be corrected. Those that are wanted only initially count where nothing
     * stood.
     */
    public Map<String, Object> attributes() {
        Map<String, Object> attributes = new TreeMap<>();
        present.stream().findFirst().ifPresent(value -> attributes.putAll(value.attributes()));
        attributes.putAll(corrections());
        return attributes;
    }

    /**
     * Returns the attributes to send if the API keeps those that are not named (PATCH): for a new set all that are wanted,
     * for a change those to correct.
     */
    public Map<String, Object> corrections() {
        return present.isEmpty()
                ? OwnershipRules.onCreate(change)
                : OwnershipRules.corrections(change, present.get(0).attributes());
    }

    /** Returns the time to live of the whole set after the write; empty if nobody cares, and the provider decides. */
    public Optional<Duration> ttl() {
        return Optional.ofNullable(attributes().get(Attributes.TTL)).map(Duration.class::cast);
    }

    /** Returns whether the set has no value after the write. */
    public boolean removesAll() {
        return values().isEmpty();
    }

    /** Returns the result that the provider carried out this write. */
    public ChangeResult applied() {
        return applied(Map.of());
    }

    /**
     * Returns the result that the provider carried out this write.
     *
     * @param effective the attributes that our values have now, as far as the server says; see {@link #effective}
     */
    public ChangeResult applied(Map<String, Object> effective) {
        SortedSet<IpAddress> previous = addresses(present);
        Outcome outcome = change.intent() == Intent.WITHDRAW
                ? Outcome.WITHDRAWN
                : previous.isEmpty() ? Outcome.CREATED : Outcome.UPDATED;
        return new ChangeResult.Applied(outcome, previous, OwnershipRules.afterWrite(change, present, effective));
    }

    /**
     * Returns the result that the provider carried out this write, where its answer does not show the time to live: it is
     * {@link #ttl()}.
     *
     * @param otherwise the time to live that was sent if {@link #ttl()} is empty
     */
    public ChangeResult appliedWithTtl(Duration otherwise) {
        return applied(removesAll() ? Map.of() : Map.of(Attributes.TTL, ttl().orElse(otherwise)));
    }

    /**
     * Returns the result by what the server made of the values: applied if all addresses that were sent are there, with the
     * attributes of ours; else unknown.
     *
     * @param made the created and changed values, as the server's answer shows them
     */
    public ChangeResult result(List<ZoneRecord> made) {
        Set<IpAddress> missing = new TreeSet<>();
        creates.forEach(value -> missing.add(value.address()));
        updates.forEach(value -> missing.add(value.address()));
        made.forEach(value -> missing.remove(value.address()));
        if (!missing.isEmpty()) {
            return new ChangeResult.Unknown(Problem.of(
                    ProblemKind.PROTOCOL,
                    "the provider reports success, but its answer does not show " + name() + " " + type() + " with "
                            + missing));
        }
        List<ZoneRecord> after = new ArrayList<>(made);
        present.stream().filter(value -> !deletes.contains(value)).forEach(after::add);
        return applied(effective(after));
    }

    /** Returns the attributes of our value among these: of a wanted one if there is one; empty if none is ours. */
    public Map<String, Object> effective(List<ZoneRecord> values) {
        return OwnershipRules.effective(change, values);
    }

    static SortedSet<IpAddress> addresses(Collection<ZoneRecord> values) {
        return values.stream().map(ZoneRecord::address).collect(Collectors.toCollection(TreeSet::new));
    }
}
