package io.github.ddnsjava.publish.http;

import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Refuses requests of a user that could not be sent, or that would say something else than is meant. Stateless. */
final class TemplateChecks {
    private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern LONG_PART = Pattern.compile("[^\\s/?&=:;,\"'<>]{16,}");
    private static final Pattern DIGIT = Pattern.compile("[0-9]");
    private static final Set<String> RESERVED_HEADERS =
            Set.of("host", "connection", "content-length", "expect", "upgrade", "transfer-encoding", "te", "trailer");

    private TemplateChecks() {}

    static void header(Settings settings, String name, Object value) {
        boolean reserved = RESERVED_HEADERS.contains(name.toLowerCase(Locale.ROOT));
        if (reserved || !HEADER.matcher(name).matches()) {
            throw new ConfigurationException(
                    settings.path("headers"),
                    reserved ? "has " + name + ", which is set by itself" : "has a name that no header can have",
                    "names as in X-Api-Key");
        }
        boolean broken = value instanceof Template template
                && template.fill(any -> Optional.of("x"), part -> part, part -> part)
                        .filter(line -> line.chars().anyMatch(c -> c < ' ' || c == 127 || c > 255))
                        .isPresent();
        if (broken) {
            throw new ConfigurationException(
                    settings.path("headers") + "." + name,
                    "has a line break or another character that a header cannot have",
                    "one line of printable Latin-1 characters");
        }
    }

    /** A header would replace the type by which the body is encoded. */
    static void noContentType(Settings settings, Set<String> headers) {
        headers.stream()
                .filter(name -> name.equalsIgnoreCase("Content-Type"))
                .findFirst()
                .ifPresent(name -> {
                    throw new ConfigurationException(
                            settings.path("headers") + "." + name,
                            "is given beside body",
                            "the setting contentType; for JSON or a form the setting json or form");
                });
    }

    /** Checks a value. {@code whole} names a place of which no part can be left out; it is empty for others. */
    static void alone(String where, Object value, Set<String> optional, String whole) {
        if (value instanceof Map<?, ?> members) {
            members.forEach((name, member) -> alone(where + "." + name, member, optional, whole));
        } else if (value instanceof List<?> items) {
            items.forEach(item -> alone(where, item, optional, whole));
        } else if (value instanceof Template template) {
            Set<String> names = template.names();
            Optional<String> first = names.stream().filter(optional::contains).findFirst();
            if (first.isPresent() && (names.size() > 1 || !whole.isEmpty())) {
                throw new ConfigurationException(
                        where,
                        "has {" + first.get() + "}, which may have no value, "
                                + (whole.isEmpty()
                                        ? "beside another placeholder, which would then be left out, too"
                                        : "in " + whole + ", of which no part can be left out"),
                        "a parameter, header, field or JSON member that has no other placeholder");
            }
        }
    }

    /** Returns the parts of literal texts that look like a token: they are long, and have a digit. */
    static Stream<String> tokens(Object value) {
        if (value instanceof Map<?, ?> members) {
            return members.values().stream().flatMap(TemplateChecks::tokens);
        }
        if (value instanceof List<?> items) {
            return items.stream().flatMap(TemplateChecks::tokens);
        }
        return value instanceof Template template
                ? template.literals().stream()
                        .flatMap(text -> LONG_PART.matcher(text).results())
                        .map(MatchResult::group)
                        .filter(part -> DIGIT.matcher(part).find())
                : Stream.empty();
    }
}
