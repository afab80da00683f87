package io.github.ddnsjava.publish.http;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.xml.XmlWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A request at the moment of sending. An {@link Authorizer} sees all of it, as it will be sent, and adds what proves who
 * asks. Secrets that are revealed here are remembered until the answer was read, so that they never appear in a message
 * that quotes the answer. Not thread-safe; not kept.
 */
public final class OutgoingRequest {
    /**
     * A parameter of a query or of a form, not encoded.
     *
     * @param name its name
     * @param value its value
     * @param verbatim whether the value is sent without encoding
     */
    public record Parameter(String name, String value, boolean verbatim) {
        String encoded() {
            return Encoding.percent(name) + "=" + (verbatim ? value : Encoding.percent(value));
        }
    }

    private final String method;
    private final URI base;
    private final Instant now;
    private final RandomGenerator random;
    private final List<Parameter> query = new ArrayList<>();
    private final List<Parameter> form = new ArrayList<>();
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<String> revealed = new LinkedHashSet<>();
    private String what;
    private String path = "";
    private String bodyKind = "";
    private @Nullable URI target;
    private @Nullable JsonBody json;
    private byte @Nullable [] bytes;

    /**
     * Creates a request without anything in it. Providers need not do that; tests of a signer do.
     *
     * @param method the method
     * @param base the absolute URL, without a query
     * @param now the time
     * @param random the random numbers
     */
    public OutgoingRequest(String method, URI base, Instant now, RandomGenerator random) {
        this.method = method;
        this.base = base;
        this.now = now;
        this.random = random;
        what = method + " " + host();
    }

    /** Returns the method. */
    public String method() {
        return method;
    }

    /** Returns the host, with the port if it is not the scheme's own: what the header Host says. */
    public String host() {
        boolean ordinary =
                base.getPort() < 0 || base.getPort() == (base.getScheme().equalsIgnoreCase("https") ? 443 : 80);
        return ordinary ? base.getHost() : base.getHost() + ":" + base.getPort();
    }

    /** Returns the whole path, encoded as it is sent; never empty. */
    public String path() {
        String all = url().getRawPath();
        return all.isEmpty() ? "/" : all;
    }

    /** Returns the whole URL as it is sent, with the query. */
    public URI url() {
        String url = target != null ? target.toString() : base + path;
        String mark = url.indexOf('?') < 0 ? "?" : "&";
        try {
            return new URI(query.isEmpty() ? url : url + mark + encoded(query));
        } catch (URISyntaxException e) {
            // Without the cause, which quotes all of it, secrets included.
            throw new IllegalArgumentException(what + ": the URL cannot be built");
        }
    }

    /** Returns the parameters of the query, in the order in which they are sent. */
    public List<Parameter> query() {
        return List.copyOf(query);
    }

    /** Returns the fields of the form, in the order in which they are sent; empty if the body is no form. */
    public List<Parameter> form() {
        return List.copyOf(form);
    }

    /** Returns the headers. Their names are compared without regard to case. */
    public Map<String, String> headers() {
        return headers;
    }

    /** Returns the body as it is sent; no bytes if there is none. */
    public byte[] body() {
        if (!form.isEmpty()) {
            return encoded(form).getBytes(StandardCharsets.US_ASCII);
        }
        if (json != null) {
            return json.toString().getBytes(StandardCharsets.UTF_8);
        }
        return bytes == null ? new byte[0] : bytes.clone();
    }

    /** Returns the time by the updater's clock. */
    public Instant now() {
        return now;
    }

    /** Returns the random numbers for nonces. */
    public RandomGenerator random() {
        return random;
    }

    /** Returns the text of a value. A secret is read now. */
    public String reveal(Object value) {
        return value instanceof Secret secret ? secret(secret.reveal()) : value.toString();
    }

    /** Remembers a text made of secrets, so that no message shows it, and returns it. */
    public String secret(String text) {
        revealed.add(text);
        return text;
    }

    /** Adds a parameter to the query. A {@link Secret} is revealed. */
    public OutgoingRequest query(String name, Object value) {
        query.add(new Parameter(name, reveal(value), false));
        return this;
    }

    /**
     * Adds a field to the form. A {@link Secret} is revealed.
     *
     * @throws IllegalStateException if the request has another body than a form
     */
    public OutgoingRequest form(String name, Object value) {
        claimBody("a form");
        form.add(new Parameter(name, reveal(value), false));
        headers.putIfAbsent("Content-Type", "application/x-www-form-urlencoded");
        return this;
    }

