package io.github.ddnsjava.publish.http;

import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.exception.RateLimitedException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.xml.XmlReader;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The meaning of HTTP statuses (RFC 9110). It is used unless the provider's own judgement has thrown an exception.
 * Stateless and thread-safe.
 */
public final class Statuses {
    private static final Duration LONGEST_WAIT = Duration.ofDays(7);

    private Statuses() {}

    /**
     * Throws the exception that a status means, unless it is a success. 401 concerns the account. 403 concerns what the
     * request named; it concerns the account only if the request named neither a zone nor a record. 429 concerns what
     * the provider limits.
     *
     * @param asked what was asked
     * @param answer the answer
     * @param now the current time, for a Retry-After that is a date
     * @throws io.github.ddnsjava.exception.DdnsException if the status is not 2xx
     */
    public static void check(Asked asked, HttpTransport.Answer answer, Instant now) {
        int status = answer.status();
        if (status >= 200 && status < 300) {
            return;
        }
        String message = asked.what() + ": HTTP " + status + reason(asked, answer);
        if (status == 401) {
            throw AuthenticationException.ofAccount(message + "; check the credentials");
        } else if (status == 403) {
            throw AuthenticationException.withoutPermission(asked.scope(), message + forbidden(asked.scope()));
        } else if (status == 429) {
            throw new RateLimitedException(asked.limited(), message, retryAfter(answer, now));
        } else if (status == 404 || status == 410) {
            throw new RejectedException(missing(asked), RejectedException.Reason.NOT_FOUND, message);
        } else if (status == 408 || status == 421 || status == 425 || status >= 500 && status < 600) {
            Optional<Duration> wait = retryAfter(answer, now);
            throw wait.isPresent()
                    ? TransientException.askedToWait(message, wait.get())
                    : TransientException.unknownOutcome(message, null);
        } else if (status >= 400 && status < 500) {
            throw RejectedException.invalid(message);
        }
        throw new ProtocolException(message + ", which is neither a success nor an error; redirects are not followed");
    }

    /** The members in which most vendors say what is wrong. */
    private static final List<String> REASONS =
            List.of("message", "error/message", "errors/0/message", "error", "detail", "errors/0", "title", "reason");

    /** Returns the vendor's reason, quoted; empty if the answer has none in a usual place. */
    private static String reason(Asked asked, HttpTransport.Answer answer) {
        String body = answer.body().strip();
        String found = "";
        if (body.startsWith("{")) {
            try {
                JsonReader json = JsonReader.parse(asked.what(), body);
                found = REASONS.stream()
                        .map(json::at)
                        .filter(JsonReader::isText)
                        .map(JsonReader::asText)
                        .filter(text -> !text.isBlank())
                        .findFirst()
                        .orElse("");
            } catch (ProtocolException e) {
                // No JSON after all: the status must do.
            }
        } else if (body.startsWith("<")) {
            found = xmlReason(asked, body);
        } else if (answer.header("content-type")
                .filter(type -> type.startsWith("text/plain"))
                .isPresent()) {
            found = body;
        }
        String quoted = asked.quote(found);
        return quoted.isEmpty() ? "" : ", \"" + quoted + "\"";
    }

    /** The elements in which most vendors say what is wrong, at any depth: AWS, Azure, SOAP, RFC 7807. */
    private static final List<String> XML_REASONS =
            List.of("Message", "message", "faultstring", "Error", "error", "detail", "title");

    private static String xmlReason(Asked asked, String body) {
        try {
            XmlReader root = XmlReader.parse(asked.what(), body);
            return XML_REASONS.stream()
                    .flatMap(name -> Stream.concat(
                            root.name().equals(name) ? Stream.of(root) : Stream.empty(), root.anywhere(name).stream()))
                    .filter(XmlReader::isText)
                    .map(XmlReader::asText)
                    .filter(text -> !text.isEmpty())
                    .findFirst()
                    .orElse("");
        } catch (ProtocolException e) {
            return ""; // a web page, mostly: the status must do
        }
    }

    private static String forbidden(ProblemScope scope) {
        return switch (scope) {
            case ACCOUNT -> "; check the credentials and their permissions";
            case ZONE -> "; check whether the credentials may change this zone";
            case RECORD -> "; check whether the credentials may change this name";
        };
    }

    /** Returns the scope of something that does not exist. It is never the account. */
    private static ProblemScope missing(Asked asked) {
        return asked.scope() == ProblemScope.ZONE ? ProblemScope.ZONE : ProblemScope.RECORD;
    }

    /**
     * Returns the wait that Retry-After names in seconds or as an HTTP date, at most a week; the longest if the answer has
     * several. A date in the past means zero. Empty if there is none, or none can be read.
     */
    public static Optional<Duration> retryAfter(HttpTransport.Answer answer, Instant now) {
        return answer.headers().getOrDefault("retry-after", List.of()).stream()
                .flatMap(text -> wait(text.strip(), now).stream())
                .map(Statuses::bounded)
                .max(Comparator.naturalOrder());
    }

    private static Optional<Duration> wait(String text, Instant now) {
        if (text.matches("[0-9]{1,18}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(date.isAfter(now) ? Duration.between(now, date) : Duration.ZERO);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the wait until the time that a header names in seconds since 1970, at most a week. A time in the past means
     * zero. Empty if there is none, or it cannot be read.
     */
    static Optional<Duration> until(HttpTransport.Answer answer, String header, Instant now) {
        return answer.header(header)
                .filter(text -> text.matches("[0-9]{1,11}"))
                .map(text -> Duration.between(now, Instant.ofEpochSecond(Long.parseLong(text))))
                .map(wait -> wait.isNegative() ? Duration.ZERO : bounded(wait));
    }

    private static Duration bounded(Duration wait) {
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }
}
