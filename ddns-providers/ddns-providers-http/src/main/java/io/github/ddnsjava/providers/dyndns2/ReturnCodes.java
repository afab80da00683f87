package io.github.ddnsjava.providers.dyndns2;

import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.BlockedException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.RateLimitedException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.exception.TransientException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the return codes mean: those of help.dyn.com ("Return Codes"), and those that compatible services added. {@code
 * ok} and {@code nochange}, by which one long-gone service meant success, are not among them: pages that have nothing
 * to do with DNS say the same.
 */
final class ReturnCodes {
    /** The address was set. */
    static final String GOOD = "good";

    /** The address stood there already. */
    static final String NOCHG = "nochg";

    /** Too many names in one call. */
    static final String NUMHOST = "numhost";

    /** What no service says in this word: that the name or the credentials are wrong. Rows of the catalog mean it. */
    static final String DENIED = "!denied";

    /** Those by which a server says that it can serve nobody now. */
    private static final Set<String> SERVER_FAULTS = Set.of("911", "interror", "servererror");

    /** What Dyn, No-IP and DNS-O-Matic ask for after a fault of theirs. */
    private static final Duration AFTER_FAULT = Duration.ofMinutes(30);

    private static final Duration AFTER_TOO_MANY = Duration.ofMinutes(10);
    private static final Duration AFTER_TOO_SOON = Duration.ofMinutes(5);
    private static final Duration LONGEST_WAIT = Duration.ofDays(7);
    private static final Pattern WAIT = Pattern.compile("w(?:ait)?([0-9]{1,6})([hms]?)");

    private ReturnCodes() {}

    static boolean isSuccess(String word) {
        return word.equals(GOOD) || word.equals(NOCHG);
    }

    static boolean isServerFault(String word) {
        return SERVER_FAULTS.contains(word);
    }

    static boolean isRefusal(String word) {
        return refusal(AnswerLine.of(word), "", Optional.empty()).isPresent();
    }

    static boolean isKnown(String word) {
        return isSuccess(word) || isRefusal(word);
    }

    /**
     * Returns what a word other than success means; empty for an unknown one.
     *
     * @param line the line that begins with the word
     * @param server the server, as a text for people
     * @param retryAfter the value of the header {@code Retry-After}
     */
    static Optional<DdnsException> refusal(AnswerLine line, String server, Optional<Duration> retryAfter) {
        String word = line.word();
        String said = server + " answered " + line.said() + ": ";
        Duration afterFault = line.pause().orElse(AFTER_FAULT);
        return Optional.ofNullable(
                switch (word) {
                    case "badauth", "unauth" ->
                        AuthenticationException.ofAccount(
                                said + "user name or password is wrong; some services want a token or client key here");
                    case "!yours" -> AuthenticationException.ofRecord(said + "the name belongs to another account");
                    case DENIED ->
                        AuthenticationException.ofRecord(
                                said + "the name or the credentials are wrong; the service does not say which");
                    case "!donator" ->
                        BlockedException.ofRecord(said + "this needs a paid plan, or one that has not run out");
                    case "!active", "notdyn" ->
                        BlockedException.ofRecord(said + "the name is not activated for dynamic updates");
                    case "abuse", "blocked" ->
                        BlockedException.ofRecord(said
                                + "the name is blocked for too many or needless updates; unblock it at the service");
                    case "badagent" ->
                        BlockedException.ofAccount(
                                said + "the service refuses this client; set userAgent to the form that it requires");
                    case "disabled" -> BlockedException.ofAccount(said + "the account is disabled or locked");
                    case "nohost" ->
                        new RejectedException(
                                RejectedException.Reason.NOT_FOUND,
                                said + "the account has no such name; create it at the service first");
                    case "notfqdn", "nofqdn" ->
                        RejectedException.invalid(said + "the service does not accept this name");
                    case NUMHOST ->
                        RejectedException.invalid(
                                said + "the service cannot update this name, though it is alone in the call");
                    case "badip" -> RejectedException.invalid(said + "the service does not accept this address");
                    case "badsys", "badrequest", "badparam", "invalid" ->
                        RejectedException.invalid(
                                said + "the service does not accept this request; check endpoint and families");
                    case "dnserr", "fatal" ->
                        TransientException.askedToWait(
                                ProblemScope.RECORD, said + "the service could not set this name", afterFault);
                    case "911", "interror", "servererror" ->
                        TransientException.askedToWait(
                                said + "the service has a fault or is in maintenance", afterFault);
                    case "toomanyrequests" ->
                        new RateLimitedException(
                                said + "too many updates",
                                Optional.of(retryAfter.orElse(line.pause().orElse(AFTER_TOO_MANY))));
                    case "interval" ->
                        new RateLimitedException(said + "too soon after the last update", Optional.of(AFTER_TOO_SOON));
                    default -> waiting(word, said);
                });
    }

    /** Old servers say how long to wait: {@code wait30m}, {@code w60}. */
    private static @Nullable DdnsException waiting(String word, String said) {
        Matcher matcher = WAIT.matcher(word);
        if (!matcher.matches()) {
            return null;
        }
        long number = Long.parseLong(matcher.group(1));
        Duration wait = switch (matcher.group(2)) {
            case "h" -> Duration.ofHours(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofSeconds(number);
        };
        return new RateLimitedException(
                said + "the service asks us to wait",
                Optional.of(wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait));
    }
}
