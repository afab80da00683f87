package io.github.ddnsjava.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.exception.StateException;
import io.github.ddnsjava.remember.RecordState;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that end between two steps, and disks that fail. */
@Tag("promise-17")
class JournalCrashTest {
    @TempDir
    Path directory;

    /** Copies the directory before each step, as a crash would leave it. */
    private static final class Photographed extends Disk {
        private final Path directory;
        private final Path album;
        private final List<Path> photographs = new ArrayList<>();

        Photographed(Path directory, Path album) {
            this.directory = directory;
            this.album = album;
        }

        void photograph() throws IOException {
            Path copy = Files.createDirectory(album.resolve("step" + photographs.size()));
            copyFiles(directory, copy);
            photographs.add(copy);
        }

        @Override
        FileChannel create(Path file) throws IOException {
            photograph();
            return super.create(file);
        }

        @Override
        void move(Path from, Path to) throws IOException {
            photograph();
            super.move(from, to);
        }

        @Override
        void delete(Path file) throws IOException {
            photograph();
            super.delete(file);
        }

        @Override
        void syncDirectory(Path file) {
            try {
                photograph();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            super.syncDirectory(file);
        }
    }

    static void copyFiles(Path from, Path to) throws IOException {
        try (var files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void aCrashBetweenAnyTwoStepsOfACompactionLosesNothing() throws IOException {
        Path work = Files.createDirectory(directory.resolve("work"));
        Path file = work.resolve("state");
        try (JournalStore store = new JournalStore(file)) {
            store.open();
            fillUntilJustBeforeCompaction(store, file);
        }
        Photographed disk = new Photographed(work, Files.createDirectory(directory.resolve("album")));
        try (JournalStore store = new JournalStore(file, disk)) {
            store.open();
            save(store, Rows.confirmed(1, 4242));
            disk.photograph();
        }

        assertThat(disk.photographs)
                .as("delete, create, two moves, sync, and the end")
                .hasSize(6);
        for (Path photograph : disk.photographs) {
            for (int length : lengthsOfNew(photograph)) {
                assertGoesOnFrom(photograph, length);
            }
        }
    }

    /** Of a generation that is being written, any part may have reached the disk. */
    private static List<Integer> lengthsOfNew(Path photograph) throws IOException {
        Path fresh = photograph.resolve("state.new");
        if (!Files.exists(fresh) || !Files.exists(photograph.resolve("state"))) {
            return List.of(-1);
        }
        int size = (int) Files.size(fresh);
        return List.of(0, 1, size / 2, size - 1, size);
    }

    private static void assertGoesOnFrom(Path photograph, int lengthOfNew) throws IOException {
        Path crashed = Files.createTempDirectory(photograph, "crashed");
        copyFiles(photograph, crashed);
        if (lengthOfNew >= 0) {
            try (FileChannel channel = FileChannel.open(crashed.resolve("state.new"), StandardOpenOption.WRITE)) {
                channel.truncate(lengthOfNew);
            }
        }
        Path file = crashed.resolve("state");
        for (int round = 0; round < 2; round++) {
            try (JournalStore store = new JournalStore(file)) {
                store.open();
                assertThat(store.record(Rows.key(1))).as(photograph.toString()).isEqualTo(Rows.confirmed(1, 4242));
                assertThat(store.record(Rows.key(2))).as(photograph.toString()).isEqualTo(Rows.confirmed(2, 7));
                save(store, Rows.confirmed(3, 3));
            }
        }
        assertThat(JournalStoreTest.reader(file).record(Rows.key(3))).isEqualTo(Rows.confirmed(3, 3));
    }

    @Test
    void aSecondCrashWhileTheFirstIsBeingMendedLosesNothing() throws IOException {
        Path work = Files.createDirectory(directory.resolve("work"));
        Path file = work.resolve("state");
        try (JournalStore store = new JournalStore(file)) {
            store.open();
            save(store, Rows.confirmed(1, 1), Rows.confirmed(2, 7));
        }
        // As left by a crash between the two moves, with an older generation as the previous one.
        Files.move(file, work.resolve("state.new"));
        Files.write(work.resolve("state.previous"), Generation.headerLine());

        Photographed disk = new Photographed(work, Files.createDirectory(directory.resolve("album")));
        try (JournalStore store = new JournalStore(file, disk)) {
            store.open();
            save(store, Rows.confirmed(1, 2));
        }

        assertThat(disk.photographs).isNotEmpty();
        for (Path photograph : disk.photographs) {
            JournalStore store = JournalStoreTest.reader(photograph.resolve("state"));
            assertThat(store.record(Rows.key(2))).as(photograph.toString()).isEqualTo(Rows.confirmed(2, 7));
            assertThat(store.record(Rows.key(1))).isIn(Rows.confirmed(1, 1), Rows.confirmed(1, 2));
        }
    }

    private static void fillUntilJustBeforeCompaction(JournalStore store, Path file) throws IOException {
        save(store, Rows.confirmed(2, 7));
        store.save(Collections.nCopies(102, Rows.confirmed(1, 1)), Optional.empty());
        save(store, Rows.confirmed(1, 4242));
        assertThat(file.resolveSibling("state.previous")).doesNotExist();
    }

    @Test
    void aFullDiskIsReportedRemembersInMemoryAndIsMadeUpForByTheNextSave() {
        Path file = directory.resolve("state");
        FailingDisk disk = new FailingDisk();
        JournalStore store = new JournalStore(file, disk);
        store.open();
        save(store, Rows.confirmed(1, 1));

        disk.room = 40;
        assertThatThrownBy(() -> save(store, Rows.confirmed(1, 2), Rows.confirmed(2, 2)))
                .isInstanceOf(StateException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("No space left");
        assertThat(store.record(Rows.key(1))).isEqualTo(Rows.confirmed(1, 2));
        assertThat(JournalStoreTest.reader(file).record(Rows.key(1))).isEqualTo(Rows.confirmed(1, 1));
        assertThatThrownBy(() -> save(store, Rows.confirmed(3, 3))).isInstanceOf(StateException.class);

        disk.room = Long.MAX_VALUE;
        save(store, Rows.confirmed(4, 4));
        JournalStore after = JournalStoreTest.reader(file);
        assertThat(after.record(Rows.key(1))).isEqualTo(Rows.confirmed(1, 2));
        assertThat(after.record(Rows.key(2))).isEqualTo(Rows.confirmed(2, 2));
        assertThat(after.record(Rows.key(3))).isEqualTo(Rows.confirmed(3, 3));
        assertThat(after.record(Rows.key(4))).isEqualTo(Rows.confirmed(4, 4));
        store.close();
    }

    @Test
    void closingMakesUpForAFailedSaveToo() {
        Path file = directory.resolve("state");
        FailingDisk disk = new FailingDisk();
        JournalStore store = new JournalStore(file, disk);
        store.open();
        disk.room = 0;
        assertThatThrownBy(() -> save(store, Rows.confirmed(1, 1))).isInstanceOf(StateException.class);

        disk.room = Long.MAX_VALUE;
        store.close();

        assertThat(JournalStoreTest.reader(file).record(Rows.key(1))).isEqualTo(Rows.confirmed(1, 1));
    }

    @Test
    void closingOnAFullDiskStillGivesUpPossession() {
        Path file = directory.resolve("state");
        FailingDisk disk = new FailingDisk();
        JournalStore store = new JournalStore(file, disk);
        store.open();
        disk.room = 0;
        assertThatThrownBy(() -> save(store, Rows.confirmed(1, 1))).isInstanceOf(StateException.class);
        store.close();

        try (JournalStore next = new JournalStore(file)) {
            next.open();
            assertThat(next.record(Rows.key(1))).isEqualTo(RecordState.unknown(Rows.key(1)));
        }
    }

    @Test
    void aCompactionThatFailsHarmsNoSave() throws IOException {
        Path file = directory.resolve("state");
        FailingDisk disk = new FailingDisk();
        JournalStore store = new JournalStore(file, disk);
        store.open();
        fillUntilJustBeforeCompaction(store, file);

        disk.creates = false;
        for (int i = 0; i < 100; i++) {
            save(store, Rows.confirmed(1, i));
        }
        assertThat(disk.refusedCreates).as("not tried at each save").isEqualTo(1);
        assertThat(JournalStoreTest.reader(file).record(Rows.key(1))).isEqualTo(Rows.confirmed(1, 99));
        store.close();
    }

    @Test
    void aMoveThatFailsIsMadeUpForByTheNextSave() throws IOException {
        for (int failing = 0; failing < 2; failing++) {
            Path work = Files.createDirectory(directory.resolve("work" + failing));
            Path file = work.resolve("state");
            FailingDisk disk = new FailingDisk();
            JournalStore store = new JournalStore(file, disk);
            store.open();
            fillUntilJustBeforeCompaction(store, file);

            disk.moves = failing;
            save(store, Rows.confirmed(1, 55));
            assertThat(JournalStoreTest.reader(file).record(Rows.key(1))).isEqualTo(Rows.confirmed(1, 55));

            disk.moves = Integer.MAX_VALUE;
            save(store, Rows.confirmed(1, 56));
            assertThat(JournalStoreTest.reader(file).record(Rows.key(1))).isEqualTo(Rows.confirmed(1, 56));
            assertThat(JournalStoreTest.reader(file).record(Rows.key(2))).isEqualTo(Rows.confirmed(2, 7));
            store.close();
        }
    }

    @Test
    void aPowerCutAfterASaveLosesNothingOfIt() {
        FailingDisk disk = new FailingDisk();
        JournalStore store = new JournalStore(directory.resolve("state"), disk);
        store.open();
        for (int i = 0; i < 300; i++) {
            save(store, Rows.confirmed(1, i));
            assertThat(disk.unforced).as("after save %d", i).isZero();
        }
        assertThat(directory.resolve("state.previous")).as("was compacted").exists();
        store.close();
    }

    @Test
    void noFileStaysOpenWhateverHappened() throws IOException {
        FailingDisk disk = new FailingDisk();
        JournalStore store = new JournalStore(directory.resolve("state"), disk);
        store.open();
        fillUntilJustBeforeCompaction(store, directory.resolve("state"));
        for (int i = 0; i < 300; i++) {
            disk.room = i % 7 == 0 ? 40 : Long.MAX_VALUE;
            disk.moves = i % 5;
            try {
                save(store, Rows.confirmed(1, i));
            } catch (StateException e) {
                assertThat(disk.open).as("after save %d failed", i).isZero();
            }
            assertThat(disk.open).as("after save %d", i).isLessThanOrEqualTo(1);
        }
        store.close();
        assertThat(disk.open).isZero();
    }

    static void save(JournalStore store, RecordState... rows) {
        store.save(List.of(rows), Optional.empty());
    }
}
