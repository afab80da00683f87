package io.github.ddnsjava.providers.cloudflare;

import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.exception.RateLimitedException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.support.HttpTransport;
import io.github.ddnsjava.publish.support.ProviderEndpoint;
import io.github.ddnsjava.publish.support.Statuses;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What Cloudflare's errors mean: the status first, then the most specific code that is known. Errors stand in an
 * envelope, {@code {"success":false,"errors":[{"code":1004,"message":"…","error_chain":[…]}]}}, with status 200 too.
 * Immutable and thread-safe.
 */
final class CloudflareErrors implements ProviderEndpoint.AnswerCheck {
    private static final int MAX_TEXT = 200;

    private final CloudflareCredentials credentials;

    CloudflareErrors(CloudflareCredentials credentials) {
        this.credentials = credentials;
    }

    /** One error of the vendor's. */
    private record Entry(long code, String message) {}

    /** What to do about it. */
    private enum Meaning {
        BAD_CREDENTIALS,
        NO_PERMISSION,
        NOT_FOUND,
        ALREADY_THERE,
        CNAME_IN_THE_WAY,
        INVALID,
        QUOTA,
        RATE_LIMITED
    }

    @Override
    public void check(ProviderEndpoint.Asked asked, HttpTransport.Answer answer, Instant now) {
        int status = answer.status();
        boolean success = status >= 200 && status < 300;
        boolean refusal = status >= 400 && status < 500 && status != 408 && status != 425 && status != 429;
        if (!success && !refusal) {
            return;
        }
        List<Entry> entries;
        try {
            JsonReader envelope = JsonReader.parse("Cloudflare's answer", answer.body());
            if (success && envelope.get("success").asBoolean()) {
                return;
            }
            entries = entries(envelope);
        } catch (ProtocolException e) {
            if (success) {
                throw e;
            }
            if (status == 403 && asked.scope() != ProblemScope.ACCOUNT) {
                throw AuthenticationException.ofZone(asked.what() + ": HTTP 403; check whether the token may do that");
            }
            return; // Not Cloudflare's envelope: the status must do.
        }
        if (!entries.isEmpty()) {
            // 401 says that nobody is logged in, wherever it comes from.
            boolean inZone = asked.scope() != ProblemScope.ACCOUNT && status != 401;
            throw exception(
                    meaning(entries, status), text(entries, status), inZone, asked, Statuses.retryAfter(answer, now));
        } else if (success) {
            throw new ProtocolException("Cloudflare's answer reports neither success nor an error");
        }
    }

    /** Returns all errors, the causes before what they caused. */
    private static List<Entry> entries(JsonReader envelope) {
        List<Entry> entries = new ArrayList<>();
        for (JsonReader error : envelope.get("errors").asList()) {
            Optional<JsonReader> chain = error.get("error_chain").optional();
            if (chain.isPresent()) {
                chain.get().asList().forEach(cause -> entries.add(entry(cause)));
            }
            entries.add(entry(error));
        }
        return entries;
    }

    private static Entry entry(JsonReader error) {
        return new Entry(error.get("code").asLong(), error.get("message").asText());
    }

    private static Meaning meaning(List<Entry> entries, int status) {
        return entries.stream()
                .flatMap(entry -> meaning(entry.code()).stream())
                .findFirst()
                .orElseGet(() -> switch (status) {
                    case 401, 403 -> Meaning.NO_PERMISSION;
                    case 404, 410 -> Meaning.NOT_FOUND;
                    default -> Meaning.INVALID;
                });
    }

    private static Optional<Meaning> meaning(long code) {
        return Optional.ofNullable(
                switch ((int) Math.min(code, Integer.MAX_VALUE)) {
                    case 6003, 6103, 6111, 9103, 9106 -> Meaning.BAD_CREDENTIALS;
                    case 9109, 10_000 -> Meaning.NO_PERMISSION;
                    case 7000, 7003, 81_044 -> Meaning.NOT_FOUND;
                    case 81_057, 81_058 -> Meaning.ALREADY_THERE;
                    case 81_054 -> Meaning.CNAME_IN_THE_WAY;
                    case 1004, 9003, 9005, 9020, 9021, 9041, 81_053, 81_056 -> Meaning.INVALID;
                    case 9300, 81_045 -> Meaning.QUOTA;
                    case 971, 10_429 -> Meaning.RATE_LIMITED;
                    default -> null;
                });
    }

    /** Permissions are granted zone by zone: who is refused within one may do well in another. */
    private static DdnsException exception(
            Meaning meaning, String text, boolean inZone, ProviderEndpoint.Asked asked, Optional<Duration> retryAfter) {
        return switch (meaning) {
            case BAD_CREDENTIALS ->
                AuthenticationException.ofAccount(text + "; check that the credentials are complete and still valid");
            case NO_PERMISSION ->
                inZone
                        ? AuthenticationException.ofZone(text
                                + "; the token needs the permission Zone, DNS, Edit for this zone (and must be valid)")
                        : AuthenticationException.ofAccount(text
                                + "; check the token, and that it has the permission Zone, Zone, Read (or set zoneId)");
            case NOT_FOUND ->
                new RejectedException(
                        asked.scope() == ProblemScope.ZONE ? ProblemScope.ZONE : ProblemScope.RECORD,
                        RejectedException.Reason.NOT_FOUND,
                        text);
            case ALREADY_THERE -> // Somebody was quicker; whether it is as wanted, only a new list can tell.
                TransientException.notSent(text + "; the zone is listed again", null);
            case CNAME_IN_THE_WAY ->
                new RejectedException(RejectedException.Reason.INVALID, text + "; remove that CNAME record first");
            case INVALID -> new RejectedException(RejectedException.Reason.INVALID, text);
            case QUOTA ->
                new RejectedException(RejectedException.Reason.QUOTA, text + "; the zone's plan allows no more");
            case RATE_LIMITED -> new RateLimitedException(asked.limited(), text, retryAfter);
        };
    }

    /** Returns the vendor's words, short, in one line of plain characters, and without our secret. */
    private String text(List<Entry> entries, int status) {
        String words = entries.stream()
                .map(entry -> entry.code() + " " + entry.message())
                .collect(Collectors.joining("; "));
        String plain = credentials.redact(words).replaceAll("[^\\x20-\\x7e]+", "?");
        return "Cloudflare, HTTP " + status + ": "
                + (plain.length() <= MAX_TEXT ? plain : plain.substring(0, MAX_TEXT - 1) + "…");
    }
}
