package io.github.ddnsjava.internal.journal;

import static io.github.ddnsjava.internal.journal.JournalCrashTest.save;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.exception.StateException;
import io.github.ddnsjava.remember.RecordState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

class JournalModelTest {
    /** One step of the model's life. */
    private record Step(int record, int address, boolean reopen, boolean crash, boolean full) {}

    @Provide
    Arbitrary<List<Step>> lives() {
        Arbitrary<Boolean> seldom = Arbitraries.integers().between(0, 9).map(n -> n == 0);
        return Combinators.combine(
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.integers().between(0, 1000),
                        seldom,
                        seldom,
                        seldom)
                .as(Step::new)
                .list()
                .ofMaxSize(60);
    }

    @Tag("promise-17")
    @Property(tries = 25)
    void anyLifeOfSavesFailuresCrashesAndRestartsEqualsAMap(@ForAll("lives") List<Step> life) throws IOException {
        Path directory = Files.createTempDirectory("journal");
        Path file = directory.resolve("state");
        Map<RecordKey, RecordState> model = new HashMap<>();
        FailingDisk disk = new FailingDisk();
        JournalStore store = new JournalStore(file, disk);
        store.open();
        try {
            for (Step step : life) {
                RecordState row = Rows.confirmed(step.record, step.address);
                model.put(row.key(), row);
                if (step.full) {
                    disk.room = step.address;
                    try {
                        save(store, row);
                    } catch (StateException e) {
                        assertThat(store.record(row.key())).isEqualTo(row);
                    }
                    disk.room = Long.MAX_VALUE;
                }
                store.save(Collections.nCopies(step.reopen ? 600 : 1, row), Optional.empty());
                if (step.crash) {
                    Path next = Files.createTempDirectory(directory, "next");
                    JournalCrashTest.copyFiles(file.getParent(), next);
                    store.close();
                    file = next.resolve("state");
                    store = new JournalStore(file, disk);
                    store.open();
                } else if (step.reopen) {
                    store.close();
                    store.open();
                }
                for (RecordKey key : model.keySet()) {
                    assertThat(store.record(key)).isEqualTo(model.get(key));
                }
            }
        } finally {
            store.close();
            deleteAll(directory);
        }
    }

    private static void deleteAll(Path directory) throws IOException {
        try (var paths = Files.walk(directory)) {
            for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
