package io.github.ddnsjava.internal.journal;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiFunction;

/** One row as one line of a journal, without its line end. Stateless and thread-safe. */
public final class RowText {
    private RowText() {}

    /** Returns the line of a record. */
    public static String of(RecordState row) {
        return text(new RowWriter().line(row));
    }

    /** Returns the line of an account. */
    public static String of(AccountState row) {
        return text(new RowWriter().line(row));
    }

    private static String text(byte[] line) {
        return new String(line, 0, line.length - 1, StandardCharsets.US_ASCII);
    }

    /** Reads lines of records, and leaves out what is none. */
    public static List<RecordState> records(Collection<String> lines) {
        return read(lines, RowReader::readRecord);
    }

    /** Reads lines of accounts, and leaves out what is none. */
    public static List<AccountState> accounts(Collection<String> lines) {
        return read(lines, RowReader::readAccount);
    }

    private static <T> List<T> read(Collection<String> lines, BiFunction<RowReader, JsonNode, T> how) {
        RowReader reader = new RowReader();
        List<T> rows = new ArrayList<>(lines.size());
        for (String line : lines) {
            byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
            Lines.parse(bytes, bytes.length).ifPresent(json -> {
                try {
                    rows.add(how.apply(reader, json));
                } catch (RuntimeException e) {
                    // A row that cannot be read counts as unknown.
                }
            });
        }
        return rows;
    }
}
