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
    private static final Pattern COMPOSE = Pattern.compile("(?m)^[ \\t]*+(services|environment)[ \\t]*+:");

    private EnvironmentText() {}

    /**
     * Returns the variables in their order.
     *
     * @param image a part of the image's name, by which the service of a Compose file is found
     */
    static Map<String, String> of(String text, String image) {
        return COMPOSE.matcher(text).find() ? compose(Tree.yaml(text), image) : lines(text);
    }

    private static Map<String, String> lines(String text) {
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
            put(variables, assignment.group(1), unquoted(assignment.group(2)), "line " + number);
        }
        return variables;
    }

    private static String unquoted(String value) {
        String text = value.strip();
        boolean quoted = text.length() > 1 && (text.startsWith("\"") || text.startsWith("'"));
        if (quoted && text.endsWith(text.substring(0, 1))) {
            return text.substring(1, text.length() - 1);
        }
        return quoted ? text : text.replaceFirst("\\s#.*$", "").strip();
    }

    private static void put(Map<String, String> variables, String name, String value, String place) {
        if (variables.put(name, value) != null) {
            throw new ConfigurationException("", place + " sets " + Texts.shown(name) + " a second time", "one value");
        }
    }

    private static Map<String, String> compose(JsonNode root, String image) {
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
            put(variables, member.getKey(), member.getValue().asText(""), "environment");
        }
        if (environment.isArray()) {
            environment.forEach(item -> {
                String[] parts = item.asText("").split("=", 2);
                put(variables, parts[0], parts.length > 1 ? parts[1] : "", "environment");
            });
        }
        return variables;
    }
}
