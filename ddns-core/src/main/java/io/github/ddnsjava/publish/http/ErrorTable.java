package io.github.ddnsjava.publish.http;

import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.BlockedException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.exception.RateLimitedException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.exception.TransientException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a vendor's errors mean, as a table: where an answer names its errors, what a success looks like, and a row for
 * each code. Rows are tried in their order, errors in the order in which the answer names them. A code without a row goes
 * by the status. Immutable and thread-safe.
 *
 * <pre>{@code
 * private static final ErrorTable ERRORS = ErrorTable.of(Errors.json("code", "message"))
 *         .row(Meaning.BAD_CREDENTIALS, "InvalidAccessKeyId*", "SignatureDoesNotMatch")
 *         .row(Meaning.RATE_LIMITED, "Throttling*")
 *         .hint(Meaning.NO_PERMISSION, "the key needs the right to change records of this domain");
 * }</pre>
 */
public final class ErrorTable implements ProviderEndpoint.AnswerCheck {
    /**
     * An error that an answer names.
     *
     * @param code its code; empty if it has none
     * @param message the vendor's words; empty if it has none
     */
    public record VendorError(String code, String message) {}

    private record Row(Meaning meaning, Predicate<VendorError> match, Optional<ProblemScope> scope) {}

    private record Hint(Predicate<VendorError> errors, Optional<Meaning> meaning, String text) {}

    private final Function<HttpTransport.Answer, List<VendorError>> errors;
    private final Predicate<HttpTransport.Answer> success;
    private final List<Row> rows;
    private final Map<Integer, Meaning> statuses;
    private final List<Hint> hints;
    private final ProblemScope permissions;
    private final Optional<String> resetHeader;

    private ErrorTable(
            Function<HttpTransport.Answer, List<VendorError>> errors,
            Predicate<HttpTransport.Answer> success,
            List<Row> rows,
            Map<Integer, Meaning> statuses,
            List<Hint> hints,
            ProblemScope permissions,
            Optional<String> resetHeader) {
        this.errors = errors;
        this.success = success;
        this.rows = rows;
        this.statuses = statuses;
        this.hints = hints;
        this.permissions = permissions;
        this.resetHeader = resetHeader;
    }

    /**
     * Returns a table without rows.
     *
     * @param errors returns the errors that an answer names, the most telling first; none if it names none. May throw
     *     {@link ProtocolException} for an answer that is not this vendor's; see {@link Errors} for ready ones
     */
    public static ErrorTable of(Function<HttpTransport.Answer, List<VendorError>> errors) {
        return new ErrorTable(
                errors, answer -> true, List.of(), Map.of(), List.of(), ProblemScope.RECORD, Optional.empty());
    }

    /**
     * Returns this table for a vendor that reports errors with the status 2xx, too.
     *
     * @param newSuccess tells whether an answer with 2xx is a success. May throw {@link ProtocolException} for an answer
     *     that is not this vendor's
     */
    public ErrorTable success(Predicate<HttpTransport.Answer> newSuccess) {
        return new ErrorTable(errors, newSuccess, rows, statuses, hints, permissions, resetHeader);
    }

    /** Returns this table for a vendor whose answers are successes, with the status 2xx, exactly if they name no error. */
    public ErrorTable successUnlessNamed() {
        return success(answer -> errors.apply(answer).isEmpty());
    }

    /**
     * Returns this table for a vendor whose successes name these codes, or none; an empty code is that of an error with
     * nothing but a message.
     */
    public ErrorTable successIfOnly(String... codes) {
        List<String> all = List.of(codes);
        return success(
                answer -> errors.apply(answer).stream().map(VendorError::code).allMatch(all::contains));
    }

    /** Returns this table with one more row. A code that ends with {@code *} stands for all that begin so. */
    public ErrorTable row(Meaning meaning, String... codes) {
        return row(meaning, Optional.empty(), codes);
    }

    /** Returns this table with one more row, whose errors concern that scope, whatever the request named. */
    public ErrorTable row(Meaning meaning, ProblemScope scope, String... codes) {
        return row(meaning, Optional.of(scope), codes);
    }

    private ErrorTable row(Meaning meaning, Optional<ProblemScope> scope, String... codes) {
        List<String> all = List.of(codes);
        return with(new Row(meaning, error -> all.stream().anyMatch(code -> matches(code, error.code())), scope));
    }

    /** Returns this table with one more row, for errors with one of these texts in their code or message. */
    public ErrorTable rowOfWords(Meaning meaning, String... texts) {
        List<String> all = List.of(texts);
        return rowIf(meaning, error -> all.stream().anyMatch((error.code() + " " + error.message())::contains));
    }

