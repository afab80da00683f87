package io.github.ddnsjava.simulation;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.exception.RejectedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What stands in the DNS of one provider, whose it is, and since when; the accounts are the ways to it. It is a judge, other
 * than the fake of the engine's tests: a write to a stranger's value, or of an address that nobody told, ends the run.
 */
final class JudgedDns {
    /** Whoever owns a value that no updater may touch. */
    static final String STRANGER = "stranger";

    /** A name and a type. */
    record Key(DnsName name, RecordType type) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byName = name.compareTo(other.name);
            return byName != 0 ? byName : type.compareTo(other.type);
        }
    }

    /** One value. */
    record Value(String id, DnsName name, IpAddress address, String owner, Optional<String> marker) {
        Key key() {
            return new Key(name, RecordType.of(address.family()));
        }
    }

    /** The last write of an updater to a record, and when a witness had told that address. */
    private record Written(IpAddress address, Duration told) {}

    private final Time time;
    private final Chronicle chronicle;
    private final Map<String, Value> values = new TreeMap<>();
    private final Map<Key, Written> written = new HashMap<>();
    private final Map<Key, Duration> touched = new HashMap<>();
    private Map<String, Value> aWhileAgo = new TreeMap<>();
    private Duration snapshotAt = Duration.ZERO;
    private int ids = 1000;

    JudgedDns(Time time, Chronicle chronicle) {
        this.time = time;
        this.chronicle = chronicle;
    }

    /** Somebody's value, from before. */
    void stands(DnsName name, IpAddress address, String owner, Optional<String> marker) {
        String id = "r" + ids++;
        values.put(id, new Value(id, name, address, owner, marker));
    }

    /** Returns all values, as they are now. */
    List<Value> all() {
        return List.copyOf(values.values());
    }

    /** Returns all values, some with an address of up to a minute ago: a read that lags behind. */
    List<Value> stale() {
        return values.values().stream()
                .map(value -> aWhileAgo.getOrDefault(value.id(), value))
                .toList();
    }

    /** Returns the values of a record that are not a stranger's. */
    List<Value> ours(Key key) {
        return values.values().stream()
                .filter(value -> value.key().equals(key) && !value.owner().equals(STRANGER))
                .toList();
    }

    /** Returns what DNS says. */
    Set<IpAddress> addresses(Key key) {
        return values.values().stream()
                .filter(value -> value.key().equals(key))
                .map(Value::address)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A person changes or removes our value. */
    void editedByHand(Key key, Optional<IpAddress> instead) {
        for (Value value : ours(key)) {
            values.remove(value.id());
            instead.ifPresent(address -> values.put(
                    value.id(), new Value(value.id(), value.name(), address, value.owner(), value.marker())));
        }
        written.remove(key);
        chronicle.tell("a person", () -> "sets " + key.name() + " " + key.type() + " to " + instead);
    }

    /** One change of a batch. */
    record Write(Optional<String> id, DnsName name, Optional<IpAddress> address, Optional<String> marker) {}

    /** Carries out all of it, or nothing. */
    void write(List<Write> writes, Home home) {
        for (Write write : writes) {
            Value there = write.id().map(values::get).orElse(null);
            if (write.id().isPresent() && there == null) {
                throw new RejectedException(RejectedException.Reason.NOT_FOUND, "no such record");
            }
            boolean twice = write.address().isPresent()
                    && values.values().stream()
                            .anyMatch(value -> value != there
                                    && value.name().equals(write.name())
                                    && value.address().equals(write.address().get()));
            if (twice) {
                throw new RejectedException(RejectedException.Reason.INVALID, "an identical record already exists");
            }
        }
        remember();
        for (Write write : writes) {
            Value before = write.id().map(values::remove).orElse(null);
            if (before != null) {
                checkOwner(before, write, home);
            }
            write.address().ifPresent(address -> {
                Value value = new Value(
                        write.id().orElseGet(() -> "r" + ids++), write.name(), address, home.name(), write.marker());
                checkAddress(value, home);
                values.put(value.id(), value);
                if (before == null || !before.address().equals(address)) {
                    home.corrected(value);
                }
            });
        }
    }

    /** Sets a host's record, whatever stands there. */
    void set(Key key, IpAddress address, Home home) {
        List<Write> writes = new ArrayList<>();
        List<Value> there = ours(key);
        for (Value value : there) {
            writes.add(new Write(
                    Optional.of(value.id()),
                    key.name(),
                    writes.isEmpty() ? Optional.of(address) : Optional.empty(),
                    Optional.empty()));
        }
        if (there.isEmpty()) {
            writes.add(new Write(Optional.empty(), key.name(), Optional.of(address), Optional.empty()));
        }
        write(writes, home);
        touched.put(key, time.passed());
    }

    /** Sets both records of a host; one that is left out is gone. Tells whether anything was another. */
    boolean setBoth(DnsName name, Map<Key, Optional<IpAddress>> addresses, Home home) {
        boolean changed = false;
        for (RecordType type : RecordType.values()) {
            Key key = new Key(name, type);
            Optional<IpAddress> address = addresses.getOrDefault(key, Optional.empty());
            changed |= !addresses(key).equals(address.map(Set::of).orElse(Set.of()));
            if (address.isPresent()) {
                set(key, address.get(), home);
            } else {
                write(
                        ours(key).stream()
                                .map(value ->
                                        new Write(Optional.of(value.id()), name, Optional.empty(), Optional.empty()))
                                .toList(),
                        home);
            }
        }
        return changed;
    }

    /** Returns when a host was last touched. */
    Optional<Duration> touchedAt(Key key) {
        return Optional.ofNullable(touched.get(key));
    }

    /** Its updater lost its memory, and cannot know when it touched it. */
    void forgetTouch(Key key) {
        touched.replace(key, time.passed());
    }

    /** Its updater lost its memory, and cannot know what it wrote last. */
    void forgetOrder() {
        written.clear();
    }

    private void checkOwner(Value value, Write write, Home home) {
        if (!value.owner().equals(home.name())) {
            throw chronicle.broken(
                    "nothing foreign is touched",
                    home.name() + " makes " + write.address() + " of a value of " + value.owner() + "'s: " + value);
        }
    }

    private void checkAddress(Value value, Home home) {
        Duration told = home.line()
                .lastTold(value.address())
                .orElseThrow(() -> chronicle.broken(
                        "never an address that was not detected and allowed", value.name() + " " + value.address()));
        Written before = written.get(value.key());
        if (before != null && !before.address().equals(value.address()) && told.compareTo(before.told()) < 0) {
            throw chronicle.broken(
                    "never an older address over a newer",
                    value.name() + " becomes " + value.address() + " after " + before.address());
        }
        written.put(value.key(), new Written(value.address(), told));
    }

    private void remember() {
        if (time.passed().minus(snapshotAt).compareTo(Duration.ofMinutes(1)) > 0) {
            aWhileAgo = new TreeMap<>(values);
            snapshotAt = time.passed();
        }
    }

    /** What was changed is to be seen everywhere, if a minute has passed since. */
    void propagate() {
        if (time.passed().minus(snapshotAt).compareTo(Duration.ofMinutes(1)) > 0) {
            aWhileAgo = new TreeMap<>(values);
        }
    }
}
