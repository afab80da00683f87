package io.github.ddnsjava.providers.dyndns2;

import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.json.JsonReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a service's answers differ from those of the protocol.
 *
 * @param json whether rules for the body count only for a whole JSON object
 * @param body rules for the whole body, in order; the first that fits decides for all names of the call
 * @param lines rules for each line, in order; a line that none fits is one of the protocol
 * @param statuses what a status means, as a return code, where the body has no known word; a success then has no body
 */
record Answers(boolean json, List<AnswerRule> body, List<AnswerRule> lines, Map<Integer, String> statuses) {
    /** Those of the protocol. */
    static final Answers STANDARD = new Answers(false, List.of(), List.of(), Map.of());

    /** Reads an answer. */
    AnswerLines read(int status, String text) {
        String start = AnswerLines.start(text);
        Optional<AnswerLine> all =
                body.stream().flatMap(rule -> rule.ofBody(start).stream()).findFirst();
        if (all.isPresent() && (!json || isObject(start))) {
            return new AnswerLines(List.of(all.get()));
        }
        AnswerLines parsed = AnswerLines.parse(
                text,
                line -> lines.stream()
                        .flatMap(rule -> rule.ofLine(line).stream())
                        .findFirst());
        String code = statuses.getOrDefault(status, "");
        boolean means = !code.isEmpty() && (!ReturnCodes.isSuccess(code) || text.isBlank());
        return means && parsed.lines().stream().noneMatch(line -> ReturnCodes.isKnown(line.word()))
                ? new AnswerLines(List.of(new AnswerLine(code, "HTTP " + status, Optional.empty())))
                : parsed;
    }

    private static boolean isObject(String text) {
        try {
            return JsonReader.parse("the body", text).isObject();
        } catch (ProtocolException e) {
            return false;
        }
    }
}
