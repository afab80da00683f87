package io.github.ddnsjava.examples.agent.importing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.ddnsjava.exception.ConfigurationException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.composer.ComposerException;
import org.yaml.snakeyaml.constructor.DuplicateKeyException;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** Reads JSON and YAML of other programs. Stateless. */
final class Tree {
    private static final int MAX_DEPTH = 50;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Tree() {}

    /**
     * Reads one JSON value.
     *
     * @throws ConfigurationException if it is none, has a name twice, or is followed by another; the message says where, and quotes nothing
     */
    static JsonNode json(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            if (node.isObject()) {
                return node;
            }
            throw new ConfigurationException("", "the file is no JSON object", "");
        } catch (JsonProcessingException e) {
            boolean twice = String.valueOf(e.getOriginalMessage()).startsWith("Duplicate field");
            String where =
                    e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
            if (e instanceof MismatchedInputException) {
                throw another(where);
            }
            throw new ConfigurationException(
                    "", "the file is no valid JSON" + where + (twice ? ": a name stands there twice" : ""), "");
        }
    }

    /**
     * Reads one YAML document, in which every value is a text. Aliases of lists and objects are refused, because a short
     * text could become a large tree.
     *
     * @throws ConfigurationException if it is none; the message says where, and quotes nothing
     */
    static JsonNode yaml(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(0);
        options.setNestingDepthLimit(MAX_DEPTH);
        DumperOptions dumping = new DumperOptions();
        try {
            Object root = new Yaml(
                            new SafeConstructor(options), new Representer(dumping), dumping, options, new TextsOnly())
                    .load(text);
            return JSON.valueToTree(plain(root));
        } catch (MarkedYAMLException e) {
            String where = e.getProblemMark() == null
                    ? ""
                    : " at line " + (e.getProblemMark().getLine() + 1);
            if (e instanceof ComposerException && String.valueOf(e.getContext()).contains("single document")) {
                throw another(where);
            }
            boolean twice = e instanceof DuplicateKeyException;
            throw new ConfigurationException(
                    "", "the file is no valid YAML" + where + (twice ? ": a name stands there twice" : ""), "");
        } catch (YAMLException e) {
            throw new ConfigurationException(
                    "", "the file is no YAML that can be read: it has aliases of lists, or is nested too deeply", "");
        }
    }

    private static ConfigurationException another(String where) {
        return new ConfigurationException(
                "", "the file has another document" + where, "a file with one document, which has all entries");
    }

    /** Takes every value for the text that stands there: 0123 stays 0123, and no stays no. */
    private static final class TextsOnly extends Resolver {
        @Override
        protected void addImplicitResolvers() {}
    }

    private static Object plain(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, inner) -> copy.put(String.valueOf(key), plain(inner)));
            return copy;
        } else if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(inner -> copy.add(plain(inner)));
            return copy;
        }
        return String.valueOf(value);
    }

    /** Returns the member of that name, whatever its case; a missing node if there is none. */
    static JsonNode get(JsonNode object, String name) {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (member.getKey().equalsIgnoreCase(name)) {
                return member.getValue();
            }
        }
        return MissingNode.getInstance();
    }
}
