package io.github.ddnsjava.publish.http;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.internal.config.Spelling;
import io.github.ddnsjava.xml.XmlWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A request that a user describes in settings, with placeholders such as {@code {name}}. What is filled in is encoded for
 * its place: in the path, the query, a header, a form, a JSON or an XML body. So whatever a value is, the request has the
 * same structure. Immutable and thread-safe.
 *
 * <p>A setting that is a reference to a secret is sent as it is. It is never searched for placeholders, nor is a value.
 */
public final class RequestTemplate {
    /** The settings that {@link #of} reads. */
    public static final List<SettingSpec> SETTINGS = List.of(
            SettingSpec.required(
                            "url",
                            "the URL with its query; with endpoint, only what follows it, beginning with a slash."
                                    + " The notes on this type list the placeholders")
                    .example("https://dns.example.com/update?name={name}&address={address}"),
            SettingSpec.optional("method", "GET, POST, PUT, PATCH or DELETE; default: GET without and POST with a body")
                    .as(SettingType.words("GET", "POST", "PUT", "PATCH", "DELETE")),
            SettingSpec.optionalSecret(
                            "headers", "the headers, an object with a text for each, which may be a reference")
                    .as(SettingType.map(SettingType.text()))
                    .example(Map.of("Accept", "text/plain")),
            SettingSpec.optionalSecret(
                            "form",
                            "a form as the body, an object with a text for each field, which may be a reference; not"
                                    + " together with json or body")
                    .as(SettingType.map(SettingType.text()))
                    .example(Map.of("name", "{name}")),
            SettingSpec.optionalSecret(
                            "json", "a JSON body, an object or a list of objects; texts in it may be references")
                    .as(SettingType.any())
                    .example(Map.of("name", "{name}")),
            SettingSpec.optionalSecret("body", "a text or an XML document as the body")
                    .example("{name}"),
            SettingSpec.optional("contentType", "the type of body, which it needs; default: text/plain; charset=utf-8")
                    .example("text/plain; charset=utf-8"));

    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
    private static final List<String> BODIES = List.of("form", "json", "body");

    private final String method;
    private final UrlTemplate url;
    private final Map<String, Object> headers;
    private final Map<String, Object> form;
    private final Optional<Object> json;
    private final Optional<Object> text;
    private final String contentType;
    private final Set<String> placeholders = new TreeSet<>();

    private RequestTemplate(Settings settings) {
        url = url(settings);
        headers = members(settings, "headers");
        headers.forEach((name, value) -> TemplateChecks.header(settings, name, value));
        form = members(settings, "form");
        json = settings.value("json").map(value -> json(settings, value));
        text = settings.value("body").map(value -> text(settings, value));
        if (text.isPresent()) {
            TemplateChecks.noContentType(settings, headers.keySet());
        }
        contentType = contentType(settings);
        method = method(settings);
    }

    /**
     * Reads a request.
     *
     * @param also other settings that may stand beside those of {@link #SETTINGS}
     * @throws ConfigurationException if settings are wrong; the message does not show them, for they may hold secrets
     */
    public static RequestTemplate of(Settings settings, String... also) {
        List<String> allowed = new ArrayList<>(List.of(also));
        SETTINGS.forEach(spec -> allowed.add(spec.name()));
        checkNames(settings, allowed);
        return new RequestTemplate(settings);
    }

    static void checkNames(Settings settings, List<String> allowed) {
        List<ConfigurationException.Entry> unknown = settings.names().stream()
                .filter(name -> !allowed.contains(name))
                .map(name -> new ConfigurationException.Entry(
                        settings.path(name),
                        "there is no such setting" + Spelling.hint(name, allowed),
                        String.join(", ", allowed)))
                .toList();
        if (!unknown.isEmpty()) {
            throw new ConfigurationException(unknown);
        }
    }

    private UrlTemplate url(Settings settings) {
        String where = settings.path("url");
        try {
            return UrlTemplate.parse(settings.text("url"), part -> template(where, part));
        } catch (IllegalArgumentException e) {
            // The URL is not shown: users write tokens into URLs.
            throw new ConfigurationException(
                    where,
                    String.valueOf(e.getMessage()),
                    "https://HOST/PATH?QUERY, or with endpoint /PATH?QUERY; placeholders in path and query");
        }
    }

    private Template template(String where, String written) {
        try {
            Template template = Template.parse(written);
            placeholders.addAll(template.names());
            return template;
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(where, String.valueOf(e.getMessage()), "placeholders as in {name}");
        }
    }

    /** Returns the members of an object, in the order of their names; none if it is not given. */
    private Map<String, Object> members(Settings settings, String name) {
        Map<String, Object> members = new LinkedHashMap<>();
        settings.nested(name).ifPresent(nested -> {
            for (String member : nested.names()) {
                Object value =
                        compiled(nested.path(member), nested.value(member).orElseThrow());
                if (value instanceof Map || value instanceof List) {
                    throw nested.wrongType(member, nested.value(member).orElseThrow(), "a text", "a text");
                }
                members.put(member, value);
            }
        });
        return members;
    }

