package io.github.ddnsjava.remember;

import io.github.ddnsjava.internal.journal.RowText;
import java.util.Collection;
import java.util.List;

/**
 * The text form of rows, for a {@link StateStore} that keeps texts: in a database, for example. A text is one line of
 * printable ASCII characters with a checksum, and mostly about a kilobyte long. It is the form of the state file. Fields
 * that only a later version knows are ignored when a text is read. Stateless and thread-safe.
 */
public final class StateRows {
    private StateRows() {}

    /** Returns the text of a record's row. */
    public static String text(RecordState row) {
        return RowText.of(row);
    }

    /** Returns the text of an account's row. */
    public static String text(AccountState row) {
        return RowText.of(row);
    }

    /** Reads texts of records' rows. A text that is damaged is left out: its record counts as unknown. */
    public static List<RecordState> records(Collection<String> texts) {
        return RowText.records(texts);
    }

    /** Reads texts of accounts' rows. A text that is damaged is left out: its account counts as unknown. */
    public static List<AccountState> accounts(Collection<String> texts) {
        return RowText.accounts(texts);
    }
}
