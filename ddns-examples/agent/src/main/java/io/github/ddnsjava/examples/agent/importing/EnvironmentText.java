package io.github.ddnsjava.examples.agent.importing;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ddnsjava.exception.ConfigurationException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Environment variables, from a file of lines {@code NAME=VALUE} or from a Compose file. Stateless. */
final class EnvironmentText {
    private static final Pattern LINE = Pattern.compile("(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)");
    private static final Pattern QUOTED =
            Pattern.compile("(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|'([^']*+)')(?:\\s++#.*|\\s*+)");
    /** A variable of Compose: {@code $$} is a dollar sign. */
    private static final Pattern VARIABLE = Pattern.compile("(?<!\\$)(?:\\$\\$)*+\\$[A-Za-z_{]");

    private static final Pattern COMPOSE = Pattern.compile("(?m)^[ \\t]*+(services|environment)[ \\t]*+:");

    private EnvironmentText() {}

    /**
     * Variables of an environment.
     *
     * @param values their values, in their order
     * @param composed the names of those whose value is nothing but a variable of Compose
     */
    record Environment(Map<String, String> values, Set<String> composed) {
        /** Hides the values, because they may be secrets. */
        @Override
        public String toString() {
            return "environment" + values.keySet();
        }
    }

    /**
     * Returns the variables.
     *
     * @param draft is told what of a value is taken for a comment or a variable
     * @param image a part of the image's name, by which the service of a Compose file is found
     */
    static Environment of(String text, String image, Draft draft) {
        return COMPOSE.matcher(text).find()
                ? compose(Tree.yaml(text), image, draft)
                : new Environment(lines(text, draft), Set.of());
    }

    private static Map<String, String> lines(String text, Draft draft) {
        Map<String, String> variables = new LinkedHashMap<>();
        int number = 0;
        for (String raw : text.split("\n", -1)) {
            number++;
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher assignment = LINE.matcher(line);
            if (!assignment.matches()) {
                throw new ConfigurationException("", "line " + number + " of the file is no NAME=VALUE", "");
            }
            String name = assignment.group(1);
            String place = "line " + number;
            if (line.contains("${")) {
                draft.note(Texts.shown(name), "it has ${…}. It was carried over as a text, and no variable was read");
            }
            put(variables, name, value(assignment.group(2).strip(), place, name, draft), place);
        }
        return variables;
    }

    /**
     * Returns a value as Compose reads it: between quotes, blanks and # belong to it; without quotes, # after a blank begins a
     * comment.
     */
    private static String value(String text, String place, String name, Draft draft) {
        Matcher quoted = QUOTED.matcher(text);
        if (quoted.matches()) {
            return quoted.group(1) == null ? quoted.group(2) : quoted.group(1).replaceAll("\\\\([\"\\\\$`])", "$1");
        } else if (text.startsWith("\"") || text.startsWith("'")) {
            throw new ConfigurationException(
                    "",
                    place + " has a value that begins with a quote and does not end with it",
                    "quotes around the whole value, and \\\" within double quotes");
        }
        String plain = text.replaceFirst("(^|\\s)#.*$", "").strip();
        if (!plain.equals(text)) {
            draft.note(
                    Texts.shown(name),
                    "what follows # was taken for a comment, as Compose does. If it belongs to the value (docker run"
                            + " --env-file), put the value between quotes, and import again");
        }
        return plain;
    }

    private static void put(Map<String, String> variables, String name, String value, String place) {
        if (variables.put(name, value) != null) {
            throw new ConfigurationException("", place + " sets " + Texts.shown(name) + " a second time", "one value");
        }
    }

    /** Adds a value with the dollar signs that Compose passes on. A value that is nothing but a variable stays. */
    private static void compose(Environment environment, String name, String value, Draft draft) {
        put(environment.values(), name, composed(environment, name, value, draft), "environment");
    }

    private static String composed(Environment environment, String name, String value, Draft draft) {
        if (value.matches("\\$\\{[^}]*}")) {
            environment.composed().add(name);
            return value;
        } else if (VARIABLE.matcher(value).find()) {
            draft.note(Texts.shown(name), "it has a variable of Compose, which was carried over as a text: check it");
        }
        return value.replace("$$", "$");
    }

    private static Environment compose(JsonNode root, String image, Draft draft) {
        List<JsonNode> found = new ArrayList<>();
        root.path("services").forEach(service -> {
            if (service.path("image").asText("").contains(image)) {
                found.add(service.path("environment"));
            }
        });
        if (found.size() != 1) {
            throw new ConfigurationException(
                    "",
                    "the Compose file has " + found.size() + " services with an image of " + image
                            + ", and one is needed",
                    "a file with one, or a file with lines NAME=VALUE");
        }
        Environment variables = new Environment(new LinkedHashMap<>(), new HashSet<>());
        JsonNode environment = found.get(0);
        for (Map.Entry<String, JsonNode> member : environment.properties()) {
            compose(variables, member.getKey(), member.getValue().asText(""), draft);
        }
        if (environment.isArray()) {
            environment.forEach(item -> {
                String[] parts = item.asText("").split("=", 2);
                compose(variables, parts[0], parts.length > 1 ? parts[1] : "", draft);
            });
        }
        return variables;
    }
}
