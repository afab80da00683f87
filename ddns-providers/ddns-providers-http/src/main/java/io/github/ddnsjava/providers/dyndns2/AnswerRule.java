package io.github.ddnsjava.providers.dyndns2;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What some words of a service mean: which return code of the protocol says the same.
 *
 * @param pattern what a line, or the whole body, must contain; its group, if it has one, is the address that was set
 * @param code the return code, as in {@code badauth}
 * @param pause how long to wait, for codes that ask for that; empty for the protocol's own wait
 */
record AnswerRule(Pattern pattern, String code, Optional<Duration> pause) {
    /** Returns what a line says: the return code, with what follows the words; empty if it does not say that. */
    Optional<AnswerLine> ofLine(String line) {
        Matcher matcher = pattern.matcher(line);
        return matcher.find()
                ? Optional.of(new AnswerLine(code + " " + line.substring(matcher.end()), words(matcher), pause))
                : Optional.empty();
    }

    /** Returns what a whole body says: the return code, with the address that it names; empty if it does not say that. */
    Optional<AnswerLine> ofBody(String body) {
        Matcher matcher = pattern.matcher(body);
        if (!matcher.find()) {
            return Optional.empty();
        }
        boolean address = ReturnCodes.isSuccess(code)
                && matcher.groupCount() == 1
                && matcher.group(1).matches("[0-9a-f.:]+");
        return Optional.of(new AnswerLine(address ? code + " " + matcher.group(1) : code, words(matcher), pause));
    }

    /** Returns the words that were found, in one line: rules allow white space of any length between them. */
    private static String words(Matcher matcher) {
        return matcher.group().replaceAll("\\s+", " ");
    }
}