    /** Returns a value with templates for its texts. Secrets, numbers and flags stay what they are. */
    private Object compiled(String where, Object value) {
        if (value instanceof String written) {
            return template(where, written);
        }
        if (value instanceof Settings nested) {
            Map<String, Object> members = new LinkedHashMap<>();
            for (String name : nested.names()) {
                members.put(name, compiled(nested.path(name), nested.value(name).orElseThrow()));
            }
            return members;
        }
        if (value instanceof List<?> items) {
            return items.stream().map(item -> compiled(where, item)).toList();
        }
        return value;
    }

    private Object text(Settings settings, Object value) {
        if (!(value instanceof String) && !(value instanceof Secret)) {
            throw settings.wrongType("body", value, "a text", "a text; for JSON use the setting json");
        }
        return compiled(settings.path("body"), value);
    }

    private Object json(Settings settings, Object value) {
        boolean objects = value instanceof List<?> items && items.stream().allMatch(Settings.class::isInstance);
        if (!(value instanceof Settings) && !objects) {
            throw settings.wrongType("json", value, "an object", "an object {…}, or a list of objects");
        }
        return compiled(settings.path("json"), value);
    }

    private static String contentType(Settings settings) {
        Optional<String> type = settings.optionalText("contentType");
        String allowed = "a media type, as in text/plain or application/xml, beside body";
        String written = type.orElse("text/plain; charset=utf-8");
        String lower = written.toLowerCase(Locale.ROOT);
        if (type.isPresent() && settings.value("body").isEmpty() || !lower.matches("[a-z0-9.+-]+/[ -~]+")) {
            throw settings.wrong("contentType", type.orElse(""), allowed);
        }
        if (lower.contains("json") || lower.contains("x-www-form-urlencoded")) {
            throw settings.wrong(
                    "contentType",
                    written,
                    allowed + "; write such a body with the setting json or form, which encode it");
        }
        return written; // parameters can have a case
    }

    private boolean isXml() {
        return contentType.toLowerCase(Locale.ROOT).contains("xml");
    }

    private static String method(Settings settings) {
        List<String> bodies = BODIES.stream().filter(settings.names()::contains).toList();
        if (bodies.size() > 1) {
            throw new ConfigurationException(
                    settings.path(bodies.get(1)), "is given beside " + bodies.get(0), "one of form, json and body");
        }
        String method = settings.optionalText("method").orElse(bodies.isEmpty() ? "GET" : "POST");
        if (!METHODS.contains(method) || method.equals("GET") && !bodies.isEmpty()) {
            throw settings.wrong(
                    "method", method, "GET (without a body), POST, PUT, PATCH or DELETE, in capital letters");
        }
        return method;
    }

    /**
     * Reads the setting {@code secrets}: the secrets that placeholders stand for, by their names; none if it is not given.
     *
     * @param taken the names of placeholders that stand for something else
     * @throws ConfigurationException if a name cannot be that of a placeholder, or is taken, or a value is no secret
     */
    public static Map<String, Secret> secrets(Settings settings, Collection<String> taken) {
        Map<String, Secret> secrets = new TreeMap<>();
        settings.nested("secrets").ifPresent(nested -> {
            for (String name : nested.names()) {
                if (taken.contains(name) || !Template.isName(name)) {
                    throw new ConfigurationException(
                            nested.path(name),
                            taken.contains(name)
                                    ? "is the name of a placeholder that stands for something else; choose another name"
                                    : "cannot be the name of a placeholder",
                            "letters, digits, - and _, beginning with a letter");
                }
                secrets.put(name, nested.secret(name));
            }
        });
        return secrets;
    }

