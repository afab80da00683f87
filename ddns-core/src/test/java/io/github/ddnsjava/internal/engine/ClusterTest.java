package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.A2;
import static io.github.ddnsjava.internal.engine.World.A3;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.DelayScheduler;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.Schedule;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.UpdaterEnvironment;
import io.github.ddnsjava.UpdaterStatus;
import io.github.ddnsjava.cluster.Cluster;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.decide.Decision;
import io.github.ddnsjava.event.DefectPart;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.StateException;
import io.github.ddnsjava.internal.engine.cluster.FakeLocks;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.HttpTransport;
import io.github.ddnsjava.publish.http.ProviderEndpoint;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.support.UpdateCall;
import io.github.ddnsjava.publish.support.UpdateUrlProvider;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import io.github.ddnsjava.remember.StateStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Several nodes with the same records: one of them detects and writes. */
@Tag("promise-24")
class ClusterTest {
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration ROUND = LEASE.dividedBy(3);

    private static final UnaryOperator<UpdaterBuilder> FORTY_NAMES = more -> {
        for (int i = 0; i < 40; i++) {
            more.record("n" + i + ".example.com", RecordType.A);
        }
        return more;
    };

    private final World world = new World();
    private final FakeLocks locks = new FakeLocks(world.time::trueTime);
    private final SharedRows rows = new SharedRows();
    private final List<Node> nodes = new ArrayList<>();

    /** One machine: its detector, its zones, its clocks; it can die, and be stopped for a while. */
    private final class Node implements DelayScheduler, Executor {
        private final String name;
        private final FakeDetector wan = new FakeDetector().sees(A1);
        private final List<UpdateEvent> events = new ArrayList<>();
        private final List<Runnable> stopped = new ArrayList<>();
        private final Updater updater;
        private boolean dead;
        private boolean frozen;

        Node(
                String name,
                StateStore store,
                BiFunction<UpdaterBuilder, FakeDetector, UpdaterBuilder> more,
                UnaryOperator<Cluster> how) {
            this.name = name;
            UpdaterBuilder builder = world.bare()
                    .environment(world.environment().withScheduler(this).withExecutor(this))
                    .state(store)
                    .provider(new FakeZones(world.cloud))
                    .listener(events::add)
                    .record(HOME, RecordType.A)
                    .cluster(how.apply(Cluster.of(locks.of(name), name).withLease(LEASE)));
            this.updater = more.apply(builder, wan).build();
            nodes.add(this);
        }

        @Override
        public Cancellable schedule(Duration delay, Runnable task) {
            return world.time.schedule(delay, () -> alive(task));
        }

        @Override
        public void execute(Runnable task) {
            world.time.execute(() -> alive(task));
        }

        private void alive(Runnable task) {
            if (frozen) {
                stopped.add(task);
            } else if (!dead) {
                task.run();
            }
        }

        /** The process is stopped, and goes on where it was when it thaws. */
        void freeze() {
            frozen = true;
        }

        void thaw() {
            frozen = false;
            List<Runnable> left = List.copyOf(stopped);
            stopped.clear();
            left.forEach(world.time::execute);
        }

        @Override
        public void pause(Duration duration) throws InterruptedException {
            world.time.pause(duration);
        }

        @Override
        public boolean isSimulated() {
            return true;
        }

        long led() {
            return updater.status().groups().stream()
                    .filter(UpdaterStatus.Group::ours)
                    .count();
        }

        boolean leads() {
            return updater.status().groups().get(0).ours();
        }

        <E extends UpdateEvent> List<E> events(Class<E> type) {
            return events.stream().filter(type::isInstance).map(type::cast).toList();
        }
    }

    private Node node(String name) {
        return node(name, more -> more, how -> how);
    }

    private Node node(String name, UnaryOperator<UpdaterBuilder> more, UnaryOperator<Cluster> how) {
        return new Node(name, rows.node(), (builder, wan) -> more.apply(builder.detector(wan)), how);
    }

    private Node started(String name) {
        Node node = node(name);
        node.updater.start();
        world.time.settle();
        return node;
    }

    private void all(String address) {
        nodes.forEach(node -> node.wan.sees(address));
    }

    private void run(Duration time) {
        world.time.run(time);
    }

    @Test
    void oneOfTwoNodesThatStartTogetherDetectsAndWrites() {
        Node a = started("a");
        Node b = started("b");
        run(Duration.ofMinutes(20));
        all(A2);
        run(Duration.ofMinutes(20));

        assertThat(a.leads()).isTrue();
        assertThat(b.leads()).isFalse();
        assertThat(world.cloud.at(HOME)).containsExactly(A2);
        assertThat(world.cloud.count("write")).isEqualTo(2);
        assertThat(b.wan.asked).isZero();
    }

    @Test
    void aFollowerAtRestMakesOneQueryInEachRoundAndNothingElse() {
        started("a");
        Node b = started("b");
        run(Duration.ofMinutes(10));
        locks.calls();
        world.cloud.calls.clear();

        nodes.get(0).freeze(); // so that only the other is counted
        locks.calls();
        run(ROUND.minusSeconds(1));

        assertThat(locks.calls()).isEqualTo(1);
        assertThat(b.wan.asked).isZero();
        assertThat(world.cloud.calls).isEmpty();
    }

    @Test
    void anEngineThatCannotTellWhoLeadsIsAskedOnceInEachRoundToo() {
        locks.tells = false;
        Node a = started("a");
        Node b = started("b");
        run(Duration.ofMinutes(10));
        a.freeze();
        locks.calls();
        run(ROUND.minusSeconds(1));

        assertThat(locks.calls()).isEqualTo(1);
        assertThat(b.updater.status().records()).allMatch(RecordReport::isRight);
        assertThat(b.updater.status().groups().get(0).leader()).isEmpty();
    }

    @Test
    void aFollowerSaysWhoLeadsAndThatItsRecordsAreRight() {
        started("a");
        Node b = started("b");
        run(Duration.ofMinutes(1));

        RecordReport report = b.updater.status().records().get(0);
        assertThat(report.outcome()).isEqualTo(Outcome.HELD);
        assertThat(report.isRight()).isTrue();
        assertThat(report.problem().orElseThrow().kind()).isEqualTo(ProblemKind.LED_ELSEWHERE);
        assertThat(report.problem().orElseThrow().message()).isEqualTo("node a leads group g0, and keeps this record");
        UpdaterStatus.Group group = b.updater.status().groups().get(0);
        assertThat(group.leader()).contains("a");
        assertThat(group.ours()).isFalse();
        assertThat(group.records()).isEqualTo(1);
    }

    @Test
    void aNodeThatDiesIsReplacedWithinALeaseAndARound() {
        Node a = started("a");
        Node b = started("b");
        run(Duration.ofMinutes(2));
        a.dead = true;
        all(A2);
        run(LEASE.plus(ROUND).plusSeconds(5));

        assertThat(b.leads()).isTrue();
        assertThat(world.cloud.at(HOME)).containsExactly(A2);
    }

