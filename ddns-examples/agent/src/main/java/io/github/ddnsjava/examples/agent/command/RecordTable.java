package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.RecordReport;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** The table that tells people about each record. Stateless. */
final class RecordTable {
    private RecordTable() {}

    /** Returns it. */
    static Table of(List<RecordReport> records) {
        Table table = new Table("NAME", "TYPE", "PROVIDER", "OUTCOME", "ADDRESSES", "");
        for (RecordReport r : records) {
            List<String> notes = new ArrayList<>();
            if (!r.previous().isEmpty()) {
                notes.add("was " + Output.joined(r.previous()));
            }
            r.problem().ifPresent(problem -> notes.add(problem.toString()));
            r.notBefore().ifPresent(at -> notes.add("not before " + at.truncatedTo(ChronoUnit.SECONDS)));
            table.row(
                    r.key().name(),
                    r.key().type(),
                    r.key().provider(),
                    r.outcome(),
                    Output.joined(r.addresses()),
                    String.join("; ", notes));
        }
        return table;
    }
}
