package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.A2;
import static io.github.ddnsjava.internal.engine.World.A3;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.Schedule;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.cluster.Cluster;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.decide.Decision;
import io.github.ddnsjava.event.UpdateEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The groups of a cluster are spread over its nodes. */
@Tag("promise-24")
class ClusterGroupsTest extends SimulatedCluster {
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
}
