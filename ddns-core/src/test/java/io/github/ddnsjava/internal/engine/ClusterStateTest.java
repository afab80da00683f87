package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.A2;
import static io.github.ddnsjava.internal.engine.World.A3;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.cluster.Cluster;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.exception.StateException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import io.github.ddnsjava.remember.StateStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The state of a cluster: shared or not, slow, full, or from a backup. */
@Tag("promise-24")
class ClusterStateTest extends SimulatedCluster {
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
}
