package io.github.ddnsjava.provider.testkit.broken;

import io.github.ddnsjava.cluster.Leadership;
import io.github.ddnsjava.cluster.Lease;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.exception.TransientException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A leadership in memory that is right, or makes one mistake. Thread-safe. */
final class MemoryLeadership implements Leadership {
    /** What can be wrong. */
    enum Mistake {
        NONE,
        GIVES_WHAT_IS_HELD,
        GIVES_NOTHING,
        GIVES_TWICE_TO_ITS_PROCESS,
        GIVES_TWICE_TO_ITS_NODE,
        KNOWS_ONE_LEASE_ONLY,
        BELIEVES_WHAT_IT_SAW_AT_FIRST,
        NEVER_ENDS,
        RENEWS_WHAT_HAS_ENDED,
        RENEWS_BY_NAME_OF_THE_NODE,
        RENEWS_BY_PROCESS,
        RENEWS_ONCE_ONLY,
        RENEWS_WITH_A_NEW_TOKEN,
        GIVES_BACK_WHAT_OTHERS_HOLD,
        GIVES_BACK_BY_NAME_OF_THE_NODE,
        GIVES_NOTHING_BACK,
        GIVES_NOTHING_TO_WHO_GAVE_BACK,
        GIVES_BACK_WHEN_IT_CLOSES,
        BELIEVES_THE_CLOCK_OF_THE_NODE,
        FORGETS_THE_TOKEN,
        TELLS_ALL_NAMES,
        TELLS_WHAT_HAS_ENDED,
        TELLS_WHAT_WAS_GIVEN_BACK,
        TELLS_NO_NOTE,
        TAKES_SILENCE_FOR_HELD,
        TAKES_SILENCE_FOR_GIVEN_BACK,
        BELIEVES_EVERY_ANSWER
    }

    /** The engine, whose clock stands. */
    static final class Engine {
        final Map<String, Row> rows = new HashMap<>();
        Duration now = Duration.ofDays(1);
        boolean away;
        boolean hostile;
    }

    /** What the engine knows of a lease. */
    private static final class Row {
        @Nullable
        Object process;

        String node = "";
        String note = "";
        Duration until = Duration.ZERO;
        long token;
    }

    private final Engine engine;
    private final String node;
    private final Duration skew;
    private final Mistake mistake;
    private final Set<String> givenBack = new HashSet<>();
    private final Set<Held> held = new HashSet<>();
    private final Set<Row> heldAtFirst = new HashSet<>();

    MemoryLeadership(Engine engine, String node, Duration skew, Mistake mistake) {
        this.engine = engine;
        this.node = node;
        this.skew = skew;
        this.mistake = mistake;
        synchronized (engine) {
            engine.rows.values().stream().filter(row -> row.process != null).forEach(heldAtFirst::add);
        }
    }

    private boolean is(Mistake which) {
        return mistake == which;
    }

    private void ask() {
        if (engine.away) {
            throw TransientException.notSent("the engine is away", null);
        }
        if (engine.hostile) {
            throw new ProtocolException("the answer is nonsense");
        }
    }

    private Duration now() {
        return is(Mistake.BELIEVES_THE_CLOCK_OF_THE_NODE) ? engine.now.plus(skew) : engine.now;
    }

    private boolean isFree(Row row) {
        boolean ended = !is(Mistake.NEVER_ENDS) && row.until.compareTo(now()) <= 0;
        return row.process == null
                || ended
                || is(Mistake.GIVES_WHAT_IS_HELD)
                || is(Mistake.BELIEVES_WHAT_IT_SAW_AT_FIRST) && !heldAtFirst.contains(row)
                || is(Mistake.GIVES_TWICE_TO_ITS_PROCESS) && row.process == this
                || is(Mistake.GIVES_TWICE_TO_ITS_NODE) && row.node.equals(node);
    }