    /** Returns this table with one more row, for errors that only their words tell. */
    public ErrorTable rowIf(Meaning meaning, Predicate<VendorError> match) {
        return with(new Row(meaning, match, Optional.empty()));
    }

    /** Returns this table with one more row, whose errors only their form or words tell, and which concern that scope. */
    public ErrorTable rowIf(Meaning meaning, ProblemScope scope, Predicate<VendorError> match) {
        return with(new Row(meaning, match, Optional.of(scope)));
    }

    /** Returns this table with the meaning of a status, for errors without a row; {@link Statuses} has the usual ones. */
    public ErrorTable status(Meaning meaning, int status) {
        Map<Integer, Meaning> more = new TreeMap<>(statuses);
        more.put(status, meaning);
        return new ErrorTable(errors, success, rows, more, hints, permissions, resetHeader);
    }

    private static boolean matches(String pattern, String code) {
        return pattern.endsWith("*")
                ? code.startsWith(pattern.substring(0, pattern.length() - 1))
                : code.equals(pattern);
    }

    private ErrorTable with(Row row) {
        List<Row> more = new ArrayList<>(rows);
        more.add(row);
        return new ErrorTable(errors, success, List.copyOf(more), statuses, hints, permissions, resetHeader);
    }

    /** Returns this table with a sentence that tells users what to do about errors of that meaning. */
    public ErrorTable hint(Meaning meaning, String text) {
        return with(new Hint(error -> true, Optional.of(meaning), text));
    }

    /** Returns this table with a sentence that tells users what to do about an error with that code. */
    public ErrorTable hint(String code, String text) {
        return with(new Hint(error -> matches(code, error.code()), Optional.empty(), text));
    }

    private ErrorTable with(Hint hint) {
        List<Hint> more = new ArrayList<>(hints);
        more.add(hint);
        return new ErrorTable(errors, success, rows, statuses, List.copyOf(more), permissions, resetHeader);
    }

    /**
     * Returns this table for a vendor that grants permissions for that much: a request without a permission holds no less,
     * whatever it named. By default it holds what it named.
     */
    public ErrorTable permissionsPer(ProblemScope newPermissions) {
        return new ErrorTable(errors, success, rows, statuses, hints, newPermissions, resetHeader);
    }

    /**
     * Returns this table for a vendor that names in a header when requests are allowed again, in seconds since 1970. It
     * counts where too many requests (429) have no Retry-After.
     */
    public ErrorTable limitsEndBy(String header) {
        return new ErrorTable(errors, success, rows, statuses, hints, permissions, Optional.of(header));
    }

    @Override
    public void check(Asked asked, HttpTransport.Answer answer, Instant now) {
        int status = answer.status();
        boolean ok = status >= 200 && status < 300;
        if (ok && isSuccess(asked, answer)) {
            return;
        }
        List<VendorError> named = named(asked, answer, ok);
        Optional<Row> row = named.stream().flatMap(error -> row(error).stream()).findFirst();
        Optional<Duration> wait = wait(answer, now);
        boolean known = row.isPresent() || !ok && statuses.containsKey(status);
        if (row.isEmpty() && status == 429 && wait.isPresent()) {
            throw exception(
                    Meaning.RATE_LIMITED,
                    Optional.empty(),
                    status,
                    asked,
                    permissions,
                    text(asked, answer, named, Meaning.RATE_LIMITED),
                    wait);
        }
        if (!known && !ok && !isRefusal(status)) {
            return; // 429, 5xx: the status says it all
        }
        if (named.isEmpty() && ok) {
            throw new ProtocolException(asked.what() + ": the answer is no success, and names no error");
        }
        if (!known && named.isEmpty() && status != 403) {
            return; // not the vendor's form of an error: the status must do
        }
        Meaning meaning = row.map(Row::meaning).orElseGet(() -> byStatus(status));
        throw exception(
                meaning,
                row.flatMap(Row::scope),
                status,
                asked,
                permissions,
                text(asked, answer, named, meaning),
                wait);
    }

    private Optional<Duration> wait(HttpTransport.Answer answer, Instant now) {
        return Statuses.retryAfter(answer, now)
                .or(() -> resetHeader
                        .filter(header -> answer.status() == 429)
                        .flatMap(header -> Statuses.until(answer, header, now)));
    }

    private boolean isSuccess(Asked asked, HttpTransport.Answer answer) {
        try {
            return success.test(answer);
        } catch (ProtocolException e) {
            throw notTheVendors(asked, e);
        }
    }