    @Test
    void aNodeThatClosesIsReplacedWithinARound() {
        Node a = started("a");
        Node b = started("b");
        run(Duration.ofMinutes(2));
        world.time.await(() -> {
            a.updater.close();
            return true;
        });
        run(ROUND);

        assertThat(b.leads()).isTrue();
    }

    @Test
    void anUpdaterThatIsClosedLeadsNoGroup() {
        Node a = started("a");
        Node b = started("b");
        run(Duration.ofMinutes(2));
        a.updater.close();
        b.updater.close();

        UpdaterStatus.Group ofA = a.updater.status().groups().get(0);
        assertThat(ofA.ours()).isFalse();
        assertThat(ofA.leader()).isEmpty();
        assertThat(b.updater.status().groups().get(0).leader())
                .as("what it knew of others when it was closed")
                .contains("a");
        assertThat(b.updater.status().records()).allMatch(RecordReport::isRight);
    }

    @Test
    void whatTheNewLeaderFindsIsComparedWithTheProviderAtOnceAndAfterALease() {
        Node a = started("a");
        Node b = started("b");
        run(Duration.ofMinutes(2));
        a.dead = true;
        world.cloud.clear(HOME);
        world.cloud.put(HOME, A3); // a late write of the former leader
        world.time.runUntil(b::leads, LEASE.plus(ROUND));
        world.time.settle();
        assertThat(world.cloud.at(HOME)).containsExactly(A1);

        world.cloud.clear(HOME);
        world.cloud.put(HOME, A3); // a still later one
        run(LEASE.plusSeconds(1));
        assertThat(world.cloud.at(HOME)).containsExactly(A1);
    }

    @Test
    void theNewLeaderPublishesAlthoughTheFormerOneHasCountedFurther() {
        Node a = started("a");
        Node b = started("b");
        run(Duration.ofHours(9));
        all(A2);
        run(Duration.ofHours(1));
        a.dead = true;
        all(A3);
        run(LEASE.plus(ROUND).plusSeconds(5));

        assertThat(b.leads()).isTrue();
        assertThat(world.cloud.at(HOME)).containsExactly(A3);
        assertThat(rows.row(World.home(RecordType.A)).confirmed()).contains(World.addresses(A3));
    }

    @Test
    void aLeaderWithoutTheLockServerStopsBeforeItsLeaseEndsAndSaysSoOnce() {
        Node a = started("a");
        run(Duration.ofMinutes(2));
        locks.silent.add("a");
        run(LEASE);
        world.cloud.calls.clear();
        all(A2);
        run(Duration.ofHours(1));

        assertThat(a.leads()).isFalse();
        assertThat(world.cloud.calls).isEmpty();
        assertThat(a.events(UpdateEvent.ClusterTroubled.class)).hasSize(1);
        RecordReport report = a.updater.status().records().get(0);
        assertThat(report.isRight()).isFalse();
        assertThat(report.problem().orElseThrow().message())
                .isEqualTo(
                        "no node leads group g0 of the cluster, as far as is known: the lock server does not answer");

        locks.silent.clear();
        run(ROUND.plusSeconds(5));
        assertThat(a.events(UpdateEvent.ClusterRecovered.class)).hasSize(1);
        assertThat(world.cloud.at(HOME)).containsExactly(A2);
    }

    @Test
    void aLeaderThatMissesOneRoundStaysLeader() {
        Node a = started("a");
        run(Duration.ofMinutes(2));
        locks.silent.add("a");
        run(ROUND.plusSeconds(1));
        locks.silent.clear();
        run(Duration.ofMinutes(2));

        assertThat(a.events(UpdateEvent.LeadershipChanged.class)).hasSize(1);
    }

    @Test
    void aStoppedLeaderThatGoesOnAfterItsLeaseSendsNothing() {
        Node a = started("a");
        Node b = started("b");
        run(Duration.ofMinutes(2));
        all(A2);
        a.wan.announce(); // it is about to detect
        a.freeze();
        run(LEASE.plus(ROUND).plusSeconds(5));
        assertThat(b.leads()).isTrue();
        assertThat(world.cloud.at(HOME)).containsExactly(A2);
        all(A3);
        b.wan.announce();
        run(Duration.ofSeconds(10));
        assertThat(world.cloud.at(HOME)).containsExactly(A3);
        world.cloud.calls.clear();
        a.wan.sees(A1); // what it has from the time before, say
        a.thaw();
        run(Duration.ofMinutes(10));

        assertThat(a.leads()).isFalse();
        assertThat(world.cloud.at(HOME)).containsExactly(A3);
        assertThat(world.cloud.count("write")).isZero();
    }

    @Test
    void aLeaderThatIsStoppedInTheMiddleOfACallSendsNothingMore() {
        Node a = started("a");
        Node b = started("b");
        run(Duration.ofMinutes(2));
        a.wan.sees(A2);
        world.cloud.before = (call, names) -> {
            if (call.equals("list") && !a.frozen) {
                world.cloud.before = (later, others) -> null;
                a.freeze();
                b.wan.sees(A3);
                run(LEASE.plus(ROUND).plusSeconds(5));
                assertThat(b.leads()).isTrue();
                assertThat(world.cloud.at(HOME)).containsExactly(A3);
                world.cloud.calls.clear();
                a.thaw(); // and the answer to its question comes
            }
            return null;
        };
        a.wan.announce();
        run(Duration.ofMinutes(2));

        assertThat(world.cloud.count("write")).isZero();
        assertThat(world.cloud.at(HOME)).containsExactly(A3);
    }

    @Test
    void anExchangeEndsBeforeTheLeaseOfItsNodeDoes() {
        List<Duration> left = new ArrayList<>();
        FakeHosts hosts = new FakeHosts(Abilities.builder().build());
        DnsProvider measuring = new DnsProvider() {
            @Override
            public Abilities abilities() {
                return hosts.abilities();
            }

            @Override
            public String account() {
                return hosts.account();
            }

            @Override
            public String fingerprint() {
                return hosts.fingerprint();
            }

            @Override
            public void publish(List<RecordChange> changes, Publication publication) throws InterruptedException {
                left.add(Duration.between(publication.now(), publication.deadline()));
                hosts.publish(changes, publication);
            }
        };
        Node a = new Node(
                "a",
                rows.node(),
                (builder, wan) -> builder.detector(wan)
                        .provider("measured", measuring)
                        .record(ManagedRecord.builder("m.example.com", RecordType.A)
                                .provider("measured")
                                .build()),
                how -> how);
        a.updater.start();
        run(Duration.ofMinutes(1));

        assertThat(left).isNotEmpty().allMatch(time -> time.compareTo(LEASE) < 0);
    }