    /**
     * Makes sure that each placeholder stands for something.
     *
     * @param settings the settings that this was read from
     * @throws ConfigurationException if one does not
     */
    public void checkPlaceholders(Settings settings, Collection<String> known) {
        placeholders.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            throw new ConfigurationException(
                    settings.path("url"),
                    "the request has {" + name + "}, which stands for nothing here" + Spelling.hint(name, known),
                    known.stream().sorted().map(each -> "{" + each + "}").collect(Collectors.joining(", ")));
        });
    }

    /**
     * Makes sure that a placeholder without a value leaves out nothing else. A part of which one placeholder has no value is
     * left out as a whole. So such a placeholder must be the only one of its parameter, header, field or member, and cannot
     * stand in the path or in {@code body}.
     *
     * @param settings the settings that this was read from
     * @param optional the placeholders that may have no value
     * @throws ConfigurationException if one stands where more than it would be left out
     */
    public void checkOptional(Settings settings, Collection<String> optional) {
        Set<String> alone = new TreeSet<>(optional);
        url.path().forEach(part -> TemplateChecks.alone(settings.path("url"), part, alone, "the path"));
        url.query().forEach(part -> TemplateChecks.alone(settings.path("url"), part, alone, ""));
        headers.forEach((name, value) -> TemplateChecks.alone(settings.path("headers") + "." + name, value, alone, ""));
        form.forEach((name, value) -> TemplateChecks.alone(settings.path("form") + "." + name, value, alone, ""));
        json.ifPresent(value -> TemplateChecks.alone(settings.path("json"), value, alone, ""));
        text.ifPresent(value -> TemplateChecks.alone(settings.path("body"), value, alone, "body"));
    }

    /** Returns the method. */
    public String method() {
        return method;
    }

    /** Returns scheme and host of the URL; empty if it begins with a slash. */
    public Optional<String> origin() {
        return url.origin();
    }

    /** Returns the names of all placeholders, ordered. */
    public Set<String> placeholders() {
        return Collections.unmodifiableSet(placeholders);
    }

    /**
     * Puts path, query, headers and body into a request. Every secret among the values is revealed, and so never appears in
     * a message that quotes the answer.
     *
     * @param values what each placeholder stands for: a {@link Secret} is revealed, everything else becomes text, and only
     *     in JSON a whole number stays one if its placeholder is the whole text. An empty {@link Optional} stands for no
     *     value: the parameter, header, field or member that has its placeholder is then left out
     * @throws RejectedException if a placeholder is not among the values, or its value cannot stand in the path
     * @throws ConfigurationException if a secret cannot be read, or a value cannot stand in a header or in a text body
     */
    public void fill(OutgoingRequest request, Map<String, ?> values) {
        // A literal token was meant as a secret all the same, wherever it stands.
        Stream.of(url.path(), url.query(), headers, form, json.orElse(""), text.orElse(""))
                .flatMap(TemplateChecks::tokens)
                .forEach(request::secret);
        values.values().stream().filter(Secret.class::isInstance).forEach(request::reveal);
        request.path(url.target(name -> value(name, request, values)));
        headers.forEach((name, value) -> text(value, request, values).ifPresent(filled -> {
            if (name.toLowerCase(Locale.ROOT).matches(".*(auth|cookie|key|token|secret|pass).*")) {
                request.secret(filled); // a literal one was meant as a secret all the same
            }
            request.header(name, filled);
        }));
        form.forEach((name, value) -> text(value, request, values).ifPresent(filled -> request.form(name, filled)));
        json.flatMap(body -> filled(body, request, values)).ifPresent(body -> {
            if (body instanceof List<?> items) {
                request.jsonArray(items, RequestTemplate::put);
            } else {
                put(request.jsonBody(), body);
            }
        });
        text.flatMap(body -> body instanceof Template template
                        ? template.fill(name -> value(name, request, values), part -> part, this::encoded)
                        : text(body, request, values))
                .ifPresent(body -> request.body(contentType, body.getBytes(StandardCharsets.UTF_8)));
    }

    private String encoded(String value) {
        if (isXml()) {
            return XmlWriter.escaped("a placeholder", value);
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw new ConfigurationException(
                    "",
                    "the value of a placeholder in body has a line break or another control character, which cannot be"
                            + " encoded in a text; check the secret that it comes from",
                    "");
        }
        return value;
    }

    private static void put(JsonBody to, Object members) {
        ((Map<?, ?>) members).forEach((name, value) -> to.put(String.valueOf(name), value));
    }

    private static Optional<String> text(Object value, OutgoingRequest request, Map<String, ?> values) {
        return value instanceof Template template
                ? template.fill(name -> value(name, request, values), part -> part, part -> part)
                : Optional.of(request.reveal(value));
    }

    /** Returns a JSON value with its placeholders filled in. */
    private static Optional<Object> filled(Object value, OutgoingRequest request, Map<String, ?> values) {
        if (value instanceof Map<?, ?> members) {
            Map<String, Object> all = new LinkedHashMap<>();
            members.forEach((name, member) ->
                    filled(member, request, values).ifPresent(present -> all.put(String.valueOf(name), present)));
            return Optional.of(all);
        }
        if (value instanceof List<?> items) {
            return Optional.of(items.stream()
                    .flatMap(item -> filled(item, request, values).stream())
                    .toList());
        }
        if (!(value instanceof Template template)) {
            return Optional.of(value instanceof Secret ? request.reveal(value) : value);
        }
        Optional<Object> number = template.only()
                .flatMap(name -> Optional.<Object>ofNullable(values.get(name)))
                .map(RequestTemplate::inner)
                .filter(Long.class::isInstance);
        return number.isPresent() ? number : text(template, request, values).map(Object.class::cast);
    }

    private static Object inner(Object value) {
        return value instanceof Optional<?> optional && optional.isPresent() ? optional.get() : value;
    }

    private static Optional<String> value(String name, OutgoingRequest request, Map<String, ?> values) {
        Object value = values.get(name);
        if (value == null) {
            throw RejectedException.invalid("the request needs a value for {" + name + "}, and there is none");
        }
        return value instanceof Optional<?> optional
                ? optional.map(request::reveal)
                : Optional.of(request.reveal(value));
    }

    /** Returns the method and the placeholders, and nothing that may hold a secret. */
    @Override
    public String toString() {
        return method + " " + placeholders;
    }
}