    private List<VendorError> named(Asked asked, HttpTransport.Answer answer, boolean ok) {
        try {
            return errors.apply(answer);
        } catch (ProtocolException e) {
            if (ok) {
                throw notTheVendors(asked, e);
            }
            return List.of();
        }
    }

    private static ProtocolException notTheVendors(Asked asked, ProtocolException e) {
        return new ProtocolException(asked.what() + ": " + e.problem().message());
    }

    private static boolean isRefusal(int status) {
        return status >= 400 && status < 500 && status != 408 && status != 421 && status != 425 && status != 429;
    }

    private Optional<Row> row(VendorError error) {
        return rows.stream().filter(row -> row.match().test(error)).findFirst();
    }

    private Meaning byStatus(int status) {
        Meaning special = statuses.get(status);
        if (special != null) {
            return special;
        }
        return switch (status) {
            case 401 -> Meaning.BAD_CREDENTIALS;
            case 403 -> Meaning.NO_PERMISSION;
            case 404, 410 -> Meaning.NOT_FOUND;
            default -> Meaning.INVALID;
        };
    }

    private String text(Asked asked, HttpTransport.Answer answer, List<VendorError> named, Meaning meaning) {
        String words = named.stream()
                .map(error -> (error.code() + " " + error.message()).strip())
                .filter(text -> !text.isEmpty())
                .distinct()
                .collect(Collectors.joining("; "));
        String hint = hints.stream()
                .filter(row -> row.meaning().map(meaning::equals).orElse(true))
                .filter(row -> row.meaning().isPresent() || named.stream().anyMatch(row.errors()))
                .map(row -> "; " + row.text())
                .collect(Collectors.joining());
        String quoted = asked.quote(words);
        return asked.what() + ": HTTP " + answer.status() + (quoted.isEmpty() ? "" : ", \"" + quoted + "\"") + hint;
    }

    /**
     * Returns what an answer with that meaning is thrown as, for a judgement that is no table.
     *
     * @param words what the server says; the message quotes it
     * @param judged how it was judged, which ends the message; may be empty
     * @param now the time by the updater's clock
     */
    public static DdnsException refusal(
            Meaning meaning, Asked asked, HttpTransport.Answer answer, String words, String judged, Instant now) {
        String quoted = asked.quote(words);
        String text =
                asked.what() + ": HTTP " + answer.status() + (quoted.isEmpty() ? "" : ", \"" + quoted + "\"") + judged;
        return exception(
                meaning,
                Optional.empty(),
                answer.status(),
                asked,
                ProblemScope.RECORD,
                text,
                Statuses.retryAfter(answer, now));
    }

    private static DdnsException exception(
            Meaning meaning,
            Optional<ProblemScope> scope,
            int status,
            Asked asked,
            ProblemScope permissions,
            String text,
            Optional<Duration> retryAfter) {
        ProblemScope there = asked.scope() == ProblemScope.ZONE ? ProblemScope.ZONE : ProblemScope.RECORD;
        return switch (meaning) {
            case BAD_CREDENTIALS -> new AuthenticationException(scope.orElse(ProblemScope.ACCOUNT), text);
            case NO_PERMISSION ->
                // Without credentials that count, nothing of the account can be asked for.
                AuthenticationException.withoutPermission(
                        scope.orElse(
                                status == 401
                                        ? ProblemScope.ACCOUNT
                                        : asked.scope().orWider(permissions)),
                        text);
            case NOT_FOUND -> new RejectedException(scope.orElse(there), RejectedException.Reason.NOT_FOUND, text);
            case INVALID ->
                new RejectedException(scope.orElse(ProblemScope.RECORD), RejectedException.Reason.INVALID, text);
            case QUOTA -> new RejectedException(scope.orElse(there), RejectedException.Reason.QUOTA, text);
            case RATE_LIMITED -> new RateLimitedException(scope.orElse(asked.limited()), text, retryAfter);
            case BLOCKED -> new BlockedException(scope.orElse(ProblemScope.ACCOUNT), text);
            case ALREADY_THERE, NOT_DONE -> TransientException.conflict(text);
            case REFUSED -> AuthenticationException.ofRecordOrAccount(text);
            case TRANSIENT ->
                retryAfter
                        .map(wait -> TransientException.notBefore(scope.orElse(asked.limited()), text, wait))
                        .orElseGet(() ->
                                status >= 500 ? TransientException.unavailable(text) : TransientException.busy(text));
            case UNKNOWN ->
                retryAfter
                        .map(wait -> TransientException.askedToWait(scope.orElse(asked.limited()), text, wait))
                        .orElseGet(() -> TransientException.unknownOutcome(text, null));
        };
    }
}
