package io.github.ddnsjava.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.RecordChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What providers must do whose calls carry both families of a name, or several names. */
final class JointCases {
    private JointCases() {}

    static void addTo(Cases cases) {
        cases.add("publishes both families of a name", JointCases::both, Trait.SEPARATE_FAMILIES);
        Cases joint = cases.needing(Trait.JOINT_FAMILIES);
        joint.add("publishes both families of a name in one write", bench -> {
            both(bench);
            assertThat(bench.writes()).hasSize(1);
        });
        joint.add("sends AAAA along with A, so that it stays", bench -> companion(bench, RecordType.A));
        joint.add("sends A along with AAAA, so that it stays", bench -> companion(bench, RecordType.AAAA));
        joint.add("leaves A alone, which is in sync, where it writes AAAA", bench -> inSync(bench, RecordType.A));
        joint.add("leaves AAAA alone, which is in sync, where it writes A", bench -> inSync(bench, RecordType.AAAA));
        Cases hosts = cases.needing(Trait.SEVERAL_NAMES_PER_CALL);
        hosts.add("publishes several names with the same address in one call", JointCases::severalHosts);
        hosts.add("gives each of several names its own address", JointCases::ownAddresses);
    }

    private static void both(Bench bench) throws Exception {
        DnsName home = bench.name("home");
        bench.put(home, RecordType.A, 1);
        bench.put(home, RecordType.AAAA, 1);
        Map<RecordKey, ChangeResult> results =
                bench.publish(Bench.move(home, RecordType.A, 1, 2), Bench.move(home, RecordType.AAAA, 1, 3));
        assertThat(results).hasSize(2);
        results.values().forEach(Bench::assertDone);
        bench.assertServed(home, RecordType.A, 2);
        bench.assertServed(home, RecordType.AAAA, 3);
    }

    private static void companion(Bench bench, RecordType type) throws Exception {
        DnsName home = bench.name("home");
        RecordType other = type == RecordType.A ? RecordType.AAAA : RecordType.A;
        bench.put(home, type, 1);
        bench.put(home, other, 7);
        RecordChange change = Bench.move(home, type, 1, 2);
        Map<RecordKey, ChangeResult> results = bench.publish(
                change, Changes.keep(home, Set.of(Bench.address(other, 7))).build());
        assertThat(results).containsOnlyKeys(change.key());
        Bench.assertDone(Bench.resultOf(change, results));
        bench.assertServed(home, type, 2);
        bench.assertServed(home, other, 7);
    }

    /** A provider that can be read finds one family in sync, and must not send the other without it. */
    private static void inSync(Bench bench, RecordType type) throws Exception {
        DnsName home = bench.name("home");
        RecordType other = type == RecordType.A ? RecordType.AAAA : RecordType.A;
        bench.put(home, type, 1);
        bench.put(home, other, 1);
        RecordChange change = Bench.move(home, other, 1, 2);
        Map<RecordKey, ChangeResult> results = bench.publish(Bench.move(home, type, 1, 1), change);
        Bench.assertDone(Bench.resultOf(change, results));
        bench.assertServed(home, type, 1);
        bench.assertServed(home, other, 2);
    }

    private static void severalHosts(Bench bench) throws Exception {
        publish(bench, false);
        assertThat(bench.writes()).hasSize(1);
    }

    private static void ownAddresses(Bench bench) throws Exception {
        publish(bench, true);
    }

    private static void publish(Bench bench, boolean own) throws Exception {
        int hosts = Math.min(3, bench.abilities().hostsPerCall());
        List<RecordChange> changes = new ArrayList<>();
        for (int i = 0; i < hosts; i++) {
            bench.put(bench.name("host" + i), bench.type(), 1);
            changes.add(Bench.move(bench.name("host" + i), bench.type(), 1, own ? 10 + i : 10));
        }
        Map<RecordKey, ChangeResult> results = bench.publish(changes);
        assertThat(results).hasSize(hosts);
        results.values().forEach(Bench::assertDone);
        for (int i = 0; i < hosts; i++) {
            bench.assertServed(bench.name("host" + i), bench.type(), own ? 10 + i : 10);
        }
    }
}
