package io.github.ddnsjava.providers.dyndns2;

import io.github.ddnsjava.IpFamily;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The lines of an answer, and which of them is meant for which name. One line per name is the rule, from which services
 * deviate.
 *
 * @param lines the lines that are not blank
 */
record AnswerLines(List<AnswerLine> lines) {
    private static final int MAX_CHARS = 64 * 1024;

    /** Reads a body, of which only the first 64 Ki characters count. */
    static AnswerLines parse(String body) {
        return parse(body, line -> Optional.empty());
    }

    /**
     * Reads a body.
     *
     * @param own reads lines that are the service's own; empty for a line of the protocol
     */
    static AnswerLines parse(String body, Function<String, Optional<AnswerLine>> own) {
        return new AnswerLines(start(body)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(line -> own.apply(line).orElseGet(() -> AnswerLine.of(line)))
                .collect(Collectors.toList()));
    }

    /** Returns the part of a body that counts. */
    static String start(String body) {
        return body.length() > MAX_CHARS ? body.substring(0, MAX_CHARS) : body;
    }

    /**
     * Returns the line for a name's record.
     *
     * @param index the place of the name in the call
     * @param hosts how many names the call had
     * @param family the family of the record
     * @param families how many families the call had
     */
    Optional<AnswerLine> line(int index, int hosts, IpFamily family, int families) {
        if (lines.size() == 1) {
            return Optional.of(lines.get(0));
        }
        if (lines.size() <= hosts) {
            return index < lines.size() ? Optional.of(lines.get(index)) : Optional.empty();
        }
        if (lines.size() % hosts != 0) {
            return Optional.empty();
        }
        int linesPerHost = lines.size() / hosts;
        return ofFamily(lines.subList(index * linesPerHost, (index + 1) * linesPerHost), family, families);
    }

    /**
     * Some services answer one line for each family and name. The address in the line shows the family. A line without
     * an address is used if all such lines say the same. Where only one family was sent, a success and a refusal contradict
     * each other: neither is used.
     */
    private static Optional<AnswerLine> ofFamily(List<AnswerLine> lines, IpFamily family, int families) {
        Optional<AnswerLine> named =
                lines.stream().filter(line -> line.names(family)).findFirst();
        List<AnswerLine> bare =
                lines.stream().filter(line -> line.addresses().isEmpty()).collect(Collectors.toList());
        boolean allSay = bare.stream().map(AnswerLine::word).distinct().count() == 1;
        boolean contradicted = families == 1
                && lines.stream().anyMatch(line -> ReturnCodes.isSuccess(line.word()))
                && lines.stream().anyMatch(line -> ReturnCodes.isRefusal(line.word()));
        if (contradicted) {
            return Optional.empty();
        }
        return named.isPresent() || !allSay ? named : Optional.of(bare.get(0));
    }
}
