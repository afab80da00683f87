package io.github.ddnsjava.publish.http;

import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.json.JsonReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How a user describes an answer in settings: by its status, by what is at some places of its JSON, and by a regular
 * expression that finds something in it. All that is given must be so. A web page satisfies no condition on the body:
 * captive portals and proxies answer with web pages. Immutable and thread-safe.
 */
public final class AnswerPattern {
    /** The settings that {@link #of} reads. */
    public static final List<SettingSpec> SETTINGS = List.of(
            SettingSpec.optional("status", "the status, or a list of them")
                    .as(SettingType.list(SettingType.number(100, 599))),
            SettingSpec.optional(
                            "json",
                            "an object: for each JSON pointer the value that is there, or a list of possible values")
                    .as(SettingType.map(SettingType.any())),
            SettingSpec.optional("matches", "a regular expression that finds something in the body"));

    private final Set<Integer> statuses;
    private final Map<String, Set<String>> json;
    private final Optional<AnswerText> matches;

    private AnswerPattern(Set<Integer> statuses, Map<String, Set<String>> json, Optional<AnswerText> matches) {
        this.statuses = statuses;
        this.json = json;
        this.matches = matches;
    }

    /**
     * Reads one.
     *
     * @param also other settings that may stand beside those of {@link #SETTINGS}
     * @throws ConfigurationException if settings are wrong, or there is no condition
     */
    public static AnswerPattern of(Settings settings, String... also) {
        List<String> allowed = new ArrayList<>(List.of(also));
        SETTINGS.forEach(spec -> allowed.add(spec.name()));
        RequestTemplate.checkNames(settings, allowed);
        Set<Integer> statuses = new TreeSet<>();
        for (Object status : settings.list("status")) {
            statuses.add(status(settings, status));
        }
        Map<String, Set<String>> json = new LinkedHashMap<>();
        settings.nested("json").ifPresent(nested -> {
            for (String pointer : nested.names()) {
                json.put(AnswerText.checkedPointer(nested, pointer, pointer), values(nested, pointer));
            }
        });
        Optional<AnswerText> matches = settings.optionalText("matches")
                .map(expression -> AnswerText.searched(settings, "matches", expression));
        if (statuses.isEmpty() && json.isEmpty() && matches.isEmpty()) {
            throw new ConfigurationException(
                    settings.path("status"), "is missing, and so are json and matches", "at least one of the three");
        }
        return new AnswerPattern(statuses, json, matches);
    }

    private static int status(Settings settings, Object status) {
        String text = String.valueOf(status);
        if (!text.matches("[1-5][0-9]{2}")) {
            throw settings.wrong("status", status, "a number from 100 to 599, or a list of such");
        }
        return Integer.parseInt(text);
    }

    private static Set<String> values(Settings nested, String pointer) {
        Set<String> values = new TreeSet<>();
        Object given = nested.value(pointer).orElseThrow();
        for (Object value : given instanceof List<?> several ? several : List.of(given)) {
            if (!(value instanceof String) && !(value instanceof Number) && !(value instanceof Boolean)) {
                throw nested.wrongType(pointer, value, "a text, a number or a flag", "a value or a list of values");
            }
            values.add(String.valueOf(value));
        }
        return values;
    }

    /** Returns the statuses of which an answer must have one; empty if it may have any. */
    public Set<Integer> statuses() {
        return Collections.unmodifiableSet(statuses);
    }

    /**
     * Tells whether an answer is so.
     *
     * @throws ProtocolException if its body cannot be searched
     */
    public boolean test(HttpTransport.Answer answer) {
        if (!statuses.isEmpty() && !statuses.contains(answer.status())) {
            return false;
        }
        if (json.isEmpty() && matches.isEmpty()) {
            return true;
        }
        return !answer.isWebPage()
                && hasValues(answer.body())
                && matches.map(text -> text.isIn(answer.body())).orElse(true);
    }

    /** Returns the conditions, for messages, as in {@code status 403, matches "nohost"}. */
    @Override
    public String toString() {
        List<String> conditions = new ArrayList<>();
        if (!statuses.isEmpty()) {
            conditions.add("status " + statuses.stream().map(String::valueOf).collect(Collectors.joining(" or ")));
        }
        json.forEach((pointer, values) -> conditions.add("json " + pointer + " " + String.join(" or ", values)));
        matches.ifPresent(text -> conditions.add("matches " + text));
        return String.join(", ", conditions);
    }

    private boolean hasValues(String body) {
        if (json.isEmpty()) {
            return true;
        }
        JsonReader root;
        try {
            root = JsonReader.parse("the body", body);
        } catch (ProtocolException e) {
            return false;
        }
        return json.entrySet().stream().allMatch(wanted -> {
            JsonReader value = root.pointer(wanted.getKey());
            return value.isScalar() && wanted.getValue().contains(value.scalar());
        });
    }
}
