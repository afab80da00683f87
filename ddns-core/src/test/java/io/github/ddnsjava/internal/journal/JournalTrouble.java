package io.github.ddnsjava.internal.journal;

import io.github.ddnsjava.exception.StateException;
import io.github.ddnsjava.remember.RecordState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/** Everything that the journal warns of, for tests of other packages: each method makes one such trouble happen. */
public final class JournalTrouble {
    private JournalTrouble() {}

    private static void save(JournalStore store, RecordState row) {
        store.save(List.of(row), Optional.empty());
    }

    private static void writeSome(Path file) {
        try (JournalStore store = new JournalStore(file)) {
            store.open();
            save(store, Rows.confirmed(1, 1));
            save(store, Rows.confirmed(2, 2));
        }
    }

    private static void open(JournalStore store) {
        try (store) {
            store.open();
        }
    }

    /** The file has a line that was damaged. */
    public static void brokenLine(Path file) throws IOException {
        writeSome(file);
        Files.writeString(file, Files.readString(file).replaceFirst("\n[^\n]*h1[^\n]*\n", "\nbroken\n"));
        open(new JournalStore(file));
    }

    /** A later version of this library wrote a field that this one does not know. */
    public static void fieldOfALaterVersion(Path file) throws IOException {
        writeSome(file);
        String row =
                "{\"record\":{\"provider\":\"p\",\"name\":\"h1.example.com\",\"type\":\"A\"},\"colour\":\"green\"}";
        Files.write(file, RowsTest.checksummed(row), StandardOpenOption.APPEND);
        open(new JournalStore(file));
    }

    /** Nothing in the file can be read, and there is a previous generation. */
    public static void nothingReadable(Path file) throws IOException {
        writeSome(file);
        Files.copy(file, Journal.side(file, ".previous"));
        Files.writeString(file, "this is no state\n");
        open(new JournalStore(file));
    }

    /** The disk fails in the middle of the file. */
    public static void unreadableEnd(Path file) throws IOException {
        writeSome(file);
        FailingDisk disk = new FailingDisk();
        disk.readable = (int) Files.size(file) - 5;
        open(new JournalStore(file, disk));
    }

    /** Another program removes the file of a running store. */
    public static void removed(Path file) throws IOException {
        try (JournalStore store = new JournalStore(file)) {
            store.open();
            save(store, Rows.confirmed(1, 1));
            Files.delete(file);
            save(store, Rows.confirmed(1, 2));
        }
    }

    /** No second file can be written beside the first. */
    public static void noCompaction(Path file) {
        FailingDisk disk = new FailingDisk();
        try (JournalStore store = new JournalStore(file, disk)) {
            store.open();
            save(store, Rows.confirmed(1, 0));
            disk.creates = false;
            for (int i = 1; disk.refusedCreates == 0; i++) {
                save(store, Rows.confirmed(1, i));
            }
        }
    }

    /** The disk is full until the store is closed. */
    public static void lastRowsLost(Path file) {
        FailingDisk disk = new FailingDisk();
        JournalStore store = new JournalStore(file, disk);
        store.open();
        disk.room = 0;
        try {
            save(store, Rows.confirmed(1, 1));
            throw new AssertionError("saved on a full disk");
        } catch (StateException full) {
            store.close();
        }
    }

    /** The file system has no locks. */
    public static void noLocks(Path file) {
        FailingDisk disk = new FailingDisk();
        disk.locks = false;
        open(new JournalStore(file, disk));
    }
}
