package io.github.ddnsjava.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.cluster.Leadership;
import io.github.ddnsjava.cluster.Lease;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.TransientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;

/** What {@link LeadershipContract} demands. */
final class LeadershipCases {
    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final String NOTE = "0123456789abcdef";

    private final LeadershipContract harness;
    private final List<ContractCase> cases = new ArrayList<>();

    private LeadershipCases(LeadershipContract harness) {
        this.harness = harness;
    }

    /** What a case does with a fresh name of a lease. */
    private interface Body {
        void run(String name) throws Exception;
    }

    static List<ContractCase> of(LeadershipContract harness) {
        LeadershipCases cases = new LeadershipCases(harness);
        cases.addHolding();
        cases.addEnding();
        cases.addWrongNodes();
        if (harness.hasTokens()) {
            cases.addTokens();
        }
        if (harness.tells()) {
            cases.addTelling();
        }
        cases.addTogether();
        cases.addAway();
        if (harness instanceof LeadershipContract.Hostile hostile) {
            cases.addHostile(hostile);
        }
        return cases.cases;
    }

    private void add(String name, Body body) {
        cases.add(new ContractCase(name, () -> {
            harness.comesBack();
            body.run("contract-" + Long.toString(ThreadLocalRandom.current().nextLong() >>> 1, 36));
        }));
    }

    private Optional<Lease> take(Leadership by, String name) {
        return by.tryAcquire(name, NOTE, harness.time());
    }

    /** Takes a lease that is free. */
    private Lease taken(Leadership by, String name) {
        return take(by, name).orElseThrow(() -> new AssertionError("a free lease was not given"));
    }

    /** Asserts that a lease is held, by letting somebody new try. */
    private void assertHeld(String name) throws Exception {
        assertThat(take(harness.leadership("onlooker"), name))
                .as("somebody else takes the lease")
                .isEmpty();
    }

    private void addHolding() {
        add("a free lease is given to who asks", name -> {
            Lease lease = taken(harness.leadership("a"), name);
            assertThat(lease.renew()).isTrue();
            assertHeld(name);
        });
        add("a second node does not get a lease that is held", name -> {
            Leadership b = harness.leadership("b");
            taken(harness.leadership("a"), name);
            assertThat(take(b, name)).isEmpty();
            assertThat(take(b, name)).isEmpty();
        });
        add("a second node gets another lease", name -> {
            taken(harness.leadership("a"), name);
            assertThat(take(harness.leadership("b"), name + ".other")).isPresent();
        });
        add("who holds a lease does not get it a second time", name -> {
            Leadership a = harness.leadership("a");
            taken(a, name);
            assertThat(take(a, name)).isEmpty();
        });
        add("a lease is renewed again and again, and keeps its token", name -> {
            Lease lease = taken(harness.leadership("a"), name);
            long token = lease.token();
            for (int i = 0; i < 5; i++) {
                assertThat(lease.renew()).isTrue();
                assertThat(lease.token()).isEqualTo(token);
            }
            assertHeld(name);
        });
        add("a lease that is given back can be taken at once, and is lost", name -> {
            Lease old = taken(harness.leadership("a"), name);
            old.release();
            assertThat(old.renew()).as("renewed after it was given back").isFalse();
            assertThat(take(harness.leadership("b"), name)).isPresent();
        });
        add("who has given a lease back can take it again", name -> {
            Leadership a = harness.leadership("a");
            taken(a, name).release();
            assertThat(taken(a, name).renew()).isTrue();
        });
        add("giving a lease back twice takes it from nobody", name -> {
            Lease old = taken(harness.leadership("a"), name);
            old.release();
            Lease next = taken(harness.leadership("b"), name);
            old.release();
            assertThat(next.renew()).isTrue();
            assertHeld(name);
        });
        add("closing gives no lease back", name -> {
            Leadership a = harness.leadership("a");
            taken(a, name);
            a.close();
            a.close();
            assertHeld(name);
        });
    }

