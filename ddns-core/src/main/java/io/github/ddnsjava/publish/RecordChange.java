package io.github.ddnsjava.publish;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.Ownership;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.UpdateMode;
import io.github.ddnsjava.internal.AttributeValues;
import io.github.ddnsjava.remember.RecordState;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A pending change: what one record set should become. Immutable and thread-safe.
 *
 * @param key which record set
 * @param intent the purpose
 * @param addresses the wanted addresses, sorted; empty to withdraw
 * @param confirmed the addresses that are ours: those that the provider confirmed last, and those that a later write
 *     may have published. The set is empty after a withdrawal. The optional is empty if nothing is known
 * @param attributes the wanted attributes
 * @param effective the attributes that the provider reported before for the same wanted record; because of them a value
 *     that the provider adjusts or ignores is not written again and again. {@link #NONE} stands for one of which it shows no
 *     value, and {@link #NOT_SHOWN} for one that it has not shown since it was written
 * @param zone the zone, if the user configured it
 * @param owns which values may be replaced
 * @param mode whether the record set may be created, and whether a record set that others created may be updated
 */
public record RecordChange(
        RecordKey key,
        Intent intent,
        Set<IpAddress> addresses,
        Optional<Set<IpAddress>> confirmed,
        Attributes attributes,
        Map<String, Object> effective,
        Optional<DnsName> zone,
        Ownership owns,
        UpdateMode mode) {
    /** The effective value of an attribute that was written, and of which the provider shows no value. */
    public static final String NONE = "none";

    /** The effective value of an attribute that was written, as long as the provider has not shown what it made of it. */
    public static final String NOT_SHOWN = "not shown";

    /** Sorts the addresses and copies the collections. */
    public RecordChange {
        addresses = Collections.unmodifiableSortedSet(new TreeSet<>(addresses));
        confirmed = confirmed.map(Set::copyOf);
        effective = AttributeValues.frozen(effective);
    }

    /** Returns the pending change of a managed record, based on what is remembered about it. */
    public static RecordChange of(ManagedRecord record, Intent intent, Set<IpAddress> addresses, RecordState state) {
        boolean sameWish = state.fingerprint().equals(Optional.of(record.fingerprint()));
        return new RecordChange(
                record.key(),
                intent,
                addresses,
                ours(state),
                record.attributes(),
                sameWish ? state.effective() : Map.of(),
                record.zone(),
                record.owns(),
                record.mode());
    }

    private static Optional<Set<IpAddress>> ours(RecordState state) {
        if (state.inDoubt().isEmpty()) {
            return state.confirmed();
        }
        Set<IpAddress> ours = new TreeSet<>(state.confirmed().orElse(Set.of()));
        ours.addAll(state.inDoubt().get());
        return Optional.of(ours);
    }

    /**
     * Returns the effective attributes after the provider confirmed this change: those that it reported, and what is known
     * of the other attributes that are wanted always. A write without a report sends them once. What the provider shows
     * next is then what it made of them.
     *
     * @param reported the attributes that the provider reported
     * @param written whether something was written; otherwise what was known before stays true
     */
    public Map<String, Object> effectiveAfter(Map<String, Object> reported, boolean written) {
        Map<String, Object> all = new TreeMap<>(reported);
        if (intent != Intent.WITHDRAW) {
            attributes.asMap().forEach((name, wanted) -> {
                Object known = written ? NOT_SHOWN : effective.get(name);
                if (!wanted.initialOnly() && known != null) {
                    all.putIfAbsent(name, known);
                }
            });
        }
        return Map.copyOf(all);
    }

    /** Returns the name. */
    public DnsName name() {
        return key.name();
    }

    /** Returns the type. */
    public RecordType type() {
        return key.type();
    }

    /** Returns the comment that our values bear; empty if they are not marked. Same as {@code owns().marker()}. */
    public Optional<String> marker() {
        return owns.marker();
    }

    /**
     * Returns the one wanted address.
     *
     * @throws IllegalStateException if there is not exactly one
     */
    public IpAddress address() {
        if (addresses.size() != 1) {
            throw new IllegalStateException(key + " has " + addresses.size() + " wanted addresses, not one");
        }
        return addresses.iterator().next();
    }

    @Override
    public String toString() {
        return intent + " " + key + " " + addresses;
    }
}
