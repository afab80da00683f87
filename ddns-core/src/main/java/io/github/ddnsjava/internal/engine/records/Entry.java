package io.github.ddnsjava.internal.engine.records;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.decide.UpdatePolicy;
import io.github.ddnsjava.publish.DnsProvider;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A managed record with its feed, provider and policy. Compared by identity. Thread-safe. */
public final class Entry {
    /** What is to be published, and since when. */
    private record Wanted(Set<IpAddress> addresses, Instant since) {}

    public final ManagedRecord record;
    public final DnsProvider provider;
    public final UpdatePolicy policy;
    public final Feed feed;
    /** The number of its {@linkplain Share group}. */
    public final int group;
    /** Why it is not kept by any node; empty if it is to be kept. */
    public final Optional<Problem> disabled;

    private final AtomicReference<@Nullable Sighting> pushed = new AtomicReference<>();
    /** Null while the record is in sync. */
    private final AtomicReference<@Nullable Wanted> wanted = new AtomicReference<>();
    /** Grows after each change of what is remembered, wanted or pushed. */
    private final AtomicInteger changes = new AtomicInteger();
    /** Null if none was made that outlives its moment. */
    private volatile @Nullable Standing standing;

    public Entry(ManagedRecord record, DnsProvider provider, UpdatePolicy policy, Feed feed, int group) {
        this.record = record;
        this.provider = provider;
        this.policy = policy;
        this.feed = feed;
        this.group = group;
        this.disabled = record.disabled().map(why -> Problem.of(ProblemKind.DISABLED, why));
    }

    /** Returns whether it is what these would make. */
    boolean isOf(ManagedRecord record, DnsProvider provider, UpdatePolicy policy, Feed feed) {
        return this.record.equals(record) && this.provider == provider && this.policy == policy && this.feed == feed;
    }

    /** Returns whether it is to be kept in sync, by whatever node. */
    public boolean isEnabled() {
        return disabled.isEmpty();
    }

    public RecordKey key() {
        return record.key();
    }

    /** The application has pushed an address. It counts until a newer address is pushed or detected. */
    public void push(Sighting sighting) {
        pushed.accumulateAndGet(
                sighting, (one, other) -> one != null && one.sequence() > other.sequence() ? one : other);
        changed();
    }

    /** What was pushed counts from now on as if it had been pushed with this number. */
    public void pushedAnew(long sequence) {
        pushed.updateAndGet(known -> known == null || known.sequence() >= sequence ? known : known.numbered(sequence));
    }

    /** Another address was detected. It counts unless it is older than the pushed address. */
    void detected(Sighting sighting) {
        Sighting before = pushed.get();
        if (before != null && before.sequence() < sighting.sequence()) {
            pushed.compareAndSet(before, null); // else something newer was pushed just now
            changed();
        }
    }

    /** These addresses are to be published, since they were seen at that time, or since they were first wanted. */
    public void wants(Set<IpAddress> addresses, Instant seen) {
        wanted.accumulateAndGet(
                new Wanted(Set.copyOf(addresses), seen),
                (old, now) -> old != null && now != null && old.addresses().equals(now.addresses()) ? old : now);
        changed();
    }

    /** Nothing is to be published any more. Returns since when it was to be; empty if it was not. */
    public Optional<Instant> wantsNothing() {
        Wanted before = wanted.getAndSet(null);
        if (before != null) {
            changed();
        }
        return Optional.ofNullable(before).map(Wanted::since);
    }

    /** Returns whether something is to be published that was not confirmed yet. */
    public boolean isWanting() {
        return wanted.get() != null;
    }

    /** Returns since when; empty if nothing is to be published. */
    public Optional<Instant> wantingSince() {
        return Optional.ofNullable(wanted.get()).map(Wanted::since);
    }

    /** Returns what counts: what was pushed, or else that sighting. */
    public Sighting sighting(Sighting detected) {
        Sighting known = pushed.get();
        return known != null ? known : detected;
    }

    /** Returns whether a pushed address counts, whatever the detector reports. */
    public boolean isPushed() {
        return pushed.get() != null;
    }

    /** Takes over the address that was pushed for the same record before the records were replaced. */
    void inherit(Entry before) {
        Sighting inherited = before.pushed.get();
        if (inherited != null) {
            push(inherited);
        }
    }

    /** Something has changed that a report of this record is made of: its row, or what is wanted or pushed. */
    public void changed() {
        changes.incrementAndGet();
    }

    /** Returns how often that was so. Whoever reads this number first and then the rest has read nothing older. */
    public int changes() {
        return changes.get();
    }

    /** Returns where the record stood at the last reading; null if nobody may rely on that. */
    public @Nullable Standing standing() {
        return standing;
    }

    /** Keeps it for the next reading. */
    public void stands(Standing now) {
        standing = now;
    }

    @Override
    public String toString() {
        return record.toString();
    }
}