    /** Returns an empty JSON object that is no body, such as the claims of a token. A {@link Secret} in it is revealed. */
    public JsonBody jsonObject() {
        return new JsonBody(this::reveal);
    }

    /**
     * Puts a member into the JSON object that is the body. A {@link Secret} is revealed.
     *
     * @throws IllegalStateException if the request has another body than a JSON object, such as a JSON array
     */
    public OutgoingRequest json(String name, Object value) {
        jsonBody().put(name, value);
        return this;
    }

    /**
     * Sets a header. A {@link Secret} is revealed.
     *
     * @throws ConfigurationException if the value contains characters that are not allowed in a header, such as the line
     *     break of a secret
     */
    public OutgoingRequest header(String name, Object value) {
        String text = reveal(value);
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

    /** Removes a parameter from the query and the form, or a member from the JSON object that is the body. */
    void remove(String name) {
        query.removeIf(parameter -> parameter.name().equals(name));
        form.removeIf(parameter -> parameter.name().equals(name));
        if (json != null) {
            json.remove(name);
        }
    }

    void queryVerbatim(String name, String value) {
        query.add(new Parameter(name, value, true));
    }

    /**
     * Returns the JSON object that is the body, to be filled further. For interfaces that want credentials in an object within
     * it.
     *
     * @throws IllegalStateException if the request has another body than a JSON object, such as a JSON array
     */
    public JsonBody jsonBody() {
        claimBody("a JSON object");
        if (json == null) {
            json = new JsonBody(this::reveal);
            headers.putIfAbsent("Content-Type", "application/json");
        }
        return json;
    }

    <T> void jsonArray(Iterable<T> items, BiConsumer<JsonBody, T> content) {
        List<JsonBody> objects = new ArrayList<>();
        for (T item : items) {
            JsonBody object = new JsonBody(this::reveal);
            content.accept(object, item);
            objects.add(object);
        }
        body("a JSON array", "application/json", objects.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Sets the body.
     *
     * @throws IllegalStateException if the request has a body already, such as a form or a JSON object
     */
    public OutgoingRequest body(String contentType, byte[] content) {
        body("a body of the type " + contentType, contentType, content);
        return this;
    }

    private void body(String kind, String contentType, byte[] content) {
        claimBody(kind);
        if (bytes != null) {
            throw new IllegalStateException(
                    what + ": the request already has " + bodyKind + ", which cannot be added to; set the body once");
        }
        headers.putIfAbsent("Content-Type", contentType);
        bytes = content.clone();
    }

    /** Of two kinds of body one would be lost, and with it what an authorizer may have added. */
    private void claimBody(String kind) {
        if (!bodyKind.isEmpty() && !bodyKind.equals(kind)) {
            throw new IllegalStateException(what + ": the request already has " + bodyKind + ", so " + kind
                    + " cannot be added; put everything into one kind of body, including what the authorizer adds");
        }
        bodyKind = kind;
    }

    void xml(String root, Consumer<XmlWriter> content) {
        XmlWriter document = XmlWriter.document(root, this::reveal);
        content.accept(document);
        body("an XML document", "application/xml", document.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Says how messages name this request; nothing of that is a secret. */
    void named(String newWhat) {
        what = newWhat;
    }

    void path(String newPath) {
        path = newPath;
    }

    /**
     * Goes to where a list says that its next page is, as seen from here. The link has the whole query. It becomes
     * parameters, so that a signer sees it; their values are sent as the link has them.
     */
    void target(String link) {
        String here = base + path;
        if (link.startsWith("?")) {
            target = URI.create(here + link); // URI.resolve would drop the end of the path
        } else {
            URI seen = URI.create(here);
            target = (seen.getRawPath().isEmpty() ? URI.create(here + "/") : seen).resolve(link);
        }
        query.clear();
        String linked = target.getRawQuery();
        if (linked != null) {
            String url = target.toString();
            target = URI.create(url.substring(0, url.indexOf('?')));
            for (String pair : linked.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                if (!name.isEmpty()) {
                    queryVerbatim(Encoding.decoded(name), equals < 0 ? "" : pair.substring(equals + 1));
                }
            }
        }
    }

    Set<String> revealed() {
        return revealed;
    }

    private static String encoded(List<Parameter> parameters) {
        return parameters.stream().map(Parameter::encoded).collect(Collectors.joining("&"));
    }

    Optional<byte[]> content() {
        return form.isEmpty() && json == null && bytes == null ? Optional.empty() : Optional.of(body());
    }
}
