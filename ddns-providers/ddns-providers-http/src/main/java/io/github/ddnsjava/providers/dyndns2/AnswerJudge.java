package io.github.ddnsjava.providers.dyndns2;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.exception.BlockedException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.support.HttpTransport;
import io.github.ddnsjava.publish.support.Statuses;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Says what the lines of one answer mean.
 *
 * @param server who answered, for people
 * @param answer the answer
 * @param now when
 * @param secrets what must not be shown, though a server may repeat it
 */
record AnswerJudge(String server, HttpTransport.Answer answer, Instant now, List<String> secrets) {
    private static final IpAddress LOOPBACK = IpAddress.parse("127.0.0.1");
    private static final int MAX_SHOWN = 80;

    /**
     * Returns what a line means for an address that was sent.
     *
     * @throws DdnsException if it is a refusal, or says nothing known
     */
    ChangeResult result(AnswerLine line, IpAddress sent) {
        String word = line.word();
        if (!ReturnCodes.isSuccess(word)) {
            throw ReturnCodes.refusal(word, server, Statuses.retryAfter(answer, now))
                    .orElseGet(() -> unknownWord(line));
        }
        if (answer.status() < 200 || answer.status() > 299) {
            throw new ProtocolException(server + " answered " + word + ", but with HTTP " + answer.status());
        }
        List<IpAddress> addresses = line.addresses();
        if (word.equals(ReturnCodes.GOOD) && addresses.contains(LOOPBACK) && !sent.equals(LOOPBACK)) {
            throw BlockedException.ofAccount(server + " answered good " + LOOPBACK
                    + ", by which it refuses the client; set userAgent to what the service asks for");
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

    /** Returns the result where the answer has no line for a record. */
    ChangeResult noLine() {
        return unknown("the answer of " + server + " has no line for this record");
    }

    /**
     * Returns why the answer as a whole is none: by its status, or because it has no known word.
     *
     * @param lines its lines
     */
    DdnsException notUnderstood(List<AnswerLine> lines) {
        try {
            Statuses.check(server, answer, now);
        } catch (DdnsException e) {
            return e;
        }
        return lines.isEmpty() ? new ProtocolException(server + " answered nothing") : unknownWord(lines.get(0));
    }

    private DdnsException unknownWord(AnswerLine line) {
        String safe = line.text();
        for (String secret : secrets) {
            safe = secret.isEmpty() ? safe : safe.replace(secret, "[secret]");
        }
        String word = safe.split("\\s", 2)[0].replaceAll("[^!-~]", "?");
        String shown = word.length() <= MAX_SHOWN ? word : word.substring(0, MAX_SHOWN) + "…";
        return new ProtocolException(
                server + " answered \"" + shown + "\", which is no word of the dyndns2 protocol; check endpoint");
    }

    private static ChangeResult unknown(String message) {
        return new ChangeResult.Unknown(Problem.of(ProblemKind.PROTOCOL, message));
    }
}
