package io.github.ddnsjava.publish.http;

import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.internal.text.BoundedMatch;
import io.github.ddnsjava.json.JsonReader;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Where a user says, in settings, that an answer has something: at a JSON pointer, or where the group of a regular
 * expression finds it. An expression is matched in bounded time. Immutable and thread-safe.
 */
public final class AnswerText {
    private static final int MAX_PATTERN = 500;
    private static final int MAX_SEARCHED = 64 * 1024;
    private static final String POINTER = "(/([^~/]|~[01])*)*";

    private final String pointer;
    private final @Nullable Pattern pattern;

    private AnswerText(String pointer, @Nullable Pattern pattern) {
        this.pointer = pointer;
        this.pattern = pattern;
    }

    /**
     * Reads one of the settings {@code json}, a JSON pointer, and {@code matches}, an expression with one group.
     *
     * @throws ConfigurationException if settings are wrong, or there is not just one of the two
     */
    public static AnswerText of(Settings settings) {
        RequestTemplate.checkNames(settings, List.of("json", "matches"));
        if (settings.names().size() != 1) {
            throw new ConfigurationException(
                    settings.path("json"),
                    settings.names().isEmpty() ? "is missing, and so is matches" : "is given beside matches",
                    "one of the two");
        }
        if (settings.value("json").isPresent()) {
            String pointer = settings.text("json");
            return new AnswerText(checkedPointer(settings, "json", pointer), null);
        }
        AnswerText searched = searched(settings, "matches", settings.text("matches"));
        if (searched.groups() != 1) {
            throw settings.wrong(
                    "matches", settings.text("matches"), "a regular expression with one group, as in ip=([0-9.]+)");
        }
        return searched;
    }

    static String checkedPointer(Settings settings, String name, String pointer) {
        if (!pointer.matches(POINTER)) {
            throw settings.wrong(name, pointer, "a JSON pointer, as in /result/0/address");
        }
        return pointer;
    }

    static AnswerText searched(Settings settings, String name, String expression) {
        String allowed = "a regular expression of 1 to " + MAX_PATTERN + " characters";
        if (expression.isEmpty() || expression.length() > MAX_PATTERN) {
            throw settings.wrong(name, expression, allowed);
        }
        try {
            return new AnswerText("", Pattern.compile(expression));
        } catch (PatternSyntaxException e) {
            throw settings.wrong(name, expression, allowed + " (" + e.getDescription() + ")");
        }
    }

    private int groups() {
        return pattern == null ? 0 : pattern.matcher("").groupCount();
    }

    /** Tells whether the expression finds something. */
    boolean isIn(String body) {
        try {
            return pattern == null || BoundedMatch.finds(pattern, body, MAX_SEARCHED);
        } catch (BoundedMatch.TooMuch e) {
            throw new ProtocolException("the answer cannot be searched: " + e.reason());
        }
    }

    /**
     * Returns what the answer has there: the texts, numbers and flags at the pointer, which may be a list, or all that the
     * expression finds. Nothing if there is an empty list, null or an empty text.
     *
     * @throws ProtocolException if there is nothing at that place, or something else
     */
    public List<String> read(String what, String body) {
        List<String> texts = pattern == null ? atPointer(what, body) : found(what, pattern, body);
        return texts.stream().filter(text -> !text.isEmpty()).toList();
    }

    /**
     * The same for something that an answer may leave out: empty also if there is nothing at that place, or the expression
     * finds nothing. Of several texts it is the first.
     *
     * @throws ProtocolException if there is something else at that place
     */
    public Optional<String> readIfPresent(String what, String body) {
        List<String> texts = pattern == null ? values(at(what, body)) : groups(what, pattern, body);
        return texts.stream().filter(text -> !text.isEmpty()).findFirst();
    }

    private JsonReader at(String what, String body) {
        return JsonReader.parse(what, body).pointer(pointer);
    }

    private List<String> atPointer(String what, String body) {
        JsonReader value = at(what, body);
        return value.isPresent() || value.isNull() ? values(value) : List.of(value.scalar()); // says what is missing
    }

    private static List<String> values(JsonReader value) {
        if (!value.isPresent()) {
            return List.of();
        }
        return value.isList() ? value.asList().stream().map(JsonReader::scalar).toList() : List.of(value.scalar());
    }

    private static List<String> found(String what, Pattern pattern, String body) {
        List<String> groups = groups(what, pattern, body);
        if (groups.isEmpty()) {
            throw new ProtocolException(what + ": the regular expression finds nothing in the answer");
        }
        return groups;
    }

    private static List<String> groups(String what, Pattern pattern, String body) {
        try {
            return BoundedMatch.groups(pattern, body, MAX_SEARCHED);
        } catch (BoundedMatch.TooMuch e) {
            throw new ProtocolException(what + ": the answer cannot be searched: " + e.reason());
        }
    }

    /** Returns the pointer or the expression, for messages. */
    @Override
    public String toString() {
        return pattern == null ? pointer : "\"" + pattern + "\"";
    }
}
