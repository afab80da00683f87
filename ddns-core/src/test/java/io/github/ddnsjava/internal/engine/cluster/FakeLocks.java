package io.github.ddnsjava.internal.engine.cluster;

import io.github.ddnsjava.cluster.Leadership;
import io.github.ddnsjava.cluster.Lease;
import io.github.ddnsjava.exception.TransientException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * An engine that gives leases, in memory, by a clock of its own. It is as strict as the contract of {@link Leadership}, and a
 * test makes it fail: it can be silent for a node, forget everything, end leases early, and be unable to tell who holds what.
 */
public final class FakeLocks {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9.-]{1,60}");

    private record Held(String node, String note, long token, Instant end, Object process) {}

    private final InstantSource clock;
    private final Map<String, Held> held = new TreeMap<>();
    private final Map<String, Long> tokens = new TreeMap<>();
    /** The nodes that get no answer. */
    public final Set<String> silent = new HashSet<>();
    /** The leases that can be neither taken nor renewed: their rows are locked, say. */
    public final Set<String> stuck = new HashSet<>();
    /** Whether it can tell who holds what. */
    public boolean tells = true;
    /** Lets the time pass that an answer takes. */
    public Runnable answersAfter = () -> {};

    private int calls;

    public FakeLocks(InstantSource clock) {
        this.clock = clock;
    }

    /** Returns the engine as one process sees it. */
    public Leadership of(String node) {
        return new View(node);
    }

    /** Returns how many calls have come since this was asked last. */
    public synchronized int calls() {
        int since = calls;
        calls = 0;
        return since;
    }

    /** Loses all its data, the tokens, too. */
    public synchronized void forget() {
        held.clear();
        tokens.clear();
    }

    /** Ends all leases before their time. */
    public synchronized void expire() {
        held.clear();
    }

    /** Returns the node that holds a lease; an empty text if none does. */
    public synchronized String holder(String name) {
        Held now = present(name);
        return now == null ? "" : now.node();
    }

    private Held present(String name) {
        Held now = held.get(name);
        return now != null && now.end().isAfter(clock.instant()) ? now : null;
    }

    private void called(String node) {
        answersAfter.run();
        count(node);
    }

    private synchronized void answerFor(String name) {
        if (stuck.contains(name)) {
            throw TransientException.notSent("the row of " + name + " is locked", null);
        }
    }

    private synchronized void count(String node) {
        calls++;
        if (silent.contains(node)) {
            throw TransientException.notSent("the lock server does not answer", null);
        }
    }

    private synchronized Optional<Lease> take(String name, String node, String note, Duration time, Object process) {
        if (!NAME.matcher(name).matches()) {
            throw new AssertionError("no name of a lease: " + name);
        }
        if (present(name) != null) {
            return Optional.empty();
        }
        long token = tokens.merge(name, 1L, Long::sum);
        held.put(name, new Held(node, note, token, clock.instant().plus(time), process));
        return Optional.of(new Given(name, node, token, time, process));
    }

    private synchronized boolean renew(Given lease) {
        Held now = present(lease.name);
        if (now == null || now.process() != lease.process || now.token() != lease.token) {
            return false;
        }
        held.put(
                lease.name,
                new Held(now.node(), now.note(), now.token(), clock.instant().plus(lease.time), now.process()));
        return true;
    }

    private synchronized void release(Given lease) {
        Held now = present(lease.name);
        if (now != null && now.process() == lease.process && now.token() == lease.token) {
            held.remove(lease.name);
        }
    }

    private synchronized Map<String, Leadership.Holder> seen(String prefix) {
        Map<String, Leadership.Holder> seen = new TreeMap<>();
        held.keySet().stream().filter(name -> name.startsWith(prefix)).forEach(name -> {
            Held now = present(name);
            if (now != null) {
                seen.put(name, new Leadership.Holder(now.node(), now.note(), now.token()));
            }
        });
        return seen;
    }

    private final class View implements Leadership {
        private final String node;

        View(String node) {
            this.node = node;
        }

        @Override
        public Optional<Lease> tryAcquire(String name, String note, Duration time) {
            called(node);
            answerFor(name);
            return take(name, node, note, time, this);
        }

        @Override
        public Optional<Map<String, Holder>> leases(String prefix) {
            if (!tells) {
                return Optional.empty(); // which takes no exchange
            }
            called(node);
            return Optional.of(seen(prefix));
        }

        @Override
        public void close() {}

        @Override
        public String toString() {
            return "locks of a test";
        }
    }

    private final class Given implements Lease {
        private final String name;
        private final String node;
        private final long token;
        private final Duration time;
        private final Object process;

        Given(String name, String node, long token, Duration time, Object process) {
            this.name = name;
            this.node = node;
            this.token = token;
            this.time = time;
            this.process = process;
        }

        @Override
        public long token() {
            return token;
        }

        @Override
        public boolean renew() {
            called(node);
            answerFor(name);
            return FakeLocks.this.renew(this);
        }

        @Override
        public void release() {
            called(node);
            FakeLocks.this.release(this);
        }
    }
}
