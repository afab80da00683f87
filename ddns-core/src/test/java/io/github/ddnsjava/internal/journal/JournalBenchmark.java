package io.github.ddnsjava.internal.journal;

import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.remember.RecordState;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long the state takes: to change, compare, save and read 10,000 rows with a full history. In the thread's CPU time, the best
 * of many rounds. Run only by name.
 */
class JournalBenchmark {
    private static final int ROWS = 10_000;
    private static final int ROUNDS = 6;

    @TempDir
    Path directory;

    @Test
    void table() throws Exception {
        System.out.println(measured(directory));
    }

    /** Returns the best round of each, in milliseconds. */
    static String measured(Path directory) throws IOException {
        List<RecordState> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            rows.add(full(i));
        }
        long[] best = {Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE};
        for (int round = 0; round < ROUNDS; round++) {
            long begun = cpu();
            int same = 0;
            for (int turn = 0; turn < 10; turn++) {
                for (RecordState row : rows) {
                    same += row.with(state -> state.attempts++).equals(row) ? 1 : 0;
                    same += row.with(state -> {}).equals(row) ? 1 : 0;
                }
            }
            if (same != 10 * ROWS) {
                throw new AssertionError("equality is broken");
            }
            best[0] = Math.min(best[0], cpu() - begun);
            Path file = Files.createTempDirectory(directory, "state").resolve("state");
            try (JournalStore store = new JournalStore(file)) {
                store.open();
                begun = cpu();
                store.save(rows, Optional.empty());
                best[1] = Math.min(best[1], cpu() - begun);
            }
            begun = cpu();
            JournalStore read = new JournalStore(file);
            read.openReadOnly();
            best[2] = Math.min(best[2], cpu() - begun);
            if (!read.record(Rows.key(5)).equals(full(5))) {
                throw new AssertionError("a row is lost");
            }
            Files.delete(file);
        }
        return String.format(
                "%,d rows: 20 changes and comparisons each %.1f ms, saved %.1f ms, read %.1f ms",
                ROWS, best[0] / 1e6, best[1] / 1e6, best[2] / 1e6);
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** A row with a value in most fields. */
    private static RecordState full(int number) {
        return RecordState.unknown(Rows.key(number)).with(state -> {
            Instant at = Rows.T0;
            for (int i = 0; i < RecordState.HISTORY; i++) {
                at = at.plus(Duration.ofHours(24));
                state.confirm(Set.of(Rows.address(i)), at);
            }
            state.comparedAt = Optional.of(at);
            state.writtenAt = Optional.of(at);
            state.effective = Map.of("ttl", Duration.ofMinutes(5), "proxied", true);
            state.fingerprint = Optional.of("9f86d081884c7d659a2feaa0c55ad015");
            state.waitUntil(Optional.of(at.plusSeconds(60)), at);
            state.attempts = 1;
            state.problem = Optional.of(Problem.of(ProblemKind.TRANSIENT, "the server answered 503"));
            state.sequence = number;
        });
    }
}
