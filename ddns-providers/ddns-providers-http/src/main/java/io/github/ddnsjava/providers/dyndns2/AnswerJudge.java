package io.github.ddnsjava.providers.dyndns2;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.BlockedException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.http.Asked;
import io.github.ddnsjava.publish.http.HttpTransport;
import io.github.ddnsjava.publish.http.Statuses;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Determines the meaning of the lines of one answer.
 *
 * @param server the server, as a text for people
 * @param answer the answer
 * @param now the time of the answer
 * @param secrets texts that must not be shown, nor any part of them, although a server may repeat them
 */
record AnswerJudge(String server, HttpTransport.Answer answer, Instant now, List<String> secrets) {
    private static final IpAddress LOOPBACK = IpAddress.parse("127.0.0.1");
    /** What an error page of a web server holds a record for: the next one would be the same for a while. */
    private static final Duration AFTER_PAGE = Duration.ofHours(1);

    /** What a return code looks like; a token has other characters, or is longer. */
    private static final Pattern WORD = Pattern.compile("!?[A-Za-z][A-Za-z-]{0,19}");

    /** So many characters of a secret in a row tell something of it. */
    private static final int TELLING = 3;

    /**
     * Returns what a line means for an address that was sent.
     *
     * @throws DdnsException if it is a refusal, or says nothing known
     */
    ChangeResult result(AnswerLine line, IpAddress sent) {
        String word = line.word();
        if (!ReturnCodes.isSuccess(word)) {
            throw ReturnCodes.refusal(line, server, Statuses.retryAfter(answer, now))
                    .orElseGet(() -> unknownWord(line));
        }
        if (answer.status() < 200 || answer.status() > 299) {
            throw new ProtocolException(server + " answered " + word + ", but with HTTP " + answer.status());
        }
        List<IpAddress> addresses = line.addresses();
        if (word.equals(ReturnCodes.GOOD) && addresses.contains(LOOPBACK) && !sent.equals(LOOPBACK)) {
            throw BlockedException.ofAccount(server + " answered good " + LOOPBACK
                    + ", which means that it refuses this client; set userAgent to the form that the service requires");
        }
        if (line.brokenAddress().isPresent()) {
            return unknown(server + " answered " + word + " for a text that is no address, but " + sent + " was sent");
        }
        if (!addresses.isEmpty() && !addresses.contains(sent)) {
            // Sent again it might count as abuse; live DNS tells what became of it.
            return unknown(server + " answered " + word + " for "
                    + addresses.stream().map(IpAddress::toString).collect(Collectors.joining(", ")) + ", but " + sent
                    + " was sent");
        }
        return word.equals(ReturnCodes.GOOD)
                ? new ChangeResult.Applied(Outcome.UPDATED, Set.of(), Map.of())
                : new ChangeResult.AlreadyRight(Map.of());
    }

    /** Returns the result where the answer has no line for a record, or lines that contradict each other. */
    ChangeResult noLine() {
        return unknown(
                "the answer of " + server
                        + " does not say what became of this record: it has no line for it, or lines that contradict each other");
    }

    /**
     * Returns why the answer as a whole is not an answer of the protocol: because of its status, or because it contains
     * no known word. A refusal (4xx) without a word comes from a web server, a proxy or a filter. These do not know
     * names and passwords, and the refusal may pass.
     *
     * @param lines its lines
     */
    DdnsException notUnderstood(List<AnswerLine> lines) {
        int status = answer.status();
        try {
            Statuses.check(Asked.of(server, ProblemScope.RECORD), answer, now);
        } catch (RejectedException e) {
            return errorPage(status);
        } catch (AuthenticationException e) {
            return status == 401 ? e : errorPage(status);
        } catch (DdnsException e) {
            return e;
        }
        return lines.isEmpty() ? new ProtocolException(server + " answered nothing") : unknownWord(lines.get(0));
    }

    private DdnsException unknownWord(AnswerLine line) {
        return new ProtocolException(
                server + " answered " + shown(line) + ", which is no word of the dyndns2 protocol; check endpoint");
    }

    private DdnsException errorPage(int status) {
        return ProtocolException.retryAfter(
                server + " answered HTTP " + status + " without a word of the dyndns2 protocol: the service may be in"
                        + " maintenance, or a filter may refuse the request; it is tried again later. If this stays,"
                        + " check endpoint",
                AFTER_PAGE);
    }

    /** Shows a word only if it cannot be a secret or a part of one. Otherwise shows only the length of the answer. */
    private String shown(AnswerLine line) {
        String word = line.text().split("\\s", 2)[0];
        boolean harmless = WORD.matcher(word).matches()
                && secrets.stream().noneMatch(secret -> tells(word.toLowerCase(Locale.ROOT), secret));
        if (harmless) {
            return "\"" + word + "\"";
        }
        String kind = word.startsWith("<") ? "a page" : "a text";
        return kind + " of " + answer.body().length() + " characters";
    }

    private static boolean tells(String word, String secret) {
        String lower = secret.toLowerCase(Locale.ROOT);
        int part = Math.min(TELLING, Math.min(word.length(), lower.length()));
        for (int i = 0; part > 0 && i + part <= word.length(); i++) {
            if (lower.contains(word.substring(i, i + part))) {
                return true;
            }
        }
        return false;
    }

    private static ChangeResult unknown(String message) {
        return new ChangeResult.Unknown(Problem.of(ProblemKind.PROTOCOL, message));
    }
}
