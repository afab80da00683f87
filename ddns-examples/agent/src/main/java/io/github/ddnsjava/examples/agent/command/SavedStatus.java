package io.github.ddnsjava.examples.agent.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordHistory;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.UpdaterHealth;
import io.github.ddnsjava.UpdaterStatus;
import io.github.ddnsjava.config.UpdaterConfiguration;
import io.github.ddnsjava.examples.agent.action.AnswerJson;
import io.github.ddnsjava.remember.RecordState;
import io.github.ddnsjava.remember.StateStore;
import io.github.ddnsjava.remember.StateStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a state says of each record while no agent runs. It is read, and not locked. Stateless. */
final class SavedStatus {
    private SavedStatus() {}

    /**
     * Reads it.
     *
     * @throws io.github.ddnsjava.exception.DdnsException if it cannot be read
     */
    static ObjectNode of(UpdaterConfiguration configuration, Path file) {
        try (StateStore store = store(configuration, file)) {
            store.openReadOnly();
            List<RecordReport> records = configuration.records().stream()
                    .map(record -> report(record, store.record(record.key())))
                    .toList();
            UpdaterStatus status = new UpdaterStatus(
                    false,
                    false,
                    records,
                    new UpdaterHealth(List.of()),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    new UpdaterStatus.Backlog(0, 0, 0),
                    List.of(),
                    List.of());
            return AnswerJson.status(status, key -> Optional.of(history(store.record(key))));
        }
    }

    private static StateStore store(UpdaterConfiguration configuration, Path file) {
        if (configuration.sharesState()) {
            return configuration.state().orElseThrow();
        }
        return Files.exists(file) ? StateStores.file(file) : StateStores.memory();
    }

    private static RecordHistory history(RecordState state) {
        return new RecordHistory(
                state.history().stream()
                        .map(change -> new RecordHistory.Change(
                                change.at(),
                                change.addresses().stream().sorted().toList()))
                        .toList(),
                Optional.empty(),
                state.troubledSince());
    }

    private static RecordReport report(ManagedRecord record, RecordState state) {
        Optional<Problem> problem = record.disabled()
                .map(why -> Problem.of(ProblemKind.DISABLED, why))
                .or(state::problem);
        boolean confirmed = state.confirmed().isPresent() && state.inDoubt().isEmpty();
        Outcome outcome = problem.isPresent() ? Outcome.HELD : confirmed ? Outcome.UNCHANGED : Outcome.PENDING;
        List<IpAddress> addresses =
                state.confirmed().orElse(Set.of()).stream().sorted().toList();
        return new RecordReport(
                record.key(),
                outcome,
                addresses,
                List.of(),
                problem.isPresent() ? state.notBefore() : Optional.empty(),
                problem);
    }
}
