package io.github.ddnsjava.publish.support;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.internal.Product;
import io.github.ddnsjava.internal.text.OutsideText;
import io.github.ddnsjava.json.JsonReader;
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
 * Builds and sends one request. Not thread-safe. Secrets are revealed only for this request. A method that takes a
 * {@link Secret} throws a {@link ConfigurationException} if it cannot be read.
 *
 * <p>Answers are limited to 4 MiB. Exchanges, body included, are limited to 30 seconds, or less if the cycle's deadline
 * is nearer.
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

    /** Encodes all characters except the unreserved ones of RFC 3986. */
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

    /** Adds a query parameter. A {@link Secret} is revealed. */
    public ProviderRequest query(String name, Object value) {
        return queryEncoded(name, encode(text(value)));
    }

    /** Adds a query parameter whose value is sent without encoding. For services that do not decode commas. */
    public ProviderRequest queryEncoded(String name, String encodedValue) {
        query.append(query.length() == 0 ? '?' : '&')
                .append(encode(name))
                .append('=')
                .append(encodedValue);
        return this;
    }

    /** Adds a field of a form body. A {@link Secret} is revealed. */
    public ProviderRequest form(String name, Object value) {
        form.append(form.length() == 0 ? "" : "&")
                .append(encode(name))
                .append('=')
                .append(encode(text(value)));
        headers.put("Content-Type", "application/x-www-form-urlencoded");
        return this;
    }

    /**
     * Sets a header. A {@link Secret} is revealed.
     *
     * @throws ConfigurationException if the value contains characters that are not allowed in a header, such as the
     *     line break of a secret
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

    /** Sets {@code Authorization: Bearer TOKEN} (RFC 6750). */
    public ProviderRequest bearer(Secret token) {
        return header("Authorization", "Bearer " + token.reveal());
    }

    /**
     * Sets {@code Authorization: Basic …} with user name and password in UTF-8 (RFC 7617). It is sent with the first
     * request, without waiting for a challenge.
     *
     * @throws ConfigurationException if one of them contains a control character, which RFC 7617 forbids
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

    /** Sets a JSON object as the body. {@code content} fills it. */
    public ProviderRequest json(Consumer<JsonBody> content) {
        JsonBody json = new JsonBody();
        content.accept(json);
        return body("application/json", json.toString());
    }

    /** Sets a text in UTF-8 as the body. */
    public ProviderRequest body(String contentType, String text) {
        headers.put("Content-Type", contentType);
        body = text.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    /**
     * Sends the request and reads the JSON answer. An empty body is read as a missing value.
     *
     * @throws io.github.ddnsjava.exception.DdnsException if there is no answer, it is an error, or it is not JSON
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    public JsonReader send() throws InterruptedException {
        return JsonReader.parse(what(), exchange().body());
    }

    /**
     * Sends the request and returns the text of a successful answer.
     *
     * @throws io.github.ddnsjava.exception.DdnsException if there is no answer, or it is an error
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    public String sendForText() throws InterruptedException {
        return exchange().body();
    }

    /**
     * Sends the request and returns a successful answer.
     *
     * @throws io.github.ddnsjava.exception.DdnsException if there is no answer, or it is an error
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    public HttpTransport.Answer exchange() throws InterruptedException {
        return exchange(true);
    }

    /**
     * Sends the request and returns the answer, whatever its status. Nothing judges it. For protocols in which the body
     * decides.
     *
     * @throws io.github.ddnsjava.exception.DdnsException if there is no answer
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
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

    /** Removes a byte order mark, which the transport of an application may leave in the text. */
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
