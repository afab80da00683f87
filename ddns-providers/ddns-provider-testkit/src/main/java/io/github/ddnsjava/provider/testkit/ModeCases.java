package io.github.ddnsjava.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.UpdateMode;

/** What every provider that can be read must not do to record sets that may only be updated, or only created. */
final class ModeCases {
    private ModeCases() {}

    static void addTo(Cases cases) {
        cases.add("creates nothing where it may only update", ModeCases::updateOnly);
        cases.add("leaves alone what others created where it may only create", ModeCases::createOnly);
        cases.add("updates what it created where it may only create", ModeCases::createOnlyOurs);
    }

    private static void updateOnly(Bench bench) throws Exception {
        DnsName home = bench.name("home");
        Problem problem = Bench.assertFailed(
                bench.publishOne(
                        bench.ensure(home, 2).mode(UpdateMode.UPDATE_ONLY).build()),
                ProblemKind.REJECTED);
        assertThat(problem.message()).contains(home.toString()).contains("update-only");
        bench.assertNothingWritten();
        bench.assertServed(home, bench.type());
        bench.put(home, bench.type(), 1);
        bench.use(bench.publication().next());
        Bench.assertDone(bench.publishOne(
                bench.ensure(home, 2).mode(UpdateMode.UPDATE_ONLY).build()));
        bench.assertServed(home, bench.type(), 2);
    }

    private static void createOnly(Bench bench) throws Exception {
        DnsName home = bench.name("home");
        bench.put(home, bench.type(), 1);
        Problem problem = Bench.assertFailed(
                bench.publishOne(
                        bench.ensure(home, 2).mode(UpdateMode.CREATE_ONLY).build()),
                ProblemKind.AMBIGUOUS);
        assertThat(problem.message())
                .contains(Bench.address(bench.type(), 1).toString())
                .contains("create-only");
        bench.assertNothingWritten();
        bench.assertServed(home, bench.type(), 1);
    }

    private static void createOnlyOurs(Bench bench) throws Exception {
        DnsName home = bench.name("home");
        Bench.assertDone(bench.publishOne(
                bench.ensure(home, 1).mode(UpdateMode.CREATE_ONLY).build()));
        bench.assertServed(home, bench.type(), 1);
        bench.use(bench.publication().next());
        Bench.assertDone(bench.publishOne(bench.ensure(home, 2)
                .confirmed(Bench.addresses(bench.type(), 1))
                .mode(UpdateMode.CREATE_ONLY)
                .build()));
        bench.assertServed(home, bench.type(), 2);
    }
}
