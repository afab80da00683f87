package io.github.ddnsjava.internal.http;

import io.github.ddnsjava.config.Durations;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.internal.text.OutsideText;
import io.github.ddnsjava.publish.http.HttpTransport;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** What an exchange came to, in the terms of {@link HttpTransport}, whoever made it. Stateless. */
final class HttpAnswers {
    private static final Pattern CHARSET =
            Pattern.compile("charset=\"?([A-Za-z0-9._:-]+)\"?", Pattern.CASE_INSENSITIVE);

    private HttpAnswers() {}

    /** Returns an answer whose body is text. */
    static HttpTransport.Answer answer(int status, Map<String, List<String>> headers, byte[] body) {
        Map<String, List<String>> lower = new HashMap<>();
        headers.forEach((name, values) -> lower.put(name.toLowerCase(Locale.ROOT), values));
        Charset charset = lower.getOrDefault("content-type", List.of()).stream()
                .findFirst()
                .flatMap(HttpAnswers::charset)
                .orElse(StandardCharsets.UTF_8);
        return new HttpTransport.Answer(status, lower, OutsideText.decode(body, charset));
    }

    private static Optional<Charset> charset(String contentType) {
        Matcher matcher = CHARSET.matcher(contentType);
        try {
            return matcher.find() ? Optional.of(Charset.forName(matcher.group(1))) : Optional.empty();
        } catch (IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }

    /** Returns what is told of an exchange that its time limit ended. What was left of a limit has nanoseconds. */
    static String late(String what, Duration limit) {
        return what + ": no complete answer within " + Durations.format(limit.truncatedTo(ChronoUnit.MILLIS));
    }

    /** Returns the failure of an exchange that ended after the request had begun to leave. */
    static RuntimeException failureOfSent(String what, Throwable cause) {
        if (cause instanceof CappedBody.TooLarge) {
            return new ProtocolException(what + ": " + cause.getMessage());
        }
        if (cause instanceof Departure.RepeatedException
                || cause instanceof IOException && !(cause instanceof java.net.ProtocolException)) {
            return TransientException.unknownOutcome(
                    what + ": the connection failed before the answer was complete" + more(what, cause), cause);
        }
        return new ProtocolException(what + ": the answer is not HTTP", cause);
    }

    /**
     * A server that refuses a client certificate says so only after the handshake, and closes the connection. What it says is
     * often lost: the request meets the closed connection first, or the JDK's client was about to try again.
     */
    private static String more(String what, Throwable cause) {
        if (cause instanceof SSLException failure) {
            return "; " + TlsFailure.message(failure);
        }
        boolean closed = cause instanceof Departure.RepeatedException
                || cause instanceof SocketException
                || cause instanceof EOFException
                || cause.getCause() instanceof EOFException;
        return closed && what.contains(" https:")
                ? "; the server closed it, as it may if it wants another client certificate"
                : "";
    }
}
