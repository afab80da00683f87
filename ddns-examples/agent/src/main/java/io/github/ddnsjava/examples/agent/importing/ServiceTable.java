package io.github.ddnsjava.examples.agent.importing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Which provider of ours is the counterpart of a service of another program, and which of its settings are those of ours.
 * It is read from a text with a row for each service:
 *
 * <pre>{@code
 * cloudflare | cloudflare | email=login globalApiKey=password
 * cloudflare | cloudflare | token=password
 * dyfi       | -          | the service takes the address from the connection
 * }</pre>
 *
 * <p>The first row of a service whose settings all have a value counts. A setting that ends with {@code ?} may lack one. {@code NAME} stands
 * for the name of the record, {@code ZONE} for its zone. A fourth cell has the values of settings such as {@code server} that
 * mean the service itself. Immutable.
 */
final class ServiceTable {
    /** Stands for the name of the record. */
    static final String NAME = "NAME";
    /** Stands for the zone of the record. */
    static final String ZONE = "ZONE";

    private final List<Row> rows;

    private ServiceTable(List<Row> rows) {
        this.rows = List.copyOf(rows);
    }

    /**
     * A row.
     *
     * @param service the other program's word
     * @param provider our id; empty if there is no counterpart
     * @param why why there is none; otherwise empty
     * @param settings what each of our settings is there
     * @param own the servers and paths that are those of the service itself
     */
    record Row(String service, String provider, String why, List<Setting> settings, List<String> own) {
        /** Returns the names of the settings that have no value, although they are needed. */
        List<String> missing(Map<String, Given> values) {
            return settings.stream()
                    .filter(setting ->
                            !setting.optional && !setting.isOfRecord() && !values.containsKey(setting.theirs))
                    .map(setting -> setting.theirs)
                    .toList();
        }

        /** Tells whether a setting of the other program becomes one of ours. */
        boolean uses(String theirs) {
            return settings.stream().anyMatch(setting -> setting.theirs.equals(theirs));
        }

        /** Returns what one of our settings is called there. */
        String theirs(String ours) {
            return settings.stream()
                    .filter(setting -> setting.ours.equals(ours))
                    .map(setting -> setting.theirs)
                    .findFirst()
                    .orElse("");
        }
    }

    /**
     * A setting.
     *
     * @param ours its name at our provider
     * @param theirs its name there
     * @param optional whether it may lack a value
     */
    record Setting(String ours, String theirs, boolean optional) {
        /** Tells whether each record has a value of its own. */
        boolean isOfRecord() {
            return theirs.equals(NAME) || theirs.equals(ZONE);
        }
    }

    /** Reads the table of a program, which is part of this one. */
    static ServiceTable load(String program) {
        try (InputStream in = Objects.requireNonNull(ServiceTable.class.getResourceAsStream(program + ".txt"))) {
            return new ServiceTable(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(ServiceTable::row)
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Row row(String line) {
        String[] cells = Arrays.stream(line.split("\\|", -1)).map(String::strip).toArray(String[]::new);
        if (cells[1].equals("-")) {
            return new Row(cells[0], "", cells[2], List.of(), List.of());
        }
        List<Setting> settings = new ArrayList<>();
        for (String pair : cells[2].split(" +", -1)) {
            String ours = pair.substring(0, pair.indexOf('='));
            String theirs = pair.substring(pair.indexOf('=') + 1);
            boolean optional = theirs.endsWith("?");
            settings.add(new Setting(ours, optional ? theirs.substring(0, theirs.length() - 1) : theirs, optional));
        }
        List<String> own = cells.length > 3 ? List.of(cells[3].split(" +", -1)) : List.of();
        return new Row(cells[0], cells[1], "", settings, own);
    }

    List<Row> rows() {
        return rows;
    }

    /** Returns the rows of a service, in their order; none if it is not known. */
    List<Row> of(String service, boolean exact) {
        List<Row> found =
                rows.stream().filter(row -> row.service.equals(service)).toList();
        if (!found.isEmpty() || exact || service.length() < 3) {
            return found;
        }
        List<Row> similar =
                rows.stream().filter(row -> row.service.contains(service)).toList();
        return similar.stream().map(Row::service).distinct().count() == 1 ? similar : List.of();
    }
}