    private void addEnding() {
        if (harness.endsUntaken()) {
            add("a lease that has ended is lost, also if nobody has taken it", name -> {
                Lease old = taken(harness.leadership("a"), name);
                Leadership b = harness.leadership("b");
                assertThat(take(b, name)).isEmpty();
                harness.passes(name, harness.time());
                assertThat(old.renew()).isFalse();
                assertThat(take(b, name)).isPresent();
            });
        }
        add("a lease that has ended is given to the next", name -> {
            Leadership b = harness.leadership("b");
            taken(harness.leadership("a"), name);
            assertThat(take(b, name)).isEmpty();
            harness.passes(name, harness.time());
            assertThat(taken(b, name).renew()).isTrue();
            assertHeld(name);
        });
        add("who held a lease that another has taken cannot renew it", name -> {
            Lease old = taken(harness.leadership("a"), name);
            Lease next = takenAfter(name, harness.leadership("b"));
            assertThat(old.renew()).isFalse();
            assertThat(old.renew()).isFalse();
            assertThat(next.renew()).isTrue();
        });
        add("who held a lease that another has taken cannot give it back", name -> {
            Lease old = taken(harness.leadership("a"), name);
            Lease next = takenAfter(name, harness.leadership("b"));
            old.release();
            assertHeld(name);
            assertThat(next.renew()).isTrue();
        });
        add("the own lease of before does not renew the one of now", name -> {
            Leadership a = harness.leadership("a");
            Lease old = taken(a, name);
            Lease next = takenAfter(name, a);
            assertThat(old.renew()).isFalse();
            old.release();
            assertHeld(name);
            assertThat(next.renew()).isTrue();
        });
    }

    /** Lets the lease end, after the next node has seen it held, and gives it to that node. */
    private Lease takenAfter(String name, Leadership next) throws Exception {
        assertThat(take(next, name)).isEmpty();
        harness.passes(name, harness.time());
        return taken(next, name);
    }

    private void addWrongNodes() {
        add("another process of the same node does not get the lease", name -> {
            Lease lease = taken(harness.leadership("a"), name);
            assertThat(take(harness.leadership("a"), name)).isEmpty();
            assertThat(lease.renew()).isTrue();
        });
        add("another process of the same node takes over, and the former can neither renew nor give back", name -> {
            Lease old = taken(harness.leadership("a"), name);
            Lease next = takenAfter(name, harness.leadership("a"));
            assertThat(old.renew()).isFalse();
            old.release();
            assertHeld(name);
            assertThat(next.renew()).isTrue();
        });
        for (Duration skew : List.of(Duration.ofHours(1), Duration.ofHours(-1))) {
            String wrong = skew.isNegative() ? "behind" : "ahead";
            add("a node whose clock is " + wrong + " does not get a lease that is held", name -> {
                Lease lease = taken(harness.leadership("a"), name);
                assertThat(take(harness.skewed("b", skew), name)).isEmpty();
                assertThat(lease.renew()).isTrue();
            });
            add("a lease of a node whose clock is " + wrong + " is held like any other", name -> {
                Lease lease = taken(harness.skewed("a", skew), name);
                assertHeld(name);
                assertThat(lease.renew()).isTrue();
                assertHeld(name);
            });
        }
    }

    private void addTokens() {
        add("tokens rise when a lease is given back, when it ends and when its holder starts again", name -> {
            List<Long> tokens = new ArrayList<>();
            Lease first = taken(harness.leadership("a"), name);
            tokens.add(first.token());
            first.release();
            Lease second = taken(harness.leadership("b"), name);
            tokens.add(second.token());
            Lease third = takenAfter(name, harness.leadership("a"));
            tokens.add(third.token());
            third.release();
            tokens.add(taken(harness.leadership("a"), name).token());
            assertThat(tokens).doesNotHaveDuplicates().isSorted();
            assertThat(tokens.get(0)).isPositive();
        });
    }

    private void addTelling() {
        add("tells who holds a lease, with its note and token", name -> {
            Lease lease = taken(harness.leadership("a"), name);
            assertThat(told(name)).isEqualTo(Map.of(name, new Leadership.Holder("a", NOTE, lease.token())));
        });
        add("tells only of leases whose names begin so", name -> {
            Leadership a = harness.leadership("a");
            taken(a, name);
            taken(a, name + "-g0");
            taken(a, name + "-g1");
            assertThat(told(name + "-").keySet()).containsExactlyInAnyOrder(name + "-g0", name + "-g1");
            assertThat(told(name + ".").keySet()).isEmpty();
        });
        add("tells nothing of leases that were given back", name -> {
            taken(harness.leadership("a"), name).release();
            assertThat(told(name)).isEmpty();
        });
        add("tells nothing of leases that have ended, and of the next holder afterwards", name -> {
            taken(harness.leadership("a"), name);
            Leadership b = harness.leadership("b");
            assertThat(b.leases(name).orElseThrow()).hasSize(1);
            harness.passes(name, harness.time());
            assertThat(b.leases(name).orElseThrow()).isEmpty();
            taken(b, name);
            assertThat(b.leases(name).orElseThrow().values())
                    .extracting(Leadership.Holder::node)
                    .containsExactly("b");
        });
    }

    private Map<String, Leadership.Holder> told(String prefix) throws Exception {
        return harness.leadership("onlooker").leases(prefix).orElseThrow();
    }

