package io.github.ddnsjava.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.StateException;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import io.github.ddnsjava.remember.StateStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class JournalStoreTest {
    @TempDir
    Path directory;

    Path file;
    JournalStore store;

    @BeforeEach
    void open() {
        file = directory.resolve("ddns-state");
        store = new JournalStore(file);
        store.open();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void nothingIsKnownOfWhatWasNeverSaved() {
        assertThat(store.record(Rows.key(1))).isEqualTo(RecordState.unknown(Rows.key(1)));
        assertThat(store.account("a")).isEqualTo(AccountState.fresh("a"));
        assertThat(store.highestSequence()).isZero();
    }

    @Test
    void openingWithoutSavingMakesNoStateFile() {
        store.close();

        assertThat(file).doesNotExist();
    }

    @Test
    @Tag("promise-6")
    void whatWasSavedIsThereAfterARestart() {
        save(Rows.confirmed(1, 1), Rows.confirmed(2, 2));
        store.save(List.of(Rows.confirmed(1, 3)), Optional.of(Rows.account("a", 1.5)));

        restart();

        assertThat(store.record(Rows.key(1))).isEqualTo(Rows.confirmed(1, 3));
        assertThat(store.record(Rows.key(2))).isEqualTo(Rows.confirmed(2, 2));
        assertThat(store.account("a")).isEqualTo(Rows.account("a", 1.5));
    }

    @Test
    @Tag("promise-6")
    void whatWasSavedIsThereAfterACrash() {
        save(Rows.confirmed(1, 1));
        save(Rows.confirmed(1, 2));

        assertThat(reader(file).record(Rows.key(1))).isEqualTo(Rows.confirmed(1, 2));
    }

    @Test
    @Tag("promise-16")
    void theHighestSequenceOutlivesARestart() {
        save(Rows.confirmed(1, 7), Rows.confirmed(2, 3));
        save(Rows.confirmed(3, 5));
        assertThat(store.highestSequence()).isEqualTo(7);

        restart();

        assertThat(store.highestSequence()).isEqualTo(7);
    }

    @Test
    void theFileIsAHeaderAndALineForEachRow() throws IOException {
        save(Rows.confirmed(1, 1));
        save(Rows.confirmed(1, 2), Rows.confirmed(2, 2));

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(4).allMatch(line -> line.matches("[0-9a-f]{8} \\{.*}"));
        assertThat(lines.get(0)).endsWith(" {\"format\":\"ddnsjava-state\",\"version\":1}");
    }

    @Test
    void savingNothingWritesNothing() {
        store.save(List.of(), Optional.empty());

        assertThat(file).doesNotExist();
    }

    @Test
    void closingTwiceIsHarmlessAndSavingAfterwardsIsRefused() {
        store.close();
        store.close();

        assertThatThrownBy(() -> save(Rows.confirmed(1, 1))).isInstanceOf(StateException.class);
        assertThat(file).doesNotExist();
    }

    @Test
    @Tag("promise-18")
    void aSecondStoreInTheSameProcessIsRefused() {
        assertThatThrownBy(() -> new JournalStore(file).open())
                .isInstanceOfSatisfying(
                        StateException.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.STATE_LOCKED))
                .hasMessageContaining(file.getFileName().toString())
                .hasMessageContaining("configure a different state.file");
        assertThatCode(() -> save(Rows.confirmed(1, 1))).doesNotThrowAnyException();
    }

    @Test
    @Tag("promise-18")
    void aSecondProcessIsRefusedEvenAfterASecondStoreInThisOneWas() throws Exception {
        assertThatThrownBy(() -> new JournalStore(file).open()).isInstanceOf(StateException.class);

        assertThat(outputOfAnotherProcess(file))
                .contains("STATE_LOCKED")
                .contains("another process (pid " + ProcessHandle.current().pid() + ")");

        store.close();
        assertThat(outputOfAnotherProcess(file)).contains("opened");
    }

    /** What another process says of opening the file. */
    static final class Other {
        public static void main(String[] arguments) {
            try (JournalStore other = new JournalStore(Path.of(arguments[0]))) {
                other.open();
                System.out.println("opened");
            } catch (StateException e) {
                System.out.println(e.kind().name() + " " + e.getMessage());
            }
        }
    }

    private static String outputOfAnotherProcess(Path file) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Other.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return output;
    }

    @Test
    @Tag("promise-18")
    void aLinkToTheFileIsTheSameFile() throws IOException {
        save(Rows.confirmed(1, 1));
        Path other = Files.createDirectory(directory.resolve("other"));
        Path link = Files.createSymbolicLink(other.resolve("link"), file);

        assertThatThrownBy(() -> new JournalStore(link).open()).isInstanceOf(StateException.class);
        store.close();
        JournalStore byLink = new JournalStore(link);
        byLink.open();
        byLink.save(List.of(Rows.confirmed(1, 2)), Optional.empty());
        byLink.close();

        assertThat(link).isSymbolicLink();
        assertThat(reader(file).record(Rows.key(1))).isEqualTo(Rows.confirmed(1, 2));
    }

    @Test
    @Tag("promise-18")
    void readingOnlyWorksBesideTheOwnerAndNeverWrites() throws IOException {
        save(Rows.confirmed(1, 1));
        byte[] before = Files.readAllBytes(file);
        List<Path> files = list();

        JournalStore reader = reader(file);
        reader.save(List.of(Rows.confirmed(1, 2)), Optional.empty());
        assertThat(reader.record(Rows.key(1))).isEqualTo(Rows.confirmed(1, 2));
        reader.close();

        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(list()).isEqualTo(files);
        assertThat(store.record(Rows.key(1))).isEqualTo(Rows.confirmed(1, 1));
    }

    @Test
    @Tag("promise-6")
    void readingOnlyDoesNotEndPossession() {
        save(Rows.confirmed(1, 1));
        store.openReadOnly();
        save(Rows.confirmed(1, 2));

        assertThat(reader(file).record(Rows.key(1))).isEqualTo(Rows.confirmed(1, 2));
        assertThatThrownBy(() -> new JournalStore(file).open()).isInstanceOf(StateException.class);
    }

    @Test
    void readingOnlyLeavesAnEmptyDirectoryEmpty() throws IOException {
        Path empty = Files.createDirectory(directory.resolve("empty"));

        reader(empty.resolve("state")).close();

        try (Stream<Path> files = Files.list(empty)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    @Tag("promise-22")
    void allFilesAreForTheirOwnerOnly() throws IOException {
        assumeTrue(
                directory.getFileSystem().supportedFileAttributeViews().contains("posix"), "needs POSIX permissions");
        save(Rows.confirmed(1, 1));
        store.save(Collections.nCopies(1100, Rows.confirmed(1, 2)), Optional.empty());

        assertThat(list())
                .extracting(path -> path.getFileName().toString())
                .containsExactlyInAnyOrder(
                        "ddns-state", "ddns-state.previous", "ddns-state.lock", "ddns-state.lock.jvm");
        for (Path path : list()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .as(path.toString())
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aDirectoryThatIsMissingIsAnErrorThatNamesTheSetting() {
        Path missing = directory.resolve("missing").resolve("state");

        for (StateStore other : List.of(new JournalStore(missing))) {
            assertThatThrownBy(other::open)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("state.file")
                    .hasMessageContaining(missing.toString())
                    .hasMessageContaining("create it");
            assertThatThrownBy(other::openReadOnly).isInstanceOf(ConfigurationException.class);
        }
        assertThat(missing.getParent()).doesNotExist();
    }

    @Test
    void aDirectoryInPlaceOfTheFileIsAnErrorThatNamesTheSetting() {
        assertThatThrownBy(() -> new JournalStore(directory).open())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("state.file")
                .hasMessageContaining("not a file");
    }

    @Test
    @Tag("promise-17")
    void anInterruptSpoilsNeitherOpeningNorSaving() {
        save(Rows.confirmed(1, 1));
        store.close();

        Thread.currentThread().interrupt();
        store.open();
        RecordState found = store.record(Rows.key(1));
        save(Rows.confirmed(1, 2));
        save(Rows.confirmed(1, 3));
        store.close();

        assertThat(Thread.interrupted()).as("the interrupt is handed on").isTrue();
        assertThat(found).isEqualTo(Rows.confirmed(1, 1));
        assertThat(reader(file).record(Rows.key(1))).isEqualTo(Rows.confirmed(1, 3));
    }

    @Test
    void tenThousandRowsAreSavedAndReadAgain() throws IOException {
        List<RecordState> rows = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            rows.add(Rows.confirmed(i, i));
        }
        store.save(rows, Optional.empty());
        long whole = Files.size(file);
        save(Rows.confirmed(5, 6));

        assertThat(Files.size(file) - whole)
                .as("a save of one row appends one row")
                .isLessThan(1000);
        restart();
        assertThat(rows)
                .allMatch(row ->
                        store.record(row.key()).equals(row.key().equals(Rows.key(5)) ? Rows.confirmed(5, 6) : row));
    }

    @Test
    void theFileStaysSmallHoweverOftenARowIsSaved() throws IOException {
        save(Rows.confirmed(2, 2));
        for (int i = 0; i < 50; i++) {
            store.save(Collections.nCopies(100, Rows.confirmed(1, i)), Optional.empty());
        }

        try (Stream<String> lines = Files.lines(file)) {
            assertThat(lines.count()).isLessThan(1110);
        }
        restart();
        assertThat(store.record(Rows.key(1))).isEqualTo(Rows.confirmed(1, 49));
        assertThat(store.record(Rows.key(2))).isEqualTo(Rows.confirmed(2, 2));
    }

    @Test
    void manyThreadsMaySaveAndReadAtOnce() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int number = t;
            threads.add(new Thread(() -> {
                for (int i = 1; i <= 50; i++) {
                    save(Rows.confirmed(number, i));
                    store.record(Rows.key((number + 1) % 4));
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        restart();
        for (int t = 0; t < 4; t++) {
            assertThat(store.record(Rows.key(t))).isEqualTo(Rows.confirmed(t, 50));
        }
    }

    private void save(RecordState... rows) {
        store.save(List.of(rows), Optional.empty());
    }

    private void restart() {
        store.close();
        store = new JournalStore(file);
        store.open();
    }

    private List<Path> list() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    static JournalStore reader(Path file) {
        JournalStore reader = new JournalStore(file);
        reader.openReadOnly();
        return reader;
    }

    @Test
    @Tag("promise-17")
    @DisabledOnOs(OS.WINDOWS)
    void aSideFileThatIsALinkOrAPipeIsNotOpened() throws Exception {
        for (String side : List.of(".lock", ".lock.jvm")) {
            Path other = Files.writeString(directory.resolve("precious" + side), "precious");
            Path state =
                    Files.createDirectory(directory.resolve("state" + side)).resolve("s");
            Files.createSymbolicLink(state.resolveSibling("s" + side), other);

            assertThatThrownBy(() -> new JournalStore(state).open())
                    .isInstanceOf(StateException.class)
                    .hasMessageContaining("s" + side)
                    .hasMessageContaining("it is a link, not a file of the state; remove it");
            assertThat(other).hasContent("precious");
        }
        Path state = Files.createDirectory(directory.resolve("pipes")).resolve("s");
        assertThat(new ProcessBuilder("mkfifo", state + ".lock.jvm").start().waitFor())
                .isZero();
        assertThatThrownBy(() -> new JournalStore(state).open())
                .isInstanceOf(StateException.class)
                .hasMessageContaining("it is a directory, a pipe or a device");
    }

    @Test
    @Tag("promise-17")
    @DisabledOnOs(OS.WINDOWS)
    void aFormerGenerationThatIsALinkIsNotRead() throws Exception {
        Path state = Files.createDirectory(directory.resolve("former")).resolve("s");
        store.save(List.of(Rows.confirmed(1, 1)), Optional.empty());
        Files.writeString(state, "broken\n");
        Files.createSymbolicLink(state.resolveSibling("s.previous"), file);

        try (JournalStore other = new JournalStore(state)) {
            other.open();
            assertThat(other.record(Rows.key(1))).isEqualTo(RecordState.unknown(Rows.key(1)));
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            for (Path inside : files.toList()) {
                Files.delete(inside);
            }
        }
        Files.delete(directory);
    }

    @Test
    @Tag("promise-17")
    void aDirectoryThatVanishesIsToldAndRowsAreSavedAgainWhenItIsBack() throws IOException {
        Path home = Files.createDirectory(directory.resolve("vanishing"));
        Path inside = home.resolve("state");
        try (JournalStore store = new JournalStore(inside)) {
            store.open();
            store.save(List.of(Rows.confirmed(1, 1)), Optional.empty());
            delete(home);

            assertThatThrownBy(() -> store.save(List.of(Rows.confirmed(2, 2)), Optional.empty()))
                    .isInstanceOf(StateException.class)
                    .hasMessageContaining(inside.toString())
                    .hasMessageContaining("directory");

            Files.createDirectory(home);
            store.save(List.of(Rows.confirmed(3, 3)), Optional.empty());

            JournalStore after = reader(inside);
            assertThat(after.record(Rows.key(1))).isEqualTo(Rows.confirmed(1, 1));
            assertThat(after.record(Rows.key(2))).isEqualTo(Rows.confirmed(2, 2));
            assertThat(after.record(Rows.key(3))).isEqualTo(Rows.confirmed(3, 3));
            assertThatThrownBy(() -> new JournalStore(inside).open())
                    .as("the lock was taken anew")
                    .isInstanceOf(StateException.class);
        }
    }

    @Test
    @Tag("promise-18")
    void whoeverCameToTheNewDirectoryMeanwhileKeepsIt() throws IOException {
        Path home = Files.createDirectory(directory.resolve("vanishing"));
        Path inside = home.resolve("state");
        try (JournalStore store = new JournalStore(inside);
                JournalStore other = new JournalStore(inside)) {
            store.open();
            store.save(List.of(Rows.confirmed(1, 1)), Optional.empty());
            delete(home);
            Files.createDirectory(home);
            other.open();
            other.save(List.of(Rows.confirmed(2, 2)), Optional.empty());

            assertThatThrownBy(() -> store.save(List.of(Rows.confirmed(3, 3)), Optional.empty()))
                    .isInstanceOfSatisfying(
                            StateException.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.STATE_LOCKED));
        }
        JournalStore after = reader(inside);
        assertThat(after.record(Rows.key(2))).isEqualTo(Rows.confirmed(2, 2));
        assertThat(after.record(Rows.key(1))).isEqualTo(RecordState.unknown(Rows.key(1)));
    }

    @Test
    @Tag("promise-17")
    void aFileThatIsDeletedOrReplacedWhileItIsOpenIsWrittenAnew() throws IOException {
        save(Rows.confirmed(1, 1));
        Files.delete(file);
        save(Rows.confirmed(2, 2));
        assertThat(reader(file).record(Rows.key(1))).isEqualTo(Rows.confirmed(1, 1));

        Files.move(file, file.resolveSibling("moved"));
        Files.writeString(file, "another's");
        save(Rows.confirmed(3, 3));
        assertThat(reader(file).record(Rows.key(2))).isEqualTo(Rows.confirmed(2, 2));
        assertThat(reader(file).record(Rows.key(3))).isEqualTo(Rows.confirmed(3, 3));
    }

    @Test
    void rowsOfAThousandAccountsCostOneSync() {
        FailingDisk disk = new FailingDisk();
        AtomicInteger syncs = new AtomicInteger();
        Path counted = directory.resolve("counted");
        try (JournalStore counting = new JournalStore(counted, disk)) {
            counting.open();
            counting.save(List.of(Rows.confirmed(0, 1)), Optional.empty());
            disk.syncing = syncs::incrementAndGet;
            List<AccountState> accounts = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                accounts.add(AccountState.fresh("account" + i)
                        .troubled(
                                Optional.empty(),
                                Instant.EPOCH,
                                1,
                                Problem.of(ProblemKind.TRANSIENT, "busy"),
                                Optional.empty()));
            }
            counting.saveAll(List.of(Rows.confirmed(1, 1)), accounts);
            assertThat(syncs).hasValue(1);
            assertThat(reader(counted).account("account999")).isEqualTo(accounts.get(999));
        }
    }
}