    @Test
    void groupsAreSpreadOverTheNodesAndFollowThemWhenTheyComeAndGo() {
        UnaryOperator<Cluster> eight = how -> how.withGroups(8);
        Node a = node("a", FORTY_NAMES, eight);
        a.updater.start();
        run(Duration.ofMinutes(1));
        assertThat(a.led()).isEqualTo(8L);
        assertThat(world.cloud.at("n7.example.com")).containsExactly(A1);

        Node b = node("b", FORTY_NAMES, eight);
        b.updater.start();
        run(LEASE);
        assertThat(a.led()).isGreaterThanOrEqualTo(7L); // it waits whether the other one stays
        run(Duration.ofMinutes(5));
        assertThat(a.led()).isBetween(1L, 7L);
        assertThat(a.led() + b.led()).isEqualTo(8L);
        world.cloud.calls.clear();
        all(A2);
        run(Duration.ofMinutes(6));
        for (int i = 0; i < 40; i++) {
            assertThat(world.cloud.at("n" + i + ".example.com")).containsExactly(A2);
        }
        assertThat(world.cloud.count("write")).isEqualTo(2); // each node its records, in one batch

        b.dead = true;
        all(A3);
        run(LEASE.multipliedBy(2).plus(ROUND).plusSeconds(10));
        assertThat(a.led()).isEqualTo(8L);
        run(Duration.ofMinutes(6));
        for (int i = 0; i < 40; i++) {
            assertThat(world.cloud.at("n" + i + ".example.com")).containsExactly(A3);
        }
    }

    @Test
    void groupsAreHandedOverATenthAtATime() {
        UnaryOperator<Cluster> many = how -> how.withGroups(40);
        Node a = node("a", more -> more, many);
        a.updater.start();
        run(Duration.ofMinutes(1));
        node("b", more -> more, many).updater.start();
        run(Duration.ofMinutes(10));

        Map<Instant, Long> handedOver = a.events(UpdateEvent.LeadershipChanged.class).stream()
                .filter(e -> !e.isOurs() && e.why().startsWith("it is meant for"))
                .collect(Collectors.groupingBy(UpdateEvent::at, TreeMap::new, Collectors.counting()));
        long led = 40;
        for (long each : handedOver.values()) {
            assertThat(each).isLessThanOrEqualTo(Math.max(1, led / 10));
            led -= each;
        }
        assertThat(a.led()).isEqualTo(led).isBetween(10L, 30L);
    }

    @Test
    void eachNameIsWrittenOnceForEachAddressWhileNodesComeAndGo() {
        Map<String, Integer> writes = new TreeMap<>();
        String[] now = {A1};
        world.cloud.before = (call, names) -> {
            if (call.equals("write")) {
                names.forEach(name -> writes.merge(name + " " + now[0], 1, Integer::sum));
            }
            return null;
        };
        Runnable addressChanges = () -> {
            now[0] = "93.184.217." + (writes.size() / 41 + 1);
            nodes.forEach(node -> node.wan.sees(now[0]).announce());
        };
        Runnable allAreRight = () -> {
            for (int i = 0; i < 40; i++) {
                assertThat(world.cloud.at("n" + i + ".example.com")).containsExactly(now[0]);
            }
        };
        for (String name : List.of("a", "b", "c", "d", "e")) {
            node(name, FORTY_NAMES, how -> how.withGroups(16)).updater.start();
            for (int minute = 0; minute < 3; minute++) { // in which groups move
                addressChanges.run();
                run(Duration.ofMinutes(1));
                allAreRight.run();
            }
        }
        nodes.get(1).dead = true;
        world.time.await(() -> {
            nodes.get(2).updater.close();
            return true;
        });
        addressChanges.run();
        run(LEASE.multipliedBy(2).plus(ROUND).plusSeconds(5));
        allAreRight.run();

        assertThat(nodes.stream()
                        .filter(node -> !node.dead && node.updater.status().running())
                        .mapToLong(Node::led)
                        .sum())
                .isEqualTo(16);
        assertThat(writes.values()).containsOnly(1);
        assertThat(writes).hasSize(16 * 41);
    }

    @Test
    void theNodesSpendTheBudgetOfAnAccountTogether() {
        UnaryOperator<UpdaterBuilder> limited = more -> {
            more.provider(
                            "limited",
                            new FakeZones(
                                    world.cloud,
                                    "limited",
                                    Settings.none(),
                                    Secret.of("secret-1"),
                                    FakeZones.can()
                                            .rateLimit(60, Duration.ofHours(1))
                                            .build()))
                    .policy(situation -> Decision.publish(situation.detected().orElseThrow(), "again and again"))
                    .schedule(new Schedule(Duration.ofSeconds(30), 0));
            for (int i = 0; i < 40; i++) {
                more.record(ManagedRecord.builder("n" + i + ".example.com", RecordType.A)
                        .provider("limited")
                        .build());
            }
            return more;
        };
        for (String name : List.of("a", "b", "c", "d")) {
            node(name, limited, how -> how.withGroups(16)).updater.start();
        }
        run(Duration.ofHours(1));
        int[] sent = {0};
        nodes.forEach(node -> node.events.clear());
        run(Duration.ofHours(2));
        nodes.forEach(node -> node.events(UpdateEvent.Exchanged.class).stream()
                .filter(e -> e.account().equals("limited"))
                .forEach(e -> sent[0]++));

        assertThat(nodes).allMatch(node -> node.led() > 0);
        assertThat(sent[0]).isBetween(110, 125);
    }

    @Test
    void aNodeWhoseClockIsAnHourAheadTakesNoLeaseTooEarly() {
        Node a = started("a");
        Node b = node(
                "b",
                more -> more.environment(
                        world.environment().withClock(() -> world.time.instant().plus(Duration.ofHours(1)))),
                how -> how);
        b.updater.start();
        run(Duration.ofMinutes(2));
        assertThat(b.leads()).isFalse();
        a.dead = true;
        b.wan.sees(A2);
        run(LEASE.minus(ROUND));
        assertThat(b.leads()).isFalse();
        run(ROUND.multipliedBy(2).plusSeconds(5));

        assertThat(b.leads()).isTrue();
        assertThat(world.cloud.at(HOME)).containsExactly(A2);
    }

    @Test
    void aPausedLeaderGivesWayAtOnceAndTakesNothingUntilItIsResumed() {
        Node a = started("a");
        Node b = started("b");
        run(Duration.ofMinutes(2));
        a.updater.pause();
        world.time.settle();
        assertThat(locks.holder("ddns-g0")).isEmpty();
        all(A2);
        run(ROUND.plusSeconds(5));
        assertThat(b.leads()).isTrue();
        assertThat(world.cloud.at(HOME)).containsExactly(A2);
        assertThat(a.events(UpdateEvent.LeadershipChanged.class))
                .anySatisfy(e -> assertThat(e.why()).isEqualTo("node a is paused"));

        b.dead = true;
        all(A3);
        run(LEASE.multipliedBy(3));
        assertThat(a.leads()).isFalse();
        assertThat(world.cloud.at(HOME)).containsExactly(A2);
        a.updater.resume();
        world.time.settle();
        assertThat(a.leads()).isTrue();
        assertThat(world.cloud.at(HOME)).containsExactly(A3);
    }

