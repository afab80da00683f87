package io.github.ddnsjava.examples.agent.importing;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ddnsjava.exception.ConfigurationException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
     * Returns the variables in their order.
     *
     * @param draft is told what of a value is taken for a comment or a variable
     * @param image a part of the image's name, by which the service of a Compose file is found
     */
    static Map<String, String> of(String text, String image, Draft draft) {
        return COMPOSE.matcher(text).find() ? compose(Tree.yaml(text), image, draft) : lines(text, draft);
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

    /** Returns a value with the dollar signs that Compose passes on. A value that is nothing but a variable stays. */
    private static String composed(String value, String name, Draft draft) {
        if (value.matches("\\$\\{[^}]*}")) {
            return value;
        } else if (VARIABLE.matcher(value).find()) {
            draft.note(Texts.shown(name), "it has a variable of Compose, which was carried over as a text: check it");
        }
        return value.replace("$$", "$");
    }

    private static Map<String, String> compose(JsonNode root, String image, Draft draft) {
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
        Map<String, String> variables = new LinkedHashMap<>();
        JsonNode environment = found.get(0);
        for (Map.Entry<String, JsonNode> member : environment.properties()) {
            put(
                    variables,
                    member.getKey(),
                    composed(member.getValue().asText(""), member.getKey(), draft),
                    "environment");
        }
        if (environment.isArray()) {
            environment.forEach(item -> {
                String[] parts = item.asText("").split("=", 2);
                put(variables, parts[0], composed(parts.length > 1 ? parts[1] : "", parts[0], draft), "environment");
            });
        }
        return variables;
    }
}