    @Override
    public Optional<Lease> tryAcquire(String name, String note, Duration time) {
        synchronized (engine) {
            if (engine.away && is(Mistake.TAKES_SILENCE_FOR_HELD)) {
                return Optional.empty();
            }
            if (!(engine.hostile && is(Mistake.BELIEVES_EVERY_ANSWER))) {
                ask();
            }
            boolean refused = is(Mistake.GIVES_NOTHING_TO_WHO_GAVE_BACK) && givenBack.contains(name);
            if (is(Mistake.GIVES_NOTHING) || refused || !isFree(row(name))) {
                return Optional.empty();
            }
            Row row = row(name);
            row.process = this;
            row.node = node;
            row.note = note;
            row.until = now().plus(time);
            row.token++;
            Held lease = new Held(name, time, row.token);
            held.add(lease);
            return Optional.of(lease);
        }
    }

    private Row row(String name) {
        return engine.rows.computeIfAbsent(is(Mistake.KNOWS_ONE_LEASE_ONLY) ? "all" : name, any -> new Row());
    }

    @Override
    public Optional<Map<String, Holder>> leases(String prefix) {
        synchronized (engine) {
            ask();
            Map<String, Holder> all = new HashMap<>();
            engine.rows.forEach((name, row) -> {
                boolean held = row.process != null || is(Mistake.TELLS_WHAT_WAS_GIVEN_BACK);
                boolean living = row.until.compareTo(now()) > 0 || is(Mistake.TELLS_WHAT_HAS_ENDED);
                boolean asked = name.startsWith(prefix) || is(Mistake.TELLS_ALL_NAMES);
                if (held && living && asked) {
                    all.put(name, new Holder(row.node, is(Mistake.TELLS_NO_NOTE) ? "" : row.note, row.token));
                }
            });
            return Optional.of(all);
        }
    }

    @Override
    public void close() {
        if (is(Mistake.GIVES_BACK_WHEN_IT_CLOSES)) {
            held.forEach(Lease::release);
        }
    }

    /** A lease of this node. */
    private final class Held implements Lease {
        private final String name;
        private final Duration time;
        private long token;
        private int renewals;

        Held(String name, Duration time, long token) {
            this.name = name;
            this.time = time;
            this.token = token;
        }

        @Override
        public long token() {
            return token;
        }

        private boolean isOurs(Row row) {
            boolean node = Objects.equals(row.node, MemoryLeadership.this.node);
            boolean process = row.process == MemoryLeadership.this;
            return is(Mistake.RENEWS_BY_NAME_OF_THE_NODE) ? node : process && row.token == token;
        }

        @Override
        public boolean renew() {
            synchronized (engine) {
                if (engine.away && is(Mistake.TAKES_SILENCE_FOR_HELD)) {
                    return false;
                }
                if (engine.hostile && is(Mistake.BELIEVES_EVERY_ANSWER)) {
                    return true;
                }
                ask();
                Row row = row(name);
                boolean ours = is(Mistake.RENEWS_BY_PROCESS) ? row.process == MemoryLeadership.this : isOurs(row);
                boolean living = row.until.compareTo(now()) > 0 || is(Mistake.RENEWS_WHAT_HAS_ENDED);
                if (!ours || !living || is(Mistake.RENEWS_ONCE_ONLY) && ++renewals > 1) {
                    return false;
                }
                row.until = now().plus(time);
                if (is(Mistake.RENEWS_WITH_A_NEW_TOKEN)) {
                    token = ++row.token;
                }
                return true;
            }
        }

        @Override
        public void release() {
            synchronized (engine) {
                if (engine.away && is(Mistake.TAKES_SILENCE_FOR_GIVEN_BACK)) {
                    return;
                }
                ask();
                Row row = row(name);
                boolean any = is(Mistake.GIVES_BACK_WHAT_OTHERS_HOLD)
                        || is(Mistake.GIVES_BACK_BY_NAME_OF_THE_NODE) && row.node.equals(node);
                if (!any && !isOurs(row) || is(Mistake.GIVES_NOTHING_BACK)) {
                    return;
                }
                givenBack.add(name);
                row.process = null;
                if (!is(Mistake.TELLS_WHAT_WAS_GIVEN_BACK)) {
                    row.until = Duration.ZERO;
                }
                if (is(Mistake.FORGETS_THE_TOKEN)) {
                    engine.rows.remove(name);
                }
            }
        }
    }

    /** Lets time pass for one lease. */
    static void pass(Engine engine, String name, Duration time) {
        synchronized (engine) {
            Row row = engine.rows.getOrDefault(name, engine.rows.get("all"));
            if (row != null) {
                row.until = row.until.minus(time);
            }
        }
    }
}