    @Test
    void anUpdaterThatIsPausedBeforeItsStartLeadsNothingButRunsOnce() {
        Node a = node("a");
        a.updater.pause();
        assertThat(world.once(a.updater).records().get(0).outcome()).isEqualTo(Outcome.CREATED);
        a.updater.start();
        run(Duration.ofMinutes(2));
        assertThat(locks.holder("ddns-g0")).isEmpty();

        a.updater.resume();
        world.time.settle();
        assertThat(a.leads()).isTrue();
    }

    @Test
    void aNodeTakesNoMoreGroupsThanItCanRenewInTime() {
        locks.answersAfter = () -> {
            try {
                world.time.pause(Duration.ofSeconds(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        Node a = node("a", more -> more, how -> how.withGroups(40));
        a.updater.start();
        run(Duration.ofMinutes(10));

        assertThat(a.led()).isBetween(3L, 8L);
        assertThat(a.events(UpdateEvent.LeadershipChanged.class)).allMatch(UpdateEvent.LeadershipChanged::isOurs);
        assertThat(a.events(UpdateEvent.ClusterTroubled.class))
                .singleElement()
                .satisfies(e -> assertThat(e.problem().message())
                        .isEqualTo(
                                "node a leads " + a.led() + " groups of the cluster, and takes no more, because their"
                                        + " leases take more than a sixth of 30s to renew; give the cluster fewer groups, longer"
                                        + " leases or more nodes"));
    }

    @Test
    void groupsNeedAnEngineThatCanTellWhoLeads() {
        locks.tells = false;
        Node a = node("a", more -> more, how -> how.withGroups(2));
        a.updater.start();
        run(Duration.ofMinutes(1));

        assertThat(world.cloud.calls).isEmpty();
        assertThat(a.events(UpdateEvent.ClusterTroubled.class))
                .singleElement()
                .satisfies(e -> assertThat(e.problem().message())
                        .contains("cannot tell who holds which lease; groups and a preferred node need that"));
    }

    @Test
    void thePreferredNodeLeadsAgainWhenItHasBeenBackForTheQuietTime() {
        UnaryOperator<Cluster> prefersA = how -> how.withPreferred("a", Duration.ofMinutes(5));
        Node b = node("b", more -> more, prefersA);
        b.updater.start();
        run(Duration.ofMinutes(2));
        assertThat(b.leads()).isTrue(); // while it is alone
        Node a = node("a", more -> more, prefersA);
        a.updater.start();
        run(Duration.ofMinutes(4));
        assertThat(b.leads()).isTrue();
        run(Duration.ofMinutes(2));

        assertThat(a.leads()).isTrue();
        assertThat(b.leads()).isFalse();
        assertThat(world.cloud.at(HOME)).containsExactly(A1);
    }

    @Test
    void withLinesOfTheirOwnANodeThatIsNotWellGivesWay() {
        UnaryOperator<Cluster> ownLine = how -> how.withMode(Cluster.Mode.OWN_LINE);
        Node a = node("a", more -> more, ownLine);
        Node b = node("b", more -> more, ownLine);
        b.wan.sees(A2);
        a.updater.start();
        world.time.settle();
        b.updater.start();
        run(Duration.ofMinutes(10));
        assertThat(world.cloud.at(HOME)).containsExactly(A1);

        a.wan.fails(IpFamily.IPV4);
        a.wan.announce();
        run(ROUND.multipliedBy(4));
        assertThat(b.leads()).isTrue();
        assertThat(world.cloud.at(HOME)).containsExactly(A2);

        a.wan.sees(A1);
        b.wan.fails(IpFamily.IPV4);
        b.wan.announce();
        run(ROUND.multipliedBy(5).plus(LEASE));
        assertThat(a.leads()).isTrue();
        assertThat(world.cloud.at(HOME)).containsExactly(A1);
    }

    @Test
    void withLinesOfTheirOwnDnsFollowsWithinASecondWhenTheLeaderLeavesInOrder() {
        UnaryOperator<Cluster> ownLine = how -> how.withMode(Cluster.Mode.OWN_LINE);
        for (UnaryOperator<Cluster> how :
                List.of(ownLine, ownLine.andThen(more -> more.withPreferred("a", Duration.ofMinutes(5)))::apply)) {
            Node a = node("a", more -> more, how);
            Node b = node("b", more -> more, how);
            b.wan.sees(A2);
            a.updater.start();
            world.time.settle();
            b.updater.start();
            run(Duration.ofMinutes(10).plusSeconds(1));
            assertThat(world.cloud.at(HOME)).containsExactly(A1);

            a.updater.close();
            run(Duration.ofSeconds(1));
            assertThat(b.leads()).isTrue();
            assertThat(world.cloud.at(HOME)).containsExactly(A2);
            b.updater.close();
        }
    }

    @Test
    void withLinesOfTheirOwnANodeThatHasEndedOrIsPausedAsksNoMore() {
        UnaryOperator<Cluster> ownLine = how -> how.withMode(Cluster.Mode.OWN_LINE);
        node("a", more -> more, ownLine).updater.start();
        world.time.settle();
        Node once = node("b", more -> more, ownLine);
        world.once(once.updater);
        Node paused = node("c", more -> more, ownLine);
        paused.updater.start();
        run(Duration.ofMinutes(1));
        paused.updater.pause();
        run(ROUND);
        locks.calls();
        run(Duration.ofMinutes(1));

        assertThat(locks.calls()).isBetween(12, 16); // the rounds of two nodes
    }

    @Test
    void withLinesOfTheirOwnAFollowerThatMayNotLeadLooksInItsRoundsOnly() {
        Node a = node("a", more -> more, how -> how.withMode(Cluster.Mode.OWN_LINE));
        Node b = node(
                "b", more -> more, how -> how.withMode(Cluster.Mode.OWN_LINE).withHealthCheck(() -> false));
        a.updater.start();
        world.time.settle();
        b.updater.start();
        run(Duration.ofMinutes(2));
        a.dead = true;
        locks.calls();
        run(LEASE.multipliedBy(2));

        assertThat(locks.calls()).isBetween(5, 7);
        assertThat(b.leads()).isFalse();
    }

    @Test
    void aRequestThatWaitedForASecretUntilItsLeaseHadEndedIsNotSent() {
        boolean[] isSlow = {false};
        List<String> holders = new ArrayList<>();
        HttpTransport http = request -> {
            holders.add(locks.holder("ddns-g0"));
            return new HttpTransport.Answer(200, Map.of(), "good");
        };
        Secret token = Secret.from("a vault", () -> {
            if (isSlow[0]) {
                isSlow[0] = false;
                run(Duration.ofSeconds(35));
            }
            return "token-of-a-test";
        });
        Settings settings = Settings.of("endpoint", "https://hosts.example");
        ProviderEndpoint endpoint = ProviderEndpoint.of(
                        settings,
                        "https://hosts.example",
                        new ProviderContext(http, world.time, new Random(1), (name, type) -> Optional.empty()))
                .authorizedBy(Authorizer.bearer(token));
        DnsProvider hosts = new UpdateUrlProvider(
                settings, endpoint, Abilities.builder().build()) {
            @Override
            protected Map<RecordKey, ChangeResult> update(UpdateCall call, ProviderHttp client)
                    throws InterruptedException {
                client.get("/update").query("ip", call.change().address()).sendForText();
                return call.all(updated());
            }
        };
        ManagedRecord nas = ManagedRecord.builder("nas.example.com", RecordType.A)
                .provider("hosts")
                .build();
        Node a = node("a", more -> more.provider("hosts", hosts).record(nas), how -> how);
        a.updater.start();
        run(Duration.ofMinutes(1));
        Node b = started("b");
        run(Duration.ofMinutes(1));

        locks.silent.add("a");
        isSlow[0] = true;
        a.wan.sees(A2);
        a.wan.announce();
        run(Duration.ofMinutes(2));
        assertThat(isSlow[0]).as("waits for the secret").isFalse();
        assertThat(b.leads()).isTrue();
        assertThat(holders).containsOnly("a");
    }

    @Test
    void aLeaseIsKeptAsLongAsTheCodeOfAProviderRunsThatDoesNotListen() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ends = new CountDownLatch(1);
        Updater a = inRealTime(() -> {
            begun.countDown();
            while (ends.getCount() > 0) {
                try {
                    ends.await();
                } catch (InterruptedException e) {
                    // the client of a vendor that goes on, and sends its request later
                }
            }
        });
        a.start();
        begun.await();
        a.close();
        try {
            assertThat(locks.holder("ddns-g0")).isEqualTo("a");
        } finally {
            ends.countDown();
        }
    }

    @Test
    void aCycleThatIsWaitedForEndsWhenTheUpdaterIsClosed() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Updater a = inRealTime(() -> {
            begun.countDown();
            new CountDownLatch(1).await();
        });
        CountDownLatch ended = new CountDownLatch(1);
        Thread caller = new Thread(() -> {
            try {
                a.runOnce();
            } catch (InterruptedException | RuntimeException e) {
                // closed
            } finally {
                ended.countDown();
            }
        });
        caller.setDaemon(true);
        caller.start();
        begun.await();
        a.close();
        assertThat(ended.await(1, TimeUnit.MINUTES)).isTrue();
    }

    /** What the code of a provider does within an exchange. */
    private interface Exchange {
        void run() throws InterruptedException;
    }

    private Updater inRealTime(Exchange exchange) {
        DnsProvider slow = new DnsProvider() {
            @Override
            public Abilities abilities() {
                return Abilities.builder().build();
            }

            @Override
            public String account() {
                return "slow";
            }

            @Override
            public String fingerprint() {
                return "slow";
            }

            @Override
            public void publish(List<RecordChange> changes, Publication publication) throws InterruptedException {
                publication.attempting(changes);
                publication.exchange("PUT", () -> {
                    exchange.run();
                    return changes;
                });
            }
        };
        return Updater.builder()
                .environment(UpdaterEnvironment.standard().withNetwork(() -> true))
                .state(rows.node())
                .detector(new FakeDetector().sees(A1))
                .provider(slow)
                .lookup((name, type) -> Optional.empty())
                .record(HOME, RecordType.A)
                .cluster(Cluster.of(locks.of("a"), "a").withLease(LEASE))
                .build();
    }

    @Test
    void clustersThatShareAStateDoNotHinderEachOther() {
        UnaryOperator<Cluster> named = how -> how.withName("home");
        for (int i = 0; i < 3; i++) { // so that its tokens are higher than those of the other cluster
            Node before = node("a", more -> more, named);
            before.updater.start();
            run(Duration.ofMinutes(1));
            world.time.await(() -> {
                before.updater.close();
                return true;
            });
        }
        Node home = node("a", more -> more, named);
        home.updater.start();
        run(Duration.ofMinutes(2));
        FakeDetector wan = new FakeDetector().sees(A1);
        Updater office = world.bare()
                .state(rows.node())
                .detector(wan)
                .provider(new FakeZones(world.cloud))
                .record("office.example.com", RecordType.A)
                .cluster(Cluster.of(locks.of("b"), "b").withLease(LEASE).withName("office"))
                .build();
        office.start();
        run(Duration.ofMinutes(2));
        all(A2);
        wan.sees(A2);
        run(Duration.ofMinutes(20));

        assertThat(world.cloud.at(HOME)).containsExactly(A2);
        assertThat(world.cloud.at("office.example.com")).containsExactly(A2);
        assertThat(home.updater.status().health().cause()).isEmpty();
        assertThat(office.status().health().cause()).isEmpty();
    }

    @Test
    void aClusterIsNotNamedLikeTheNodesOfAnother() {
        for (String name : List.of("home-node", "home-node-b")) {
            assertThatThrownBy(() -> Cluster.of(locks.of("a"), "a").withName(name))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("could be mistaken for the nodes of another cluster");
        }
    }

    @Test
    void aNodeWithAnotherNumberOfGroupsLeadsNothingUntilTheOthersHaveTheSame() {
        UnaryOperator<UpdaterBuilder> many = builder -> {
            for (int i = 0; i < 8; i++) {
                builder.record("n" + i + ".example.com", RecordType.A);
            }
            return builder;
        };
        Node a = node("a", many, how -> how);
        a.updater.start();
        run(Duration.ofMinutes(2));
        Node b = node("b", many, how -> how.withGroups(8));
        b.updater.start();
        run(Duration.ofMinutes(5));
        assertThat(b.led()).isZero();
        assertThat(b.updater.status().health().cause())
                .hasValueSatisfying(
                        why -> assertThat(why.message()).contains("node a leads, and has 1 groups, but node b has 8"));

        Node lab = node("lab", many, how -> how.withName("ddns-lab").withGroups(4)); // whose leases begin alike
        lab.updater.start();
        run(Duration.ofMinutes(2));
        assertThat(lab.led()).isEqualTo(4);

        world.time.await(() -> {
            a.updater.close();
            return true;
        });
        Node anew = node("a", many, how -> how.withGroups(8));
        anew.updater.start();
        run(Duration.ofMinutes(10));
        assertThat(b.led() + anew.led()).isEqualTo(8);
        assertThat(b.updater.status().health().cause()).isEmpty();
    }

    @Test
    void whatCannotBeReadIsWrittenOnceMoreAfterATakeOverByANodeWithAStateOfItsOwn() {
        FakeHosts hosts = new FakeHosts(Abilities.builder().build());
        ManagedRecord mail = ManagedRecord.builder("mail.example.com", RecordType.A)
                .provider("hosts")
                .build();
        BiFunction<UpdaterBuilder, FakeDetector, UpdaterBuilder> how =
                (builder, wan) -> builder.detector(wan).provider("hosts", hosts).record(mail);
        UnaryOperator<Cluster> ownLine = cluster -> cluster.withMode(Cluster.Mode.OWN_LINE);
        Node b = new Node("b", new CountingStore(), how, ownLine);
        b.wan.sees(A2);
        b.updater.start();
        run(Duration.ofMinutes(5));
        b.freeze();
        Node a = new Node("a", new CountingStore(), how, ownLine);
        a.updater.start();
        run(Duration.ofMinutes(2));
        b.thaw();
        run(Duration.ofMinutes(2));
        assertThat(hosts.at("mail.example.com", RecordType.A)).hasToString("[" + A1 + "]");

        a.dead = true;
        run(Duration.ofMinutes(5));
        assertThat(b.leads()).isTrue();
        assertThat(hosts.at("mail.example.com", RecordType.A)).hasToString("[" + A2 + "]");
    }

    @Test
    void theApplicationsCheckDecidesToo() {
        boolean[] well = {true};
        Node a = node(
                "a", more -> more, how -> how.withMode(Cluster.Mode.OWN_LINE).withHealthCheck(() -> well[0]));
        Node b = node("b", more -> more, how -> how.withMode(Cluster.Mode.OWN_LINE));
        a.updater.start();
        world.time.settle();
        b.updater.start();
        run(Duration.ofMinutes(2));
        well[0] = false;
        run(ROUND.multipliedBy(2));
        assertThat(b.leads()).isTrue();
        assertThat(a.events(UpdateEvent.LeadershipChanged.class))
                .anySatisfy(e -> assertThat(e.why())
                        .isEqualTo("node a is not well: its network, its detectors or the application's check fail"));

        well[0] = true;
        b.dead = true;
        run(LEASE.plus(ROUND).plusSeconds(5));
        assertThat(a.leads()).isTrue();
    }

    @Test
    void nodesThatAreReconfiguredAlikeDoNotDiffer() {
        Node a = started("a");
        Node b = started("b");
        run(Duration.ofMinutes(1));
        List<ManagedRecord> records = List.of(
                ManagedRecord.builder(HOME, RecordType.A).build(),
                ManagedRecord.builder("nas.example.com", RecordType.A).build());
        a.updater.replaceRecords(records);
        b.updater.replaceRecords(records);
        run(Duration.ofMinutes(2));

        assertThat(a.leads()).isTrue();
        assertThat(world.cloud.at("nas.example.com")).containsExactly(A1);
        assertThat(b.updater.status().health().cause()).isEmpty();
    }

    @Test
    void aClockThatIsSetMovesNoLease() {
        Node a = started("a");
        Node b = started("b");
        run(Duration.ofMinutes(2));
        for (Duration by : List.of(Duration.ofHours(2), Duration.ofHours(-3), Duration.ofMinutes(5))) {
            world.time.setClock(by);
            run(Duration.ofMinutes(2));
        }
        all(A2);
        run(Duration.ofMinutes(10));

        assertThat(a.leads()).isTrue();
        assertThat(b.leads()).isFalse();
        assertThat(world.cloud.at(HOME)).containsExactly(A2);
    }

    @Test
    void aStoreThatKnowsALaterTokenIsLedAfterAWholeLease() {
        for (int i = 0; i < 3; i++) {
            Node before = started("before-" + i);
            run(Duration.ofSeconds(1));
            world.time.await(() -> {
                before.updater.close();
                return true;
            });
        }
        locks.forget();
        Node a = started("a");
        all(A2);
        run(LEASE.minusSeconds(1));
        assertThat(a.leads()).isFalse();
        assertThat(world.cloud.at(HOME)).containsExactly(A1);
        assertThat(a.events(UpdateEvent.ClusterTroubled.class))
                .singleElement()
                .satisfies(e -> assertThat(e.problem().message())
                        .isEqualTo("the state knows a later leader of group g0 than the cluster's engine locks of a"
                                + " test, which has lost its data; this node leads after 30s"));

        run(ROUND.plusSeconds(5));
        assertThat(a.leads()).isTrue();
        assertThat(world.cloud.at(HOME)).containsExactly(A2);
    }

    @Test
    void aLockServerThatLosesItsDataLeavesTwoLeadersOfWhichTheStoreRefusesTheOlder() {
        Node a = started("a");
        run(Duration.ofMinutes(1));
        locks.forget();
        Node b = started("b");
        run(Duration.ofMinutes(2));

        assertThat(List.of(a.leads(), b.leads())).containsExactlyInAnyOrder(true, false);
        all(A2);
        run(Duration.ofMinutes(10));
        assertThat(world.cloud.at(HOME)).containsExactly(A2);
        assertThat(rows.row(World.home(RecordType.A)).confirmed()).contains(World.addresses(A2));
    }

    @Test
    void anErrorWhileANodeBeginsToLeadLeavesTheLeaseToAnother() {
        boolean[] threw = {false};
        StateStore failing = rows.new Node() {
            private boolean leads;

            @Override
            public boolean lead(String group, long token, Predicate<RecordKey> members, boolean anew) {
                leads = true;
                return super.lead(group, token, members, anew);
            }

            @Override
            public RecordState record(RecordKey key) {
                if (leads && !threw[0]) {
                    threw[0] = true;
                    throw new OutOfMemoryError("once");
                }
                return super.record(key);
            }
        };
        new Node("a", failing, (builder, wan) -> builder.detector(wan), how -> how).updater.start();
        world.time.settle();
        Node b = started("b");
        run(ROUND.multipliedBy(3));

        assertThat(threw[0]).isTrue();
        assertThat(b.leads()).isTrue();
        assertThat(world.cloud.at(HOME)).containsExactly(A1);
    }

    @Test
    void aRenewalThatFailsKeepsNoOtherLeaseFromBeingRenewed() {
        Node a = node("a", FORTY_NAMES, how -> how.withGroups(8));
        a.updater.start();
        run(Duration.ofMinutes(1));
        locks.stuck.add("ddns-g1");
        run(Duration.ofMinutes(10));

        assertThat(a.led()).isEqualTo(7L);
        assertThat(a.events(UpdateEvent.LeadershipChanged.class).stream().filter(e -> !e.isOurs()))
                .isNotEmpty()
                .allMatch(e -> e.group().equals("g1"));
        assertThat(a.events(UpdateEvent.ClusterTroubled.class))
                .isNotEmpty()
                .allSatisfy(e -> assertThat(e.problem().message()).isEqualTo("the row of ddns-g1 is locked"));
        assertThat(a.updater.status().health().cause()).isPresent();

        locks.stuck.clear();
        run(LEASE);
        assertThat(a.led()).isEqualTo(8L);
        assertThat(a.updater.status().health().cause()).isEmpty();
    }

    @Test
    void aLeaseThatCannotBeTakenKeepsNoOtherFromBeingTaken() {
        locks.stuck.add("ddns-g1");
        Node a = node("a", FORTY_NAMES, how -> how.withGroups(8));
        a.updater.start();
        run(Duration.ofMinutes(1));

        assertThat(a.led()).isEqualTo(7L);
    }

    @Test
    void nothingIsMeantForANodeWhoseStateFails() {
        StateStore failing = rows.new Node() {
            @Override
            public boolean lead(String group, long token, Predicate<RecordKey> members, boolean anew) {
                throw StateException.unwritable("the database is full", new IllegalStateException());
            }
        };
        UnaryOperator<Cluster> eight = how -> how.withGroups(8);
        Node b = node("b", FORTY_NAMES, eight);
        b.updater.start();
        run(Duration.ofMinutes(1));
        Node a = new Node("a", failing, (builder, wan) -> FORTY_NAMES.apply(builder.detector(wan)), eight);
        a.updater.start();
        run(Duration.ofMinutes(5));
        long led = 0;
        for (int i = 0; i < 600; i++) {
            run(Duration.ofSeconds(1));
            led += b.led();
        }

        assertThat(led / 600.0).isGreaterThan(7.7);
        assertThat(a.led()).isZero();
    }

    @Test
    void aStateThatIsSlowToAcceptALeaderLosesNoOtherGroup() {
        StateStore slow = rows.new Node() {
            @Override
            public boolean lead(String group, long token, Predicate<RecordKey> members, boolean anew) {
                if (group.equals("ddns-g3")) {
                    try {
                        for (int i = 0; i < 30; i++) {
                            world.time.pause(Duration.ofSeconds(1));
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw StateException.unwritable("the call was interrupted", e);
                    }
                }
                return super.lead(group, token, members, anew);
            }
        };
        Node a = new Node(
                "a", slow, (builder, wan) -> FORTY_NAMES.apply(builder.detector(wan)), how -> how.withGroups(4));
        a.updater.start();
        run(Duration.ofMinutes(10));

        assertThat(a.led()).isEqualTo(3L);
        assertThat(a.events(UpdateEvent.LeadershipChanged.class)).allMatch(UpdateEvent.LeadershipChanged::isOurs);
        assertThat(a.events(UpdateEvent.ClusterTroubled.class))
                .anySatisfy(e ->
                        assertThat(e.problem().message()).isEqualTo("the state of the cluster did not answer in time"));
    }

    @Test
    void aRoundWaitsForNoSave() {
        FakeHosts hosts = new FakeHosts(Abilities.builder().build()); // cannot be read, so it is doubted
        UnaryOperator<UpdaterBuilder> names = more -> {
            more.provider("hosts", hosts);
            for (int i = 0; i < 40; i++) {
                more.record(ManagedRecord.builder("n" + i + ".example.com", RecordType.A)
                        .provider("hosts")
                        .build());
            }
            return more;
        };
        UnaryOperator<Cluster> four = how -> how.withGroups(4);
        Duration ahead = Duration.ofHours(1); // so that the rows have times that are corrected
        world.time.setClock(ahead);
        Node before = node("before", names, four);
        before.updater.start();
        run(Duration.ofMinutes(2));
        before.updater.close();
        world.time.setClock(ahead.negated());
        for (boolean isShared : List.of(true, false)) {
            List<String> calls = new ArrayList<>();
            StateStore store = rows.new Node() {
                @Override
                public boolean lead(String group, long token, Predicate<RecordKey> members, boolean anew) {
                    calls.add("lead");
                    return super.lead(group, token, members, anew);
                }

                @Override
                public void saveAll(Collection<RecordState> records, Collection<AccountState> accounts) {
                    calls.add("save");
                    super.saveAll(records, accounts);
                }

                @Override
                public boolean isShared() {
                    return isShared;
                }
            };
            Node a = new Node("a", store, (builder, wan) -> names.apply(builder.detector(wan)), four);
            a.updater.start();
            run(ROUND);
            assertThat(a.led()).isEqualTo(4L);
            assertThat(calls).startsWith("lead", "lead", "lead", "lead", "save");
            a.updater.close();
        }
    }

    @Test
    void theSecondLookIsNotLostIfTheRecordsAreReplacedMeanwhile() {
        Node a = started("a");
        Node b = started("b");
        run(Duration.ofMinutes(2));
        a.dead = true;
        world.time.runUntil(b::leads, LEASE.plus(ROUND).plusSeconds(5));
        b.updater.replaceRecords(List.of(
                ManagedRecord.builder(HOME, RecordType.A).build(),
                ManagedRecord.builder("nas.example.com", RecordType.A).build()));
        run(LEASE.minusSeconds(5));
        assertThat(world.cloud.at("nas.example.com")).containsExactly(A1);
        world.cloud.clear(HOME);
        world.cloud.put(HOME, A3); // a late write of the former leader
        run(Duration.ofSeconds(6));

        assertThat(world.cloud.at(HOME)).containsExactly(A1);
    }

    @Test
    void aLeaseThatIsTakenAnewForOtherRecordsIsKeptOrGivenBackWhateverTheStateSays() {
        String[] answer = {""};
        StateStore store = rows.new Node() {
            @Override
            public boolean lead(String group, long token, Predicate<RecordKey> members, boolean anew) {
                if (answer[0].equals("fails")) {
                    answer[0] = "";
                    throw StateException.unwritable("the database is full", new IllegalStateException());
                }
                return (anew || !answer[0].equals("knows a later leader")) && super.lead(group, token, members, anew);
            }
        };
        Node a = new Node("a", store, (builder, wan) -> builder.detector(wan), how -> how);
        a.updater.start();
        run(Duration.ofMinutes(2));
        int[] next = {0};
        for (String each : List.of("fails", "knows a later leader")) {
            answer[0] = each;
            a.updater.replaceRecords(List.of(
                    ManagedRecord.builder(HOME, RecordType.A).build(),
                    ManagedRecord.builder("n" + next[0]++ + ".example.com", RecordType.A)
                            .build()));
            run(ROUND.plusSeconds(1));
            assertThat(a.leads()).as(each).isFalse();
            String address = next[0] == 1 ? A2 : A3;
            all(address);
            run(LEASE.plus(ROUND.multipliedBy(2)));
            assertThat(a.leads()).as(each).isTrue();
            assertThat(world.cloud.at(HOME)).as(each).containsExactly(address);
        }
    }

    @Test
    void aClockThatIsSetAheadDoesNotShortenTheWaitForAFormerLeader() {
        Node before = started("before");
        run(Duration.ofSeconds(1));
        world.time.await(() -> {
            before.updater.close();
            return true;
        });
        Node another = started("another");
        another.dead = true;
        locks.forget();
        Node a = started("a");
        run(ROUND.minusSeconds(2));
        world.time.setClock(Duration.ofHours(2));
        run(LEASE.minus(ROUND));
        assertThat(a.leads()).isFalse();

        run(ROUND.multipliedBy(2));
        assertThat(a.leads()).isTrue();
    }

    @Test
    void anApplicationsCheckThatThrowsSaysThatTheNodeIsNotWell() {
        boolean[] throwing = {false};
        Node a = node(
                "a",
                more -> more,
                how -> how.withMode(Cluster.Mode.OWN_LINE).withHealthCheck(() -> {
                    if (throwing[0]) {
                        throw new IllegalStateException("the check fails");
                    }
                    return true;
                }));
        a.updater.start();
        world.time.settle();
        Node b = node("b", more -> more, how -> how.withMode(Cluster.Mode.OWN_LINE));
        b.updater.start();
        run(Duration.ofMinutes(2));
        throwing[0] = true;
        run(Duration.ofMinutes(5));

        assertThat(b.leads()).isTrue();
        assertThat(a.leads()).isFalse();
        assertThat(a.events(UpdateEvent.Defect.class))
                .singleElement()
                .satisfies(e -> assertThat(e.part()).isEqualTo(DefectPart.HEALTH_CHECK));
    }

    @Test
    void aStateThatRefusesTheRowsOfALeaderIsLedAnewByItWithAHigherToken() {
        Node a = node("a", FORTY_NAMES, how -> how.withGroups(4));
        a.updater.start();
        run(Duration.ofMinutes(5));
        rows.fallBack("ddns-g0");
        all(A2);
        run(Duration.ofMinutes(12));

        assertThat(a.led()).isEqualTo(4L);
        for (int i = 0; i < 40; i++) {
            assertThat(world.cloud.at("n" + i + ".example.com")).containsExactly(A2);
            RecordKey key = new RecordKey("default", DnsName.of("n" + i + ".example.com"), RecordType.A);
            assertThat(rows.row(key).confirmed()).contains(World.addresses(A2));
        }
        assertThat(a.events(UpdateEvent.LeadershipChanged.class).stream().filter(e -> !e.isOurs()))
                .singleElement()
                .satisfies(e -> {
                    assertThat(e.group()).isEqualTo("g0");
                    assertThat(e.why())
                            .isEqualTo("the state refuses the rows of node a, because it knows another leader; the node"
                                    + " gives the lease back, so that the next leader has a higher token");
                });
        assertThat(a.events(UpdateEvent.StateTroubled.class)).isEmpty();
    }

    @Test
    void onceOnAFollowerSaysWhoLeadsAndThatAllIsRight() {
        started("a");
        run(Duration.ofMinutes(1));
        world.cloud.calls.clear();
        Node b = node("b");
        UpdateReport report = world.once(b.updater);

        assertThat(report.isRight()).isTrue();
        assertThat(report.records())
                .singleElement()
                .satisfies(record ->
                        assertThat(record.problem().orElseThrow().kind()).isEqualTo(ProblemKind.LED_ELSEWHERE));
        assertThat(world.cloud.calls).isEmpty();
    }

    @Test
    void onceTakesWhatIsFreeAndGivesItBack() {
        Node b = node("b");
        UpdateReport report = world.once(b.updater);

        assertThat(report.records())
                .singleElement()
                .satisfies(record -> assertThat(record.outcome()).isEqualTo(Outcome.CREATED));
        assertThat(world.cloud.at(HOME)).containsExactly(A1);
        assertThat(locks.holder("ddns-g0")).isEmpty();
        assertThat(world.once(b.updater).records().get(0).outcome()).isEqualTo(Outcome.UNCHANGED);
    }

    @Test
    void planCheckAndDetectWorkOnAFollower() {
        started("a");
        Node b = started("b");
        run(Duration.ofMinutes(1));
        b.wan.sees(A2);
        UpdateReport plan = world.time.await(b.updater::plan);
        UpdateReport check = world.time.await(b.updater::check);

        assertThat(plan.records())
                .singleElement()
                .satisfies(record -> assertThat(record.outcome()).isEqualTo(Outcome.UPDATED));
        assertThat(check.records()).hasSize(1);
        assertThat(world.cloud.at(HOME)).containsExactly(A1);
    }

    @Test
    void aPushedAddressWaitsUntilItsNodeLeads() {
        Node a = new Node("a", rows.node(), (builder, wan) -> builder.pushed(), how -> how);
        Node b = new Node("b", rows.node(), (builder, wan) -> builder.pushed(), how -> how);
        a.updater.start();
        world.time.settle();
        b.updater.start();
        a.updater.push(Map.of(World.home(RecordType.A), World.addresses(A1)));
        run(Duration.ofMinutes(1));
        b.updater.push(Map.of(World.home(RecordType.A), World.addresses(A2)));
        run(Duration.ofMinutes(10));
        assertThat(world.cloud.at(HOME)).containsExactly(A1);
        a.dead = true;
        run(LEASE.plus(ROUND).plusSeconds(5));

        assertThat(world.cloud.at(HOME)).containsExactly(A2);
    }

    @Test
    void aNodeWithOtherRecordsIsNoticed() {
        started("a");
        Node b = node("b", more -> more.record("nas.example.com", RecordType.A), how -> how);
        b.updater.start();
        run(Duration.ofMinutes(1));

        assertThat(b.events(UpdateEvent.ClusterTroubled.class))
                .singleElement()
                .satisfies(e -> assertThat(e.problem().message())
                        .isEqualTo("node a leads group g0 of the cluster with other records than node b has; give all"
                                + " nodes the same records"));
    }

    @Test
    void aClusterWithdrawsNothingOnClose() {
        assertThatThrownBy(() -> node("a", more -> more.withdrawOnClose(Duration.ofSeconds(5)), how -> how))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("cannot be used in a cluster, because another node takes the records over");
    }

    @Test
    void aLeaseThatIsShorterThanAnExchangeMayTakeIsRefused() {
        assertThatThrownBy(() -> Cluster.of(locks.of("a"), "a").withLease(Duration.ofSeconds(5)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("cluster.lease")
                .hasMessageContaining("5s is shorter than an exchange with a provider may take")
                .hasMessageContaining("15s to 10m");
    }
}
