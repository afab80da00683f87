package io.github.ddnsjava.internal.engine.cluster;

import io.github.ddnsjava.DelayScheduler;
import io.github.ddnsjava.cluster.Cluster;
import io.github.ddnsjava.cluster.Leadership;
import io.github.ddnsjava.cluster.Lease;
import io.github.ddnsjava.internal.engine.VirtualTime;
import io.github.ddnsjava.internal.engine.work.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;

/**
 * Many nodes with one engine that gives leases, in virtual time. Each node's part in the cluster is the real one: its rounds,
 * its tenures, its election. What leading means for the rest of the engine is left out: groups are gained and lost, and
 * nothing is detected or sent. Calls to the engine take no time, and are counted.
 */
final class ManyNodes {
    static final Duration LEASE = Duration.ofSeconds(30);

    /** What the nodes have asked the engine. */
    enum Asked {
        TAKE,
        RENEW,
        LOOK,
        RELEASE
    }

    private final VirtualTime time = new VirtualTime();
    private final FakeLocks locks = new FakeLocks(time::trueTime);
    private final int groups;
    private final Random random = new Random(1);
    private final Map<Asked, Long> asked = new TreeMap<>();
    private final Map<Long, Long> askedInSecond = new HashMap<>();
    private long rows;
    /** What the engine has answered last, for all nodes: until a lease is taken or given back, or a second has passed. */
    private Map<String, Leadership.Holder> seen = Map.of();

    private long seenAt = -1;
    final List<Node> nodes = new ArrayList<>();
    /** How often a group came to another node than the one that led it before. */
    long moves;
    /** The most groups that one node has handed over in one round, as a part of those that it led. */
    double mostHandedOver;
    /** Who leads each group by what its node believes. */
    private final Map<Integer, Node> leaders = new HashMap<>();
    /** The node that led each group last. */
    private final Map<Integer, Node> last = new HashMap<>();

    private final Cluster.Mode mode;

    ManyNodes(int groups) {
        this(groups, Cluster.Mode.SAME_LINE);
    }

    ManyNodes(int groups, Cluster.Mode mode) {
        this.groups = groups;
        this.mode = mode;
    }

    Node start(String name) {
        Node node = add(name);
        node.rounds.start();
        return node;
    }

    /** Returns a node that takes no part yet. */
    Node add(String name) {
        Node node = new Node(name);
        nodes.add(node);
        return node;
    }

    void startWithin(Duration span, String name) {
        time.schedule(Duration.ofNanos((long) (span.toNanos() * random.nextDouble())), () -> start(name));
    }

    void run(Duration span) {
        time.run(span);
    }

    /** Returns how many groups nobody leads. */
    int free() {
        return groups - leaders.size();
    }

    /** Returns how many groups are not led by the node that is meant to lead them. */
    long misplaced() {
        List<Election.Candidate> alive = nodes.stream()
                .filter(node -> !node.dead)
                .map(node -> Election.Candidate.of(node.name))
                .toList();
        long wrong = 0;
        for (int group = 0; group < groups; group++) {
            Node leader = leaders.get(group);
            if (leader == null
                    || !Election.meant(group, alive, Optional.empty()).equals(Optional.of(leader.name))) {
                wrong++;
            }
        }
        return wrong;
    }

    int mostLed() {
        return nodes.stream()
                .filter(node -> !node.dead)
                .mapToInt(node -> node.led.size())
                .max()
                .orElse(0);
    }

    /** Returns what was asked since this was called last, the most in one second, and the rows that were answered. */
    String traffic(Duration span) {
        long all = asked.values().stream().mapToLong(Long::longValue).sum();
        long peak =
                askedInSecond.values().stream().mapToLong(Long::longValue).max().orElse(0);
        String text = "%,d calls in %,d s (%.0f a second, at most %,d): %s; %,.0f rows a second"
                .formatted(
                        all,
                        span.toSeconds(),
                        (double) all / span.toSeconds(),
                        peak,
                        asked,
                        (double) rows / span.toSeconds());
        asked.clear();
        askedInSecond.clear();
        rows = 0;
        return text;
    }