    private void addTogether() {
        add("of twenty that ask at the same moment one gets the lease", name -> {
            assertThat(winners(name)).hasSize(1);
        });
        add("of twenty that ask when a lease has ended one gets it", name -> {
            taken(harness.leadership("a"), name);
            List<Leadership> nodes = nodes();
            for (Leadership node : nodes) {
                assertThat(take(node, name)).isEmpty();
            }
            harness.passes(name, harness.time());
            assertThat(winners(nodes, name)).hasSize(1);
        });
    }

    private List<Leadership> nodes() throws Exception {
        List<Leadership> nodes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            nodes.add(harness.leadership("node" + i % 7)); // some share a name
        }
        return nodes;
    }

    private List<Lease> winners(String name) throws Exception {
        return winners(nodes(), name);
    }

    private List<Lease> winners(List<Leadership> nodes, String name) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(nodes.size());
        try {
            CountDownLatch start = new CountDownLatch(nodes.size());
            List<Future<Optional<Lease>>> all = new ArrayList<>();
            for (Leadership node : nodes) {
                Callable<Optional<Lease>> call = () -> {
                    start.countDown();
                    start.await();
                    return take(node, name);
                };
                all.add(threads.submit(call));
            }
            List<Lease> winners = new ArrayList<>();
            for (Future<Optional<Lease>> each : all) {
                each.get().ifPresent(winners::add);
            }
            for (Lease winner : winners) {
                assertThat(winner.renew()).isTrue();
            }
            return winners;
        } finally {
            threads.shutdownNow();
        }
    }

    private void addAway() {
        add("while the engine is away it says so in time, and never that a lease is free or lost", name -> {
            Leadership a = harness.leadership("a");
            Lease lease = taken(a, name);
            harness.goesAway();
            assertTransient(() -> take(a, name + ".other"));
            assertTransient(lease::renew);
            if (harness.tells()) {
                assertTransient(() -> a.leases(name));
            }
            harness.comesBack();
            assertThat(lease.renew()).isTrue();
        });
        add("giving back while the engine is away says that it was not given back", name -> {
            Lease lease = taken(harness.leadership("a"), name);
            harness.goesAway();
            assertTransient(() -> {
                lease.release();
                return null;
            });
        });
    }

    private static void assertTransient(Callable<?> call) {
        long start = System.nanoTime();
        assertThatThrownBy(call::call)
                .isInstanceOfSatisfying(
                        TransientException.class,
                        e -> assertThat(e.getMessage()).isNotBlank());
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BOUND.plusSeconds(1));
    }

    private void addHostile(LeadershipContract.Hostile hostile) {
        Map<String, String> answers = new LinkedHashMap<>();
        answers.put("nothing", "");
        answers.put("a web page", "<!DOCTYPE html><html><body>Log in</body></html>");
        answers.put("an empty object", "{}");
        answers.put("an empty list", "[]");
        answers.put("null", "null");
        answers.put("half of an object", "{\"header\":{\"revision\":");
        answers.put("numbers out of range", "{\"ID\":\"99999999999999999999\",\"TTL\":\"-1\",\"kvs\":7,\"spec\":[]}");
        answers.put("noise", noise());
        answers.forEach((what, body) -> add("believes no engine that answers " + what, name -> {
            Leadership a = harness.leadership("a");
            Lease lease = taken(a, name);
            hostile.answersAll(200, body);
            assertNoLease(() -> take(a, name + ".other"));
            assertNotRenewed(lease);
        }));
        for (int status : List.of(301, 400, 401, 403, 404, 409, 429, 500, 503)) {
            add("believes no engine that answers HTTP " + status, name -> {
                Leadership a = harness.leadership("a");
                Lease lease = taken(a, name);
                hostile.answersAll(status, "{}");
                assertNoLease(() -> take(a, name + ".other"));
                assertNotRenewed(lease);
            });
        }
    }

    private static String noise() {
        StringBuilder noise = new StringBuilder();
        Random random = new Random(20260101);
        for (int i = 0; i < 500; i++) {
            noise.append((char) (32 + random.nextInt(90)));
        }
        return noise.toString();
    }

    private static void assertNoLease(Callable<Optional<Lease>> call) throws Exception {
        try {
            assertThat(call.call()).as("a lease").isEmpty();
        } catch (DdnsException e) {
            assertThat(e.getMessage()).isNotBlank().doesNotContain("DOCTYPE");
        }
    }

    private static void assertNotRenewed(Lease lease) {
        try {
            assertThat(lease.renew()).as("renewed").isFalse();
        } catch (DdnsException e) {
            assertThat(e.getMessage()).isNotBlank().doesNotContain("DOCTYPE");
        }
    }
}
