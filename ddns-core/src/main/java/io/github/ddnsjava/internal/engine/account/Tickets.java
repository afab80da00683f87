package io.github.ddnsjava.internal.engine.account;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.decide.Decision;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.internal.engine.memory.Memory;
import io.github.ddnsjava.internal.engine.records.PendingChange;
import io.github.ddnsjava.internal.engine.records.Sender;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.TicketStatus;
import io.github.ddnsjava.publish.ZonePublication;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Asks what became of writes that a provider accepted with a ticket, before anything else is sent for their records. While a
 * ticket is open, a newer address waits: see {@link DnsProvider#accepted}. When it may be asked next is the wait of the
 * record, so that a question is neither repeated sooner than an attempt would be, nor forgotten in a restart. Thread-safe.
 */
final class Tickets {
    /** After that time a ticket is given up, and the record set is read back. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private final Run run;
    private final Memory memory;
    private final String account;
    private final Gate gate;
    private final ProviderCode code;
    private final BiFunction<DnsProvider, Collection<RecordChange>, Publication> reading;

    /**
     * Makes one.
     *
     * @param reading makes publications that write nothing
     */
    Tickets(
            Run run,
            String account,
            Gate gate,
            ProviderCode code,
            BiFunction<DnsProvider, Collection<RecordChange>, Publication> reading) {
        this.run = run;
        this.memory = run.memory();
        this.account = account;
        this.gate = gate;
        this.code = code;
        this.reading = reading;
    }

    /** Nobody waits for a change that was accepted before, if by now another one is wanted. */
    private static final Sender NOBODY = new Sender() {
        @Override
        public long cycle() {
            return 0;
        }

        @Override
        public void notSent(PendingChange change, Decision.Hold hold) {}

        @Override
        public void remembered(
                PendingChange change,
                ChangeResult result,
                RecordState before,
                RecordState after,
                AccountState account) {}

        @Override
        public void planned(PendingChange change, Optional<Set<IpAddress>> present) {}
    };

    /**
     * Asks for the open tickets of these records, each ticket once, and remembers the answers.
     *
     * @return the changes that are still to be published; the others have their result
     */
    List<PendingChange> settle(DnsProvider provider, List<PendingChange> changes) throws InterruptedException {
        if (run.dry()) {
            return changes; // a plan reads what stands there
        }
        List<PendingChange> free = new ArrayList<>();
        Map<String, List<PendingChange>> open = new LinkedHashMap<>();
        for (PendingChange change : changes) {
            ticket(change)
                    .map(ticket -> open.computeIfAbsent(ticket.text(), text -> new ArrayList<>()))
                    .orElse(free)
                    .add(change);
        }
        if (!open.isEmpty()) {
            gate.begin();
            for (Map.Entry<String, List<PendingChange>> each : open.entrySet()) {
                free.addAll(settle(provider, each.getKey(), each.getValue()));
            }
            gate.rememberBudget();
        }
        return free;
    }

    private Optional<RecordState.Ticket> ticket(PendingChange change) {
        return memory.record(change.key()).ticket();
    }

    private List<PendingChange> settle(DnsProvider provider, String ticket, List<PendingChange> changes)
            throws InterruptedException {
        TicketStatus status;
        try {
            status = ask(provider, ticket, changes);
        } catch (Publication.NotNowException e) {
            remember(provider, changes, e.result());
            return List.of();
        } catch (DdnsException e) {
            if (e.scope() == ProblemScope.ACCOUNT || mayPass(e.kind())) {
                remember(provider, changes, new ChangeResult.Failed(e.problem())); // the ticket stays open
                return List.of();
            }
            status = TicketStatus.unknown();
        }
        if (status instanceof TicketStatus.Done done) {
            return done(provider, changes, done);
        } else if (status instanceof TicketStatus.Pending pending) {
            Instant askAt = pending.askAt().orElse(run.now());
            remember(provider, changes, new ChangeResult.Accepted(askAt, Optional.of(ticket)));
            return List.of();
        }
        memory.change(keys(changes), state -> state.with(row -> row.ticket = Optional.empty()));
        if (status instanceof TicketStatus.Failed failed) {
            remember(provider, changes, new ChangeResult.Failed(failed.problem()));
            return List.of();
        }
        return knowing(changes);
    }

    private static boolean mayPass(ProblemKind kind) {
        return kind == ProblemKind.TRANSIENT || kind == ProblemKind.RATE_LIMITED;
    }

    private TicketStatus ask(DnsProvider provider, String ticket, List<PendingChange> changes)
            throws InterruptedException {
        if (!provider.abilities().tickets() || changes.stream().anyMatch(this::isTooOld)) {
            return TicketStatus.unknown();
        }
        List<RecordChange> accepted =
                changes.stream().map(change -> accepted(change).change()).toList();
        try {
            // A question that is refused concerns these records: not every key that may write may also ask.
            return code.ask(
                    provider,
                    () -> provider.accepted(
                            ticket,
                            accepted,
                            new ZonePublication(reading.apply(provider, accepted), ProblemScope.RECORD)));
        } catch (DdnsException | Publication.NotNowException | InterruptedException e) {
            throw e;
        } catch (Throwable e) {
            return TicketStatus.unknown(); // a defect of the provider must not keep the record waiting
        }
    }

    /** A ticket of a time to come was noted by a wrong clock. */
    private boolean isTooOld(PendingChange change) {
        Instant now = run.now();
        return ticket(change)
                .filter(ticket -> ticket.since().isAfter(now)
                        || ticket.since().plus(LONGEST).isBefore(now))
                .isPresent();
    }

    /** Returns what was accepted, as a change for which nobody waits. */
    private PendingChange accepted(PendingChange change) {
        RecordState state = memory.record(change.key());
        Set<IpAddress> addresses = state.ticket().orElseThrow().addresses();
        Intent intent = addresses.isEmpty() ? Intent.WITHDRAW : Intent.ENSURE;
        return new PendingChange(
                change.entry(),
                RecordChange.of(change.entry().record, intent, addresses, state),
                change.sighting(),
                "accepted before",
                NOBODY);
    }

    /** Confirms what was accepted. Returns the changes that want something else by now. */
    private List<PendingChange> done(DnsProvider provider, List<PendingChange> changes, TicketStatus.Done done) {
        List<PendingChange> others = new ArrayList<>();
        Map<PendingChange, ChangeResult> results = new LinkedHashMap<>();
        for (PendingChange change : changes) {
            RecordState state = memory.record(change.key());
            RecordState.Ticket ticket = state.ticket().orElseThrow();
            boolean wanted = ticket.isOf(
                    change.change().addresses(), change.entry().record.fingerprint());
            boolean nothingBefore = state.confirmed().orElse(Set.of()).isEmpty();
            Outcome outcome = ticket.addresses().isEmpty()
                    ? Outcome.WITHDRAWN
                    : nothingBefore ? Outcome.CREATED : Outcome.UPDATED;
            if (!wanted) {
                others.add(change);
            }
            results.put(
                    wanted ? change : accepted(change), new ChangeResult.Applied(outcome, Set.of(), done.effective()));
        }
        remember(provider, results);
        return knowing(others);
    }

    private List<PendingChange> knowing(List<PendingChange> changes) {
        return changes.stream()
                .map(change -> change.knowing(memory.record(change.key())))
                .toList();
    }

    private void remember(DnsProvider provider, List<PendingChange> changes, ChangeResult result) {
        Map<PendingChange, ChangeResult> results = new LinkedHashMap<>();
        changes.forEach(change -> results.put(change, result));
        remember(provider, results);
    }

    private void remember(DnsProvider provider, Map<PendingChange, ChangeResult> results) {
        Map<RecordKey, ChangeResult> byKey = new LinkedHashMap<>();
        results.forEach((change, result) -> byKey.put(change.key(), result));
        Call call = new Call(run, account, provider, results.keySet());
        call.results(byKey, Map.of());
        call.end(); // other credentials are tried when the record is due again
    }

    private static List<RecordKey> keys(List<PendingChange> changes) {
        return changes.stream().map(PendingChange::key).toList();
    }
}