    private void called(Asked what) {
        asked.merge(what, 1L, Long::sum);
        askedInSecond.merge(time.nanos() / 1_000_000_000L, 1L, Long::sum);
    }

    /** One node; a dead one does nothing more. */
    final class Node implements DelayScheduler, Executor, Realm {
        final String name;
        final Set<Integer> led = new TreeSet<>();
        final Rounds rounds;
        int prepared;
        private boolean dead;
        private long lastLoss = -1;
        private int lostNow;
        private int ledBefore;

        Node(String name) {
            this.name = name;
            Cluster cluster = Cluster.of(counted(locks.of(name)), name)
                    .withLease(LEASE)
                    .withGroups(groups)
                    .withMode(mode);
            Clocks clocks = new Clocks(time::nanos, time);
            Workers workers = new Workers(this, this);
            this.rounds = new Rounds(
                    cluster,
                    clocks,
                    workers,
                    new Random(random.nextLong()),
                    new Tenures(cluster, clocks),
                    new Groups(time, event -> {}),
                    this,
                    new Trouble(time, event -> {}));
        }

        void die() {
            dead = true;
            led.forEach(leaders::remove);
        }

        @Override
        public Cancellable schedule(Duration delay, Runnable task) {
            return time.schedule(delay, () -> execute(task));
        }

        @Override
        public void execute(Runnable task) {
            if (!dead) {
                task.run();
            }
        }

        @Override
        public void pause(Duration duration) throws InterruptedException {
            time.pause(duration);
        }

        @Override
        public boolean isSimulated() {
            return true;
        }

        @Override
        public boolean lead(int group, long token, boolean anew) {
            return true;
        }

        @Override
        public void gained(int group) {
            if (leaders.put(group, this) != null) {
                throw new AssertionError("two nodes lead g" + group);
            }
            Node before = last.put(group, this);
            if (before != null && before != this) {
                moves++;
            }
            led.add(group);
        }

        @Override
        public void lost(int group) {
            leaders.remove(group);
            if (lastLoss != time.nanos()) {
                lastLoss = time.nanos();
                lostNow = 0;
                ledBefore = led.size();
            }
            lostNow++;
            led.remove(group);
            if (ledBefore >= 10) { // one group always may
                mostHandedOver = Math.max(mostHandedOver, (double) lostNow / ledBefore);
            }
        }

        @Override
        public void left(int group) {}

        @Override
        public void verify(int group) {}

        @Override
        public String note(int group) {
            return "digest";
        }

        @Override
        public void prepare() {
            prepared++;
        }

        @Override
        public boolean isWell() {
            return true;
        }
    }

    private Leadership counted(Leadership direct) {
        return new Leadership() {
            @Override
            public Optional<Lease> tryAcquire(String lease, String note, Duration length) {
                called(Asked.TAKE);
                seenAt = -1;
                return direct.tryAcquire(lease, note, length).map(ManyNodes.this::counted);
            }

            @Override
            public Optional<Map<String, Holder>> leases(String prefix) {
                called(Asked.LOOK);
                long second = time.nanos() / 1_000_000_000L;
                if (seenAt != second) {
                    seen = new HashMap<>(direct.leases(prefix).orElseThrow());
                    seenAt = second;
                }
                rows += seen.size();
                return Optional.of(seen);
            }

            @Override
            public void close() {}
        };
    }

    private Lease counted(Lease given) {
        return new Lease() {
            @Override
            public long token() {
                return given.token();
            }

            @Override
            public boolean renew() {
                called(Asked.RENEW);
                return given.renew();
            }

            @Override
            public void release() {
                called(Asked.RELEASE);
                seenAt = -1;
                given.release();
            }
        };
    }
}
