package io.github.ddnsjava.publish.support;

import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.exception.RateLimitedException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.exception.TransientException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** What HTTP statuses mean (RFC 9110), where the provider's own judgement has said nothing. Thread-safe. */
public final class Statuses {
    private static final Duration LONGEST_WAIT = Duration.ofDays(7);

    private Statuses() {}

    /**
     * Throws what a status means, unless it is a success.
     *
     * @param what the request, for people, without secrets
     * @param answer the answer
     * @param now the time, for a Retry-After that is a date
     * @throws io.github.ddnsjava.exception.DdnsException if the status is not 2xx
     */
    public static void check(String what, HttpTransport.Answer answer, Instant now) {
        int status = answer.status();
        if (status >= 200 && status < 300) {
            return;
        }
        String message = what + ": HTTP " + status;
        if (status == 401 || status == 403) {
            throw AuthenticationException.ofAccount(message + "; check the credentials and their permissions");
        } else if (status == 429) {
            throw new RateLimitedException(message, retryAfter(answer, now));
        } else if (status == 404 || status == 410) {
            throw new RejectedException(RejectedException.Reason.NOT_FOUND, message);
        } else if (status == 408 || status == 425 || status >= 500 && status < 600) {
            Optional<Duration> wait = retryAfter(answer, now);
            throw wait.isPresent()
                    ? TransientException.askedToWait(message, wait.get())
                    : TransientException.unknownOutcome(message, null);
        } else if (status >= 400 && status < 500) {
            throw new RejectedException(RejectedException.Reason.INVALID, message);
        }
        throw new ProtocolException(message + ", which is neither a success nor an error; redirects are not followed");
    }

    /** Returns the time of Retry-After, in seconds or as an HTTP date, at most a week; empty where there is none. */
    public static Optional<Duration> retryAfter(HttpTransport.Answer answer, Instant now) {
        return answer.header("retry-after")
                .map(String::strip)
                .flatMap(text -> {
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
                })
                .map(wait -> wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
    }
}
