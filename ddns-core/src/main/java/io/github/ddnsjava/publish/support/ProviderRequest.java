package io.github.ddnsjava.publish.support;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.internal.Product;
import io.github.ddnsjava.internal.text.OutsideText;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request, being put together. Not thread-safe. Secrets are revealed when it is sent, and stay in it.
 *
 * <p>Answers are capped at 4 MiB, exchanges at 30 seconds (less where the cycle's deadline is nearer), body included.
 */
public final class ProviderRequest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_BYTES = 4 << 20;

    private final ProviderHttp http;
    private final String method;
    private final String template;
    private final String path;
    private final StringBuilder query = new StringBuilder();
    private final StringBuilder form = new StringBuilder();
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private byte @Nullable [] body;

    ProviderRequest(ProviderHttp http, String method, String template, Object... arguments) {
        this.http = http;
        this.method = method;
        this.template = template;
        this.path = expand(template, arguments);
        headers.put("User-Agent", Product.USER_AGENT);
        headers.put("Accept", "application/json, text/plain;q=0.5, */*;q=0.1");
    }

    private static String expand(String template, Object... arguments) {
        StringBuilder expanded = new StringBuilder();
        int from = 0;
        for (Object argument : arguments) {
            int open = template.indexOf('{', from);
            int close = template.indexOf('}', open);
            if (open < 0 || close < 0) {
                throw new IllegalArgumentException("more arguments than braces in " + template);
            }
            String segment = text(argument);
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                // Such an id, which only an answer can have brought here, would lead to another resource.
                throw new ProtocolException("nothing in " + template + " can be called \"" + segment + "\"");
            }
            expanded.append(template, from, open).append(encode(segment));
            from = close + 1;
        }
        if (template.indexOf('{', from) >= 0) {
            throw new IllegalArgumentException("fewer arguments than braces in " + template);
        }
        return expanded.append(template.substring(from)).toString();
    }

    private static String text(Object value) {
        return value instanceof Secret secret ? secret.reveal() : value.toString();
    }

    /** Encodes everything but RFC 3986's unreserved characters. */
    private static String encode(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 255);
            if (c < 128 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0)) {
                encoded.append(c);
            } else {
                encoded.append('%').append(String.format("%02X", (int) c));
            }
        }
        return encoded.toString();
    }

    /** Adds a query parameter; a {@link Secret} is revealed. */
    public ProviderRequest query(String name, Object value) {
        return queryEncoded(name, encode(text(value)));
    }

    /** Adds a query parameter whose value is sent as it is: for services that do not decode commas. */
    public ProviderRequest queryEncoded(String name, String encodedValue) {
        query.append(query.length() == 0 ? '?' : '&')
                .append(encode(name))
                .append('=')
                .append(encodedValue);
        return this;
    }

    /** Adds a field of a form body; a {@link Secret} is revealed. */
    public ProviderRequest form(String name, Object value) {
        form.append(form.length() == 0 ? "" : "&")
                .append(encode(name))
                .append('=')
                .append(encode(text(value)));
        headers.put("Content-Type", "application/x-www-form-urlencoded");
        return this;
    }

    /**
     * Sets a header; a {@link Secret} is revealed.
     *
     * @throws ConfigurationException if the value has characters that no header can have, as a secret with a line break
     */
    public ProviderRequest header(String name, Object value) {
        String text = text(value);
        if (text.chars().anyMatch(c -> c < ' ' || c == 127 || c > 255)) {
            throw new ConfigurationException(
                    "",
                    "the value of the header " + name + " has characters that a header cannot have; check the secret or"
                            + " setting that it comes from for line breaks and letters outside Latin-1",
                    "");
        }
        headers.put(name, text);
        return this;
    }

    /** Sends {@code Authorization: Bearer TOKEN}. */
    public ProviderRequest bearer(Secret token) {
        return header("Authorization", "Bearer " + token.reveal());
    }

    /**
     * Sends {@code Authorization: Basic …} of user name and password in UTF-8, unasked.
     *
     * @throws ConfigurationException if one of them has a control character, which RFC 7617 forbids
     */
    public ProviderRequest basic(String user, Secret password) {
        String text = user + ":" + password.reveal();
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new ConfigurationException(
                    "", "the user name or the password has a control character, as a line end or a tab; remove it", "");
        }
        byte[] pair = text.getBytes(StandardCharsets.UTF_8);
        return header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
    }

    /** Sends a JSON object. */
    public ProviderRequest json(Consumer<JsonBody> content) {
        JsonBody json = new JsonBody();
        content.accept(json);
        return body("application/json", json.toString());
    }

    /** Sends a text in UTF-8. */
    public ProviderRequest body(String contentType, String text) {
        headers.put("Content-Type", contentType);
        body = text.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    /**
     * Sends the request and reads the JSON answer; an empty body reads as a missing value.
     *
     * @throws io.github.ddnsjava.exception.DdnsException what the answer means, if it is not a success
     */
    public JsonReader send() throws InterruptedException {
        return JsonReader.parse(what(), exchange().body());
    }

    /** Sends the request and returns the text of a successful answer. */
    public String sendForText() throws InterruptedException {
        return exchange().body();
    }

    /** Sends the request and returns a successful answer. */
    public HttpTransport.Answer exchange() throws InterruptedException {
        return exchange(true);
    }

    /**
     * Sends the request and returns the answer whatever its status, judged by nobody: for protocols whose body decides.
     */
    public HttpTransport.Answer exchangeUnjudged() throws InterruptedException {
        return exchange(false);
    }

    private HttpTransport.Answer exchange(boolean judged) throws InterruptedException {
        URI uri = uri();
        Optional<byte[]> content = form.length() > 0
                ? Optional.of(form.toString().getBytes(StandardCharsets.US_ASCII))
                : Optional.ofNullable(body);
        return http.publication().exchange(what(), () -> {
            Duration left = Duration.between(
                    http.publication().now(), http.publication().deadline());
            if (left.isNegative() || left.isZero()) {
                throw TransientException.notSent(what() + ": the deadline has passed", null);
            }
            Duration timeout = left.compareTo(TIMEOUT) < 0 ? left : TIMEOUT;
            HttpTransport.Answer answer = withoutMark(http.endpoint()
                    .transport()
                    .exchange(new HttpTransport.Request(method, uri, headers, content, timeout, MAX_BYTES)));
            if (judged) {
                ProviderEndpoint.Asked asked = http.endpoint().asked(what(), http.scope());
                Instant now = http.publication().now();
                http.endpoint().check().check(asked, answer, now);
                Statuses.check(asked, answer, now);
            }
            return answer;
        });
    }

    /** An application's own transport may leave the byte order mark in the text. */
    private static HttpTransport.Answer withoutMark(HttpTransport.Answer answer) {
        String body = OutsideText.withoutMark(answer.body());
        return body.equals(answer.body()) ? answer : new HttpTransport.Answer(answer.status(), answer.headers(), body);
    }

    private URI uri() {
        try {
            return new URI(http.endpoint().base() + path + query);
        } catch (URISyntaxException e) {
            // Without the cause, which quotes all of it, secrets included.
            throw new IllegalArgumentException(what() + ": the URL cannot be built");
        }
    }

    private String what() {
        return method + " " + http.endpoint().base().getHost() + template;
    }
}
