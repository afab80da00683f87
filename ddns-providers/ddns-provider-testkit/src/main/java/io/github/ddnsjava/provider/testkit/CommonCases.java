package io.github.ddnsjava.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.RecordView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** What every provider must do: writes, reads, withdrawals, dry runs, threads. */
final class CommonCases {
    private static final int THREADS = 8;
    private static final int ROUNDS = 4;

    private CommonCases() {}

    static void addTo(Cases cases) {
        cases.add("describes itself the same each time", CommonCases::describesItself);
        cases.add("publishes A", bench -> publishes(bench, RecordType.A), Trait.A);
        cases.add("publishes AAAA", bench -> publishes(bench, RecordType.AAAA), Trait.AAAA);
        cases.add(
                "leaves AAAA alone when it publishes A",
                bench -> otherFamily(bench, RecordType.A),
                Trait.OMITTED_FAMILY_STAYS);
        cases.add(
                "leaves A alone when it publishes AAAA",
                bench -> otherFamily(bench, RecordType.AAAA),
                Trait.OMITTED_FAMILY_STAYS);
        cases.add("publishes several names in one call, and leaves others alone", CommonCases::several);
        cases.add("writes a touch although the address is right", CommonCases::touches);
        cases.add("writes no record that is only to be kept", CommonCases::keeps);
        cases.add("plans in a dry run, and writes nothing", CommonCases::dryRun);
        cases.add("looks at names and credentials without writing", CommonCases::checks);
        cases.add("serves eight threads at once", CommonCases::threads);
        cases.add("writes nothing where the address is right", CommonCases::alreadyRight, Trait.READ);
        cases.add("reads record sets in the order of the questions", CommonCases::reads, Trait.READ);
        cases.add("withdraws what is ours", CommonCases::withdraws, Trait.DELETE);
        cases.add(
                "withdraws A, and leaves AAAA alone",
                bench -> withdrawsOneFamily(bench, RecordType.A, RecordType.AAAA),
                Trait.DELETE,
                Trait.SEPARATE_FAMILIES);
        cases.add(
                "withdraws AAAA, and leaves A alone",
                bench -> withdrawsOneFamily(bench, RecordType.AAAA, RecordType.A),
                Trait.DELETE,
                Trait.SEPARATE_FAMILIES);
        cases.add(
                "writes nothing to withdraw what is not there",
                CommonCases::nothingToWithdraw,
                Trait.DELETE,
                Trait.READ);
    }

    private static void describesItself(Bench bench) throws Exception {
        DnsProvider provider = bench.provider();
        DnsProvider same = bench.harness().provider();
        assertThat(provider.abilities()).isEqualTo(provider.abilities()).isEqualTo(same.abilities());
        assertThat(provider.account())
                .isNotBlank()
                .isEqualTo(provider.account())
                .isEqualTo(same.account());
        assertThat(provider.fingerprint())
                .isNotBlank()
                .isEqualTo(provider.fingerprint())
                .isEqualTo(same.fingerprint());
    }

    private static void publishes(Bench bench, RecordType type) throws Exception {
        DnsName home = bench.name("home");
        RecordChange change = Bench.move(home, type, 1, 2);
        bench.put(home, type, 1);
        Bench.assertDone(bench.publishOne(change));
        bench.assertServed(home, type, 2);
        bench.assertAnnounced(change);
    }

    private static void otherFamily(Bench bench, RecordType type) throws Exception {
        DnsName home = bench.name("home");
        RecordType other = type == RecordType.A ? RecordType.AAAA : RecordType.A;
        bench.put(home, type, 1);
        bench.put(home, other, 7);
        Bench.assertDone(bench.publishOne(Bench.move(home, type, 1, 2)));
        bench.assertServed(home, type, 2);
        bench.assertServed(home, other, 7);
    }

