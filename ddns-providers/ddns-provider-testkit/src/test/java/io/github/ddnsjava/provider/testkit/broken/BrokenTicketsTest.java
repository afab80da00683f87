package io.github.ddnsjava.provider.testkit.broken;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.provider.testkit.ContractCase;
import io.github.ddnsjava.provider.testkit.DnsProviderContract;
import io.github.ddnsjava.provider.testkit.TicketProviderContract;
import io.github.ddnsjava.provider.testkit.memory.MemoryContract;
import io.github.ddnsjava.provider.testkit.memory.MemoryDns;
import io.github.ddnsjava.provider.testkit.memory.MemoryProvider;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.TicketStatus;
import io.github.ddnsjava.publish.support.Listing;
import io.github.ddnsjava.publish.support.SetWrite;
import io.github.ddnsjava.publish.support.Zone;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Each mistake with tickets is found by the case that was made for it. */
class BrokenTicketsTest {
    private static final String PENDING = "says that an accepted change is pending until it is carried out";
    private static final String RESTARTED = "asks for a ticket by reading, also after a restart";
    private static final String GIVEN_UP = "tells why an accepted change was given up";
    private static final String FORGOTTEN = "claims nothing of a ticket that the server has forgotten";
    private static final String WITHDRAWN = "accepts a withdrawal as it accepts a change";

    /** Makes something else of a status. */
    private interface Mistake {
        TicketStatus of(TicketStatus status, MemoryDns dns);
    }

    private static class Harness extends MemoryContract implements TicketProviderContract {
        private final Mistake mistake;

        Harness(Mistake mistake) {
            super(MemoryProvider.everyAbility()
                    .batch(new Abilities.Batch(100, true))
                    .tickets());
            this.mistake = mistake;
        }

        @Override
        public DnsProvider provider() {
            return new MemoryProvider(dns(), Settings.none(), abilities()) {
                @Override
                public TicketStatus accepted(String ticket, List<RecordChange> changes, Publication publication)
                        throws InterruptedException {
                    return mistake.of(super.accepted(ticket, changes, publication), dns());
                }
            };
        }

        @Override
        public void holdBack() {
            dns().holdBack();
        }

        @Override
        public void carryOut() {
            dns().carryOut();
        }

        @Override
        public Optional<Consumer<String>> giveUp() {
            return Optional.of(dns()::giveUp);
        }

        @Override
        public void forgetTickets() {
            dns().forgetTickets();
        }
    }

    private static List<String> failing(Mistake mistake) throws Exception {
        return failing(new Harness(mistake));
    }

    private static List<String> failing(MemoryContract harness) throws Exception {
        List<String> failing = new ArrayList<>();
        for (ContractCase contractCase : DnsProviderContract.cases(harness)) {
            try {
                contractCase.check().run();
            } catch (AssertionError | Exception e) {
                failing.add(contractCase.name());
            }
        }
        return failing;
    }

    @Test
    void whatIsPendingIsNotDone() throws Exception {
        assertThat(failing((status, dns) -> status instanceof TicketStatus.Pending ? TicketStatus.done() : status))
                .containsExactly(PENDING);
    }

    @Test
    void whatIsDoneIsNotPending() throws Exception {
        assertThat(failing((status, dns) -> status instanceof TicketStatus.Done ? TicketStatus.pending() : status))
                .containsExactly(PENDING, RESTARTED, WITHDRAWN);
    }

    @Test
    void whatIsGivenUpTellsItsReason() throws Exception {
        TicketStatus silent = TicketStatus.failed(ProblemKind.TRANSIENT, "GET memory/changes/{ticket}", "");
        assertThat(failing((status, dns) -> status instanceof TicketStatus.Failed ? silent : status))
                .containsExactly(GIVEN_UP);
        assertThat(failing((status, dns) -> status instanceof TicketStatus.Failed ? TicketStatus.unknown() : status))
                .containsExactly(GIVEN_UP);
    }

    @Test
    void whatIsForgottenIsNeitherDoneNorAMatterOfTheAccount() throws Exception {
        assertThat(failing((status, dns) -> status instanceof TicketStatus.Unknown ? TicketStatus.done() : status))
                .containsExactly(FORGOTTEN);
        assertThat(failing((status, dns) -> {
                    if (status instanceof TicketStatus.Unknown) {
                        throw AuthenticationException.ofAccount("who asks?");
                    }
                    return status;
                }))
                .containsExactly(FORGOTTEN);
    }

    /** What a provider is asked for, as it sees it. */
    private interface Asked {
        TicketStatus answer(RecordChange change, TicketStatus status);
    }

    private static List<String> failingFor(Supplier<Asked> ofOneInstance) throws Exception {
        return failing(new Harness((status, dns) -> status) {
            @Override
            public DnsProvider provider() {
                Asked asked = ofOneInstance.get();
                return new MemoryProvider(dns(), Settings.none(), abilities()) {
                    @Override
                    public TicketStatus accepted(String ticket, List<RecordChange> changes, Publication publication)
                            throws InterruptedException {
                        return asked.answer(changes.get(0), super.accepted(ticket, changes, publication));
                    }

                    @Override
                    public Map<RecordKey, ChangeResult> write(
                            Zone zone, List<SetWrite> writes, Listing listing, Publication publication)
                            throws InterruptedException {
                        asked.answer(writes.get(0).change(), TicketStatus.unknown());
                        return super.write(zone, writes, listing, publication);
                    }
                };
            }
        });
    }

    @Test
    void aTicketIsNotOnlyKnownToTheInstanceThatGotIt() throws Exception {
        assertThat(failingFor(() -> {
                    Set<RecordKey> mine = new HashSet<>();
                    return (change, status) -> {
                        if (status instanceof TicketStatus.Unknown) {
                            mine.add(change.key());
                        }
                        return mine.contains(change.key()) ? status : TicketStatus.unknown();
                    };
                }))
                .containsExactly(RESTARTED);
    }

    @Test
    void aWithdrawalHasATicketToo() throws Exception {
        assertThat(failingFor(
                        () -> (change, status) -> change.intent() == Intent.WITHDRAW ? TicketStatus.unknown() : status))
                .containsExactly(WITHDRAWN);
    }

    @Test
    void anAcceptedChangeHasATicket() throws Exception {
        assertThat(failing(new Harness((status, dns) -> status) {
                    @Override
                    public DnsProvider provider() {
                        return new MemoryProvider(dns(), Settings.none(), abilities()) {
                            @Override
                            protected Map<RecordKey, ChangeResult> write(
                                    Zone zone, List<SetWrite> writes, Listing listing, Publication publication)
                                    throws InterruptedException {
                                Map<RecordKey, ChangeResult> results =
                                        new HashMap<>(super.write(zone, writes, listing, publication));
                                results.replaceAll((key, result) ->
                                        new ChangeResult.Accepted(publication.now(), Optional.empty()));
                                return results;
                            }
                        };
                    }
                }))
                .containsExactly(PENDING, RESTARTED, GIVEN_UP, FORGOTTEN, WITHDRAWN);
    }

    @Test
    void aHarnessWithoutASayInTicketsIsToldSo() throws Exception {
        assertThat(failing(new MemoryContract(MemoryProvider.everyAbility().tickets()) {}))
                .containsExactly("shows what becomes of its tickets");
    }
}
