package io.github.ddnsjava.internal.engine.records;

import io.github.ddnsjava.Problem;
import io.github.ddnsjava.RecordReport;
import java.util.Optional;

/**
 * Where a record stood when it was last reported, and what the report was made of. The report holds while both are the same.
 * Immutable.
 *
 * @param changes the number of {@linkplain Entry#changes changes} of the record at that time
 * @param outside what hindered it from outside
 * @param report the report
 */
public record Standing(int changes, Outside outside, RecordReport report) {
    /**
     * What hinders a record from outside, as it does all others of its group or its feed. Immutable.
     *
     * @param kept whether this node keeps the record
     * @param problem why it does not, or why the address is unknown; empty if nothing hinders it
     */
    public record Outside(boolean kept, Optional<Problem> problem) {
        /** Nothing hinders the record. */
        public static final Outside NOTHING = new Outside(true, Optional.empty());

        /** The record is not kept here. */
        public static Outside notKept(Problem why) {
            return new Outside(false, Optional.of(why));
        }

        /** Its address is unknown, if there is a problem. */
        public static Outside unknown(Optional<Problem> why) {
            return why.isEmpty() ? NOTHING : new Outside(true, why);
        }
    }

    /** Returns whether the report still holds. */
    public boolean holds(int presentChanges, Outside presentOutside) {
        return changes == presentChanges && outside.equals(presentOutside);
    }
}
