package io.github.ddnsjava.internal.journal;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.internal.text.OneLine;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The readable content of one journal file. Broken lines are skipped, and the lines after them are used.
 *
 * <p>A broken line may have been the newest row of any record that has no row after it. Such records are marked as in
 * doubt, and are looked up before their rows are used. A last line without a line feed is no such case, because its
 * save never returned.
 */
final class Generation {
    private static final Logger LOG = LoggerFactory.getLogger(Generation.class);
    private static final String FORMAT = "ddnsjava-state";
    /** The format that is read and written. A change that this number would hide from former versions raises it. */
    static final int VERSION = 1;

    private static final int MOST_OF_HEADER = 1 << 12;

    private final RowReader reader = new RowReader();
    private final Map<RecordKey, RecordState> records = new HashMap<>();
    private final Map<String, AccountState> accounts = new HashMap<>();
    private final Set<RecordKey> sinceBroken = new HashSet<>();
    private boolean missing;
    private boolean header;
    private int lines;
    private int rows;
    private int broken;
    private boolean rowBroken;
    private boolean torn;

    private Generation() {}

    /** Returns the first line of a generation. */
    static byte[] headerLine() {
        return Lines.of(json -> {
            json.writeStartObject();
            json.writeStringField("format", FORMAT);
            json.writeNumberField("version", VERSION);
            json.writeEndObject();
        });
    }

    private static boolean isHeader(JsonNode line) {
        return FORMAT.equals(line.path("format").asText());
    }

    /** Returns the version of a file's format if it is higher than {@link #VERSION}: rows of it may mean anything. */
    static Optional<String> newerVersion(Path file, Disk disk) throws ClosedByInterruptException {
        byte[] begin;
        try (InputStream in = disk.read(file)) {
            begin = in.readNBytes(MOST_OF_HEADER);
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            return Optional.empty(); // whoever reads its rows says so
        }
        int end = 0;
        while (end < begin.length && begin[end] != '\n') {
            end++;
        }
        return Lines.parse(begin, end)
                .filter(Generation::isHeader)
                .map(line -> line.path("version"))
                .filter(version -> version.asDouble() > VERSION)
                .map(JsonNode::asText);
    }

    /** Reads a file of a version that is not newer, as far as it can be read. */
    static Generation read(Path file, Disk disk) throws ClosedByInterruptException {
        Generation generation = new Generation();
        try (InputStream in = disk.read(file)) {
            generation.readLines(in);
        } catch (NoSuchFileException e) {
            generation.missing = true;
        } catch (ClosedByInterruptException e) {
            // Says nothing of the file.
            throw e;
        } catch (IOException e) {
            LOG.warn(
                    "the state file {} cannot be read to its end; the rows before are used, and looked up before they are"
                            + " believed; check its disk: {}",
                    file,
                    OneLine.whole(e.toString()));
            generation.brokenRow();
        }
        Set<String> unknown = generation.reader.unknownFields();
        if (!unknown.isEmpty()) {
            LOG.warn(
                    "the state file {} has fields that only a later version of this library knows ({}); they are ignored,"
                            + " and may be lost at any save",
                    file,
                    String.join(", ", unknown));
        }
        if (generation.rowBroken) {
            generation.doubtAllBut(generation.sinceBroken);
        }
        return generation;
    }

    private void readLines(InputStream in) throws IOException {
        byte[] line = new byte[1024];
        int length = 0;
        byte[] chunk = new byte[1 << 16];
        for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
            for (int i = 0; i < read; i++) {
                if (chunk[i] == '\n') {
                    readLine(line, length);
                    length = 0;
                } else if (length <= Lines.MAX_LENGTH) {
                    if (length == line.length) {
                        line = java.util.Arrays.copyOf(line, length * 2);
                    }
                    line[length++] = chunk[i];
                }
            }
        }
        torn = length > 0;
    }

    private void readLine(byte[] line, int length) {
        if (length == 0) {
            return;
        }
        lines++;
        Optional<JsonNode> row = length > Lines.MAX_LENGTH ? Optional.empty() : Lines.parse(line, length);
        if (row.isPresent() && lines == 1 && isHeader(row.get())) {
            header = row.get().path("version").asInt() == VERSION;
        } else if (row.isPresent()) {
            readRow(row.get());
        } else if (lines == 1) {
            // The header, which said nothing of any record. The rows have checksums of their own.
            broken++;
        } else {
            brokenRow();
        }
    }

    private void readRow(JsonNode row) {
        try {
            if (row.has(RowReader.ACCOUNT)) {
                AccountState state = reader.readAccount(row);
                accounts.put(state.id(), state);
            } else {
                RecordState state = reader.readRecord(row);
                records.put(state.key(), state);
                if (rowBroken) {
                    sinceBroken.add(state.key());
                }
            }
            rows++;
        } catch (RuntimeException e) {
            LOG.debug("a row of the state file is not understood", e);
            brokenRow();
        }
    }

    private void brokenRow() {
        broken++;
        rowBroken = true;
        sinceBroken.clear();
    }

    private void doubtAllBut(Set<RecordKey> known) {
        records.replaceAll(
                (key, state) -> known.contains(key) || state.inDoubt().isPresent()
                        ? state
                        : state.with(doubted -> doubted.inDoubt = doubted.confirmed));
    }

    /** Puts all records in doubt: later rows are known to be lost. */
    void doubtAll() {
        doubtAllBut(Set.of());
    }

    /** Tells whether there was no file. */
    boolean missing() {
        return missing;
    }

    /** Returns whether this generation can be used: rows were read, or it is certain that there are none. */
    boolean usable() {
        return rows > 0 || header && broken == 0;
    }

    /** Returns whether every line is intact. Only then the file can be appended to. */
    boolean sound() {
        return header && broken == 0 && !torn;
    }

    /** Returns how many lines could not be read. */
    int broken() {
        return broken;
    }

    /** Returns how many rows were read, outdated ones included. */
    int rows() {
        return rows;
    }

    Map<RecordKey, RecordState> records() {
        return records;
    }

    Map<String, AccountState> accounts() {
        return accounts;
    }
}
