package io.github.ddnsjava.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** State files that are not as they were written. */
@Tag("promise-17")
class JournalDamageTest {
    private static final List<RecordState> SAVED = List.of(
            Rows.confirmed(1, 1),
            Rows.confirmed(2, 1),
            Rows.confirmed(1, 2),
            Rows.confirmed(3, 1),
            Rows.confirmed(2, 2));
    private static final AccountState ACCOUNT = Rows.account("a", 2);

    @TempDir
    Path directory;

    Path file;
    byte[] whole;

    @BeforeEach
    void writeSome() throws IOException {
        file = directory.resolve("state");
        try (JournalStore store = new JournalStore(file)) {
            store.open();
            for (RecordState row : SAVED) {
                store.save(List.of(row), Optional.empty());
            }
            store.save(List.of(), Optional.of(ACCOUNT));
        }
        whole = Files.readAllBytes(file);
    }

    @Test
    @Tag("thorough")
    void aFileCutAnywhereYieldsTheRowsWhoseLinesAreWhole() throws IOException {
        for (int length = 0; length <= whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));

            int lines = count(whole, length, '\n');
            assertHolds(replay(lines, -1, -1), lines == 7, "cut after byte " + length);
        }
    }

    @Test
    void aStoreGoesOnAfterACutAnywhere() throws IOException {
        for (int length = 0; length <= whole.length; length += 7) {
            Files.write(file, Arrays.copyOf(whole, length));
            Map<RecordKey, RecordState> expected = replay(count(whole, length, '\n'), -1, -1);
            expected.put(Rows.key(9), Rows.confirmed(9, 9));

            try (JournalStore store = new JournalStore(file)) {
                store.open();
                store.save(List.of(Rows.confirmed(9, 9)), Optional.empty());
            }

            assertHolds(expected, count(whole, length, '\n') == 7, "cut after byte " + length);
            Files.deleteIfExists(directory.resolve("state.previous"));
        }
    }

    @Test
    @Tag("thorough")
    void aFlippedByteAnywhereCostsAtMostTheLinesItTouches() throws IOException {
        for (int position = 0; position < whole.length; position++) {
            for (int flip : new int[] {1 << position % 8, whole[position] ^ '\n'}) {
                byte[] damaged = whole.clone();
                damaged[position] ^= (byte) flip;
                if (flip == 0) {
                    continue;
                }
                Files.write(file, damaged);

                int line = count(whole, position, '\n');
                int last = whole[position] == '\n' ? line + 1 : line;
                assertHolds(replay(7, line, last), last < 6, "byte " + position + " xor " + flip);
            }
        }
    }

    @Test
    void aRowWhoseNewestLineMayBeTheBrokenOneIsInDoubt() throws IOException {
        String text = new String(whole, StandardCharsets.US_ASCII);
        Files.writeString(file, text.replaceFirst("(?s)\n[^\n]*h3[^\n]*\n", "\nbroken\n"));

        JournalStore store = JournalStoreTest.reader(file);

        RecordState early = store.record(Rows.key(1));
        assertThat(early.confirmed()).isEqualTo(Rows.confirmed(1, 2).confirmed());
        assertThat(early.inDoubt()).isEqualTo(early.confirmed());
        assertThat(store.record(Rows.key(2))).as("saved again later").isEqualTo(Rows.confirmed(2, 2));
        assertThat(store.record(Rows.key(3))).isEqualTo(RecordState.unknown(Rows.key(3)));
    }

    @Test
    void aRowThatIsNotUnderstoodIsPassedOverAsABrokenOne() throws IOException {
        byte[] strange = RowsTest.checksummed("{\"record\":{\"provider\":\"p\",\"name\":\"h.example.com\","
                + "\"type\":\"A\"},\"problem\":{\"kind\":\"transient\",\"message\":\"\",\"scope\":\"world\"}}");
        Files.write(file, strange, StandardOpenOption.APPEND);

        RecordState row = JournalStoreTest.reader(file).record(Rows.key(3));
        assertThat(row.confirmed()).isEqualTo(Rows.confirmed(3, 1).confirmed());
        assertThat(row.inDoubt()).as("the strange row may be its last").isEqualTo(row.confirmed());
    }

    @Test
    void whatWasSavedBetweenTwoBrokenLinesIsInDoubtToo() throws IOException {
        Files.write(file, "broken\n".getBytes(StandardCharsets.US_ASCII), StandardOpenOption.APPEND);
        Files.write(file, new RowWriter().line(Rows.confirmed(4, 4)), StandardOpenOption.APPEND);
        Files.write(file, "broken\n".getBytes(StandardCharsets.US_ASCII), StandardOpenOption.APPEND);
        Files.write(file, new RowWriter().line(Rows.confirmed(5, 5)), StandardOpenOption.APPEND);

        JournalStore store = JournalStoreTest.reader(file);

        assertThat(store.record(Rows.key(4)).inDoubt())
                .isEqualTo(Rows.confirmed(4, 4).confirmed());
        assertThat(store.record(Rows.key(5))).isEqualTo(Rows.confirmed(5, 5));
    }

    @Test
    void whatWasReadBeforeTheDiskFailedIsInDoubt() {
        FailingDisk disk = new FailingDisk();
        disk.readable = whole.length - 5;
        JournalStore store = new JournalStore(file, disk);
        store.openReadOnly();

        RecordState row = store.record(Rows.key(2));
        assertThat(row.confirmed()).isEqualTo(Rows.confirmed(2, 2).confirmed());
        assertThat(row.inDoubt()).isEqualTo(row.confirmed());
    }

    @Test
    void aFileWithoutRowsIsAnEmptyStateUnlessTheyAreBroken() throws IOException {
        Files.move(file, directory.resolve("state.previous"));
        Files.write(file, Generation.headerLine());

        assertThat(JournalStoreTest.reader(file).record(Rows.key(1))).isEqualTo(RecordState.unknown(Rows.key(1)));

        Files.write(file, "broken\n".getBytes(StandardCharsets.US_ASCII), StandardOpenOption.APPEND);

        assertThat(JournalStoreTest.reader(file).record(Rows.key(1)).inDoubt())
                .as("of the generation before")
                .isEqualTo(Rows.confirmed(1, 2).confirmed());
    }

    @Test
    void anEndlessLineIsPassedOver() throws IOException {
        byte[] endless = new byte[3 << 20];
        Arrays.fill(endless, (byte) 'x');
        endless[endless.length - 1] = '\n';
        Files.write(file, endless, StandardOpenOption.APPEND);
        Files.write(file, new RowWriter().line(Rows.confirmed(4, 4)), StandardOpenOption.APPEND);

        assertThat(JournalStoreTest.reader(file).record(Rows.key(4))).isEqualTo(Rows.confirmed(4, 4));
    }

    @Test
    void thePreviousGenerationServesWhereTheFileIsGarbageAndIsNotBelievedBlindly() throws IOException {
        Files.move(file, directory.resolve("state.previous"));
        Files.writeString(file, "127.0.0.1 localhost\n");

        try (JournalStore store = new JournalStore(file)) {
            store.open();
            RecordState row = store.record(Rows.key(1));
            assertThat(row.confirmed()).isEqualTo(Rows.confirmed(1, 2).confirmed());
            assertThat(row.inDoubt()).isEqualTo(row.confirmed());
            assertThat(store.account("a")).isEqualTo(ACCOUNT);
            store.save(List.of(Rows.confirmed(1, 3)), Optional.empty());
        }

        assertThat(directory.resolve("state.broken")).hasContent("127.0.0.1 localhost\n");
        assertThat(directory.resolve("state.previous")).hasBinaryContent(whole);
        assertThat(JournalStoreTest.reader(file).record(Rows.key(1))).isEqualTo(Rows.confirmed(1, 3));
        assertThat(JournalStoreTest.reader(file).account("a")).isEqualTo(ACCOUNT);
    }

    @Test
    void garbageEverywhereIsUnknownAndNoReasonNotToStart() throws IOException {
        byte[] garbage = new byte[10_000];
        new java.util.Random(1).nextBytes(garbage);
        for (String name : List.of("state", "state.previous", "state.new", "state.lock", "state.lock.jvm")) {
            Files.write(directory.resolve(name), garbage);
        }

        try (JournalStore store = new JournalStore(file)) {
            store.open();
            assertThat(store.record(Rows.key(1))).isEqualTo(RecordState.unknown(Rows.key(1)));
            store.save(List.of(Rows.confirmed(1, 1)), Optional.empty());
        }
        assertHolds(Map.of(Rows.key(1), Rows.confirmed(1, 1)), false, "saved after garbage");
    }

    /** What the first lines say, but for broken ones; whoever may have been meant by a broken one is in doubt. */
    private static Map<RecordKey, RecordState> replay(int lines, int firstBroken, int lastBroken) {
        Map<RecordKey, RecordState> expected = new HashMap<>();
        // A broken header says nothing of records, nor does a last line without its end.
        boolean doubt = firstBroken > 0 && lastBroken < 7;
        for (int line = 1; line < lines && line <= SAVED.size(); line++) {
            RecordState row = SAVED.get(line - 1);
            if (line < firstBroken || line > lastBroken) {
                expected.put(row.key(), doubt && line < firstBroken ? row.with(s -> s.inDoubt = s.confirmed) : row);
            }
        }
        return expected;
    }

    private void assertHolds(Map<RecordKey, RecordState> expected, boolean account, String when) {
        JournalStore store = JournalStoreTest.reader(file);
        for (int i = 0; i < 10; i++) {
            RecordKey key = Rows.key(i);
            assertThat(store.record(key))
                    .as("%s: %s", when, key)
                    .isEqualTo(expected.getOrDefault(key, RecordState.unknown(key)));
        }
        assertThat(store.account("a")).as(when).isEqualTo(account ? ACCOUNT : AccountState.fresh("a"));
    }

    private static int count(byte[] bytes, int length, char wanted) {
        int count = 0;
        for (int i = 0; i < length; i++) {
            count += bytes[i] == wanted ? 1 : 0;
        }
        return count;
    }
}