    private static void several(Bench bench) throws Exception {
        List<RecordChange> changes = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            bench.put(bench.name("host" + i), bench.type(), i);
            changes.add(Bench.move(bench.name("host" + i), bench.type(), i, 10 + i));
        }
        DnsName other = bench.name("host4");
        bench.put(other, bench.type(), 4);
        Map<RecordKey, ChangeResult> results = bench.publish(changes);
        assertThat(results).hasSize(3);
        results.values().forEach(Bench::assertDone);
        for (int i = 1; i <= 3; i++) {
            bench.assertServed(bench.name("host" + i), bench.type(), 10 + i);
        }
        bench.assertServed(other, bench.type(), 4);
    }

    private static void touches(Bench bench) throws Exception {
        DnsName home = bench.name("home");
        bench.put(home, bench.type(), 1);
        RecordChange touch = Changes.touch(home, Set.of(Bench.address(bench.type(), 1)))
                .confirmed(Set.of(Bench.address(bench.type(), 1)))
                .build();
        assertThat(bench.publishOne(touch))
                .isInstanceOfAny(
                        ChangeResult.Applied.class, ChangeResult.AlreadyRight.class, ChangeResult.Accepted.class);
        bench.assertAnnounced(touch);
        bench.assertWritten();
        bench.assertServed(home, bench.type(), 1);
    }

    private static void keeps(Bench bench) throws Exception {
        DnsName home = bench.name("home");
        bench.put(home, bench.type(), 1);
        RecordChange keep =
                Changes.keep(home, Set.of(Bench.address(bench.type(), 2))).build();
        assertThat(bench.publish(keep)).as("results").isEmpty();
        bench.assertNothingWritten();
        bench.assertServed(home, bench.type(), 1);
    }

    private static void dryRun(Bench bench) throws Exception {
        DnsName home = bench.name("home");
        RecordChange change = Bench.move(home, bench.type(), 1, 2);
        bench.put(home, bench.type(), 1);
        bench.use(RecordingPublication.builder().dryRun().build());
        assertThat(bench.publishOne(change)).isInstanceOf(ChangeResult.NotAttempted.class);
        bench.assertAnnounced(change);
        bench.assertNoWriteAtServer();
        bench.assertServed(home, bench.type(), 1);
    }

    private static void checks(Bench bench) throws Exception {
        DnsName home = bench.name("home");
        bench.put(home, bench.type(), 1);
        bench.provider().check(List.of(Changes.question(home, bench.type())), bench.publication());
        bench.assertNothingWritten();
        bench.assertServed(home, bench.type(), 1);
    }

    private static void threads(Bench bench) throws Exception {
        for (int thread = 1; thread <= THREADS; thread++) {
            for (int round = 1; round <= ROUNDS; round++) {
                bench.put(threadName(bench, thread, round), bench.type(), 1);
            }
        }
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<Callable<Void>> work = new ArrayList<>();
        for (int i = 1; i <= THREADS; i++) {
            int thread = i;
            work.add(() -> {
                start.await();
                publishRounds(bench, thread);
                return null;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            // All come to their end before the first failure is thrown: none disturbs the next case.
            for (Future<Void> future : threads.invokeAll(work, 1, TimeUnit.MINUTES)) {
                future.get();
            }
        } finally {
            threads.shutdownNow();
        }
        for (int thread = 1; thread <= THREADS; thread++) {
            for (int round = 1; round <= ROUNDS; round++) {
                bench.assertServed(threadName(bench, thread, round), bench.type(), 10 * thread + round);
            }
        }
    }

    private static DnsName threadName(Bench bench, int thread, int round) {
        return bench.name("thread" + thread + "-" + round);
    }

    private static void publishRounds(Bench bench, int thread) throws InterruptedException {
        for (int round = 1; round <= ROUNDS; round++) {
            RecordChange change = Bench.move(threadName(bench, thread, round), bench.type(), 1, 10 * thread + round);
            Bench.assertDone(Bench.resultOf(
                    change, bench.publish(List.of(change), bench.publication().next())));
        }
    }

    private static void alreadyRight(Bench bench) throws Exception {
        DnsName home = bench.name("home");
        bench.put(home, bench.type(), 1);
        assertThat(bench.publishOne(Bench.move(home, bench.type(), 1, 1)))
                .isInstanceOf(ChangeResult.AlreadyRight.class);
        bench.assertNothingWritten();
    }

    private static void reads(Bench bench) throws Exception {
        DnsName first = bench.name("first");
        DnsName second = bench.name("second");
        bench.put(first, bench.type(), 1);
        bench.put(second, bench.type(), 2);
        List<RecordView> views = bench.provider()
                .read(
                        List.of(
                                Changes.question(second, bench.type()),
                                Changes.question(bench.name("third"), bench.type()),
                                Changes.question(first, bench.type())),
                        bench.publication());
        assertThat(views.stream().map(view -> view.key().name())).containsExactly(second, bench.name("third"), first);
        assertThat(views.stream().map(RecordView::addresses))
                .containsExactly(
                        Set.of(Bench.address(bench.type(), 2)), Set.of(), Set.of(Bench.address(bench.type(), 1)));
        bench.assertNothingWritten();
    }

    private static void withdraws(Bench bench) throws Exception {
        DnsName home = bench.name("home");
        bench.put(home, bench.type(), 1);
        RecordChange withdraw = Changes.withdraw(home, bench.type())
                .confirmed(Set.of(Bench.address(bench.type(), 1)))
                .build();
        // Where both families are removed together, the other one must be known.
        RecordType other = bench.type() == RecordType.A ? RecordType.AAAA : RecordType.A;
        boolean joint = bench.abilities().joint() != Abilities.Joint.SEPARATE;
        Map<RecordKey, ChangeResult> results =
                joint ? bench.publish(withdraw, Changes.absent(home, other).build()) : bench.publish(withdraw);
        bench.applied(Bench.resultOf(withdraw, results))
                .ifPresent(applied -> assertThat(applied.outcome()).isEqualTo(Outcome.WITHDRAWN));
        bench.assertServed(home, bench.type());
    }

    private static void withdrawsOneFamily(Bench bench, RecordType type, RecordType other) throws Exception {
        DnsName home = bench.name("home");
        bench.put(home, type, 1);
        bench.put(home, other, 7);
        Bench.assertDone(bench.publishOne(Changes.withdraw(home, type)
                .confirmed(Set.of(Bench.address(type, 1)))
                .build()));
        bench.assertServed(home, type);
        bench.assertServed(home, other, 7);
    }

    private static void nothingToWithdraw(Bench bench) throws Exception {
        DnsName home = bench.name("home");
        RecordChange withdraw = Changes.withdraw(home, bench.type())
                .confirmed(Set.of(Bench.address(bench.type(), 1)))
                .build();
        assertThat(bench.publishOne(withdraw)).isInstanceOf(ChangeResult.AlreadyRight.class);
        bench.assertNothingWritten();
    }
}
