package io.github.ddnsjava.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.TicketStatus;
import java.util.List;
import java.util.Set;

/** What every provider must do whose writes are accepted with a ticket. */
final class TicketCases {
    private static final String REASON = "the workers are on strike";

    private TicketCases() {}

    static void addTo(Cases cases) {
        cases.add("shows what becomes of its tickets", TicketCases::harness, Trait.TICKETS);
        Cases shown = cases.needing(Trait.SHOWN_TICKETS);
        shown.add("says that an accepted change is pending until it is carried out", TicketCases::pending);
        shown.add("asks for a ticket by reading, also after a restart", TicketCases::restarted);
        shown.add("tells why an accepted change was given up", TicketCases::givenUp, Trait.GIVEN_UP_TICKETS);
        shown.add("claims nothing of a ticket that the server has forgotten", TicketCases::forgotten);
        shown.add("accepts a withdrawal as it accepts a change", TicketCases::withdrawn, Trait.DELETE);
    }

    private static void harness(Bench bench) {
        assertThat(bench.harness())
                .as("the abilities declare tickets: the test class implements TicketProviderContract too")
                .isInstanceOf(TicketProviderContract.class);
    }

    private static TicketProviderContract server(Bench bench) throws Exception {
        TicketProviderContract server = (TicketProviderContract) bench.harness();
        server.holdBack();
        return server;
    }

    private static String ticket(ChangeResult result) {
        assertThat(result)
                .as("the result of a write that the server accepts and does not carry out yet")
                .isInstanceOf(ChangeResult.Accepted.class);
        return ((ChangeResult.Accepted) result)
                .ticket()
                .orElseThrow(() -> new AssertionError("the abilities declare tickets, and there is none"));
    }

    /** Asks as the engine does: in a publication of its own. */
    private static TicketStatus ask(Bench bench, DnsProvider provider, String ticket, RecordChange change)
            throws InterruptedException {
        bench.use(bench.publication().next());
        return provider.accepted(ticket, List.of(change), bench.publication());
    }

    private static void pending(Bench bench) throws Exception {
        TicketProviderContract server = server(bench);
        DnsName home = bench.name("home");
        RecordChange change = bench.ensure(home, 1).build();
        String ticket = ticket(bench.publishOne(change));
        assertThat(ask(bench, bench.provider(), ticket, change)).isInstanceOf(TicketStatus.Pending.class);
        bench.assertServed(home, bench.type());
        server.carryOut();
        assertThat(ask(bench, bench.provider(), ticket, change)).isInstanceOf(TicketStatus.Done.class);
        bench.assertServed(home, bench.type(), 1);
    }

    private static void restarted(Bench bench) throws Exception {
        TicketProviderContract server = server(bench);
        RecordChange change = bench.ensure(bench.name("home"), 1).build();
        String ticket = ticket(bench.publishOne(change));
        server.carryOut();
        bench.forgetRequests();
        bench.use(RecordingPublication.standard());
        assertThat(ask(bench, bench.harness().provider(), ticket, change)).isInstanceOf(TicketStatus.Done.class);
        bench.assertNothingWritten();
    }

    private static void givenUp(Bench bench) throws Exception {
        TicketProviderContract server = server(bench);
        DnsName home = bench.name("home");
        RecordChange change = bench.ensure(home, 1).build();
        String ticket = ticket(bench.publishOne(change));
        Set<String> secrets = bench.harness().secrets();
        server.giveUp().orElseThrow().accept(REASON + ": " + String.join(" ", secrets));
        TicketStatus status = ask(bench, bench.provider(), ticket, change);
        assertThat(status).isInstanceOf(TicketStatus.Failed.class);
        Problem problem = ((TicketStatus.Failed) status).problem();
        assertThat(problem.message()).contains(REASON);
        secrets.forEach(secret ->
                assertThat(problem.message()).as("a reason that has a secret").doesNotContain(secret));
        bench.assertServed(home, bench.type());
    }

    private static void forgotten(Bench bench) throws Exception {
        TicketProviderContract server = server(bench);
        RecordChange change = bench.ensure(bench.name("home"), 1).build();
        String ticket = ticket(bench.publishOne(change));
        server.forgetTickets();
        try {
            assertThat(ask(bench, bench.provider(), ticket, change)).isInstanceOf(TicketStatus.Unknown.class);
        } catch (RejectedException | AuthenticationException e) {
            assertThat(e.scope()).as("what a ticket that is not known concerns").isNotEqualTo(ProblemScope.ACCOUNT);
        }
    }

    private static void withdrawn(Bench bench) throws Exception {
        DnsName home = bench.name("home");
        bench.put(home, bench.type(), 1);
        TicketProviderContract server = server(bench);
        RecordChange change = Changes.withdraw(home, bench.type())
                .confirmed(Bench.addresses(bench.type(), 1))
                .build();
        String ticket = ticket(bench.publishOne(change));
        bench.assertServed(home, bench.type(), 1);
        server.carryOut();
        assertThat(ask(bench, bench.provider(), ticket, change)).isInstanceOf(TicketStatus.Done.class);
        bench.assertServed(home, bench.type());
    }
}
