package io.github.ddnsjava.publish.http;

import io.github.ddnsjava.exception.RejectedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A URL with placeholders in its path and its query. A value is encoded, so it is one part of the path, or one parameter.
 * Immutable and thread-safe.
 *
 * @param origin scheme and host; empty if the URL begins with its path
 * @param path the parts between slashes
 * @param query the parts between ampersands
 */
record UrlTemplate(Optional<String> origin, List<Template> path, List<Template> query) {
    private static final Pattern ABSOLUTE = Pattern.compile("(?i)(https?://[^/?{}]+)(.*)", Pattern.DOTALL);
    private static final Pattern HALF_ENCODED = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    /**
     * Reads one.
     *
     * @param template reads a part
     * @throws IllegalArgumentException if it is none; the message begins with a verb, and quotes nothing
     */
    static UrlTemplate parse(String url, Function<String, Template> template) {
        Matcher absolute = ABSOLUTE.matcher(url);
        boolean hasOrigin = absolute.matches();
        String target = hasOrigin ? absolute.group(2) : url;
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        if (!path.startsWith("/") && !(hasOrigin && path.isEmpty())) {
            throw new IllegalArgumentException("is no URL, or has a placeholder in its host");
        }
        if (url.indexOf('#') >= 0 || HALF_ENCODED.matcher(url).find()) {
            throw new IllegalArgumentException("has a # or a % that encodes nothing; write %23 or %25");
        }
        return new UrlTemplate(
                hasOrigin ? Optional.of(absolute.group(1)) : Optional.empty(),
                parts(path, "/", template),
                mark < 0 ? List.of() : parts(target.substring(mark + 1), "&", template));
    }

    private static List<Template> parts(String whole, String separator, Function<String, Template> template) {
        List<Template> parts = new ArrayList<>();
        for (String part : whole.split(separator, -1)) {
            parts.add(template.apply(part));
        }
        return List.copyOf(parts);
    }

    /**
     * Returns path and query with values in place of placeholders. A parameter whose placeholder has no value is left out.
     *
     * @throws RejectedException if a value cannot stand in the path
     */
    String target(Function<String, Optional<String>> values) {
        List<String> segments = new ArrayList<>();
        for (Template part : path) {
            String segment =
                    part.fill(values, Encoding::literal, Encoding::percent).orElse("");
            String meant = Encoding.decoded(segment);
            if (!part.names().isEmpty() && Set.of("", ".", "..").contains(meant)) {
                throw RejectedException.invalid(
                        "the part of the path with {" + String.join("}, {", part.names()) + "} would be \"" + meant
                                + "\", which leads to another resource; put the placeholder into the query, or give it"
                                + " another value");
            }
            segments.add(segment);
        }
        List<String> pairs = new ArrayList<>();
        query.forEach(
                part -> part.fill(values, Encoding::literal, Encoding::percent).ifPresent(pairs::add));
        return String.join("/", segments) + (pairs.isEmpty() ? "" : "?" + String.join("&", pairs));
    }
}
