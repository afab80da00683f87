package io.github.ddnsjava.examples.agent.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.config.Plugins.Plugin;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.config.UpdaterConfiguration;
import io.github.ddnsjava.examples.agent.importing.Imported;
import io.github.ddnsjava.examples.agent.service.ServiceFile;
import io.github.ddnsjava.exception.ConfigurationException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The answers that only the command line gives, as JSON: a contract with the programs that read them. */
final class Json {
    private Json() {}

    static ObjectNode types(List<TypeDescriptor> providers, List<TypeDescriptor> notifications, WithPlugins plugins) {
        ObjectNode node = object("providers", array(providers, type -> type(type, plugins.of(type.id()))));
        node.set("notifications", array(notifications, type -> type(type, plugins.ofNotification(type.id()))));
        return node;
    }

    static ObjectNode files(List<ServiceFile> files) {
        return object(
                "files", array(files, file -> object().put("path", file.path()).put("text", file.text())));
    }

    static ObjectNode type(TypeDescriptor descriptor, Optional<Plugin> from) {
        ObjectNode node = object();
        node.put("id", descriptor.id());
        node.put("name", descriptor.name());
        node.put("url", descriptor.url());
        from.ifPresent(plugin -> node.put("plugin", plugin.jar().toString()));
        node.set(
                "settings",
                array(
                        descriptor.settings(),
                        setting -> object().put("name", setting.name())
                                .put("required", setting.required())
                                .put("secret", setting.secret())
                                .put("help", setting.help())));
        ArrayNode abilities = node.putArray("abilities");
        descriptor.abilities().forEach(abilities::add);
        node.put("limits", descriptor.limits());
        node.put("evidence", descriptor.evidence());
        ArrayNode notes = node.putArray("notes");
        descriptor.notes().forEach(notes::add);
        return node;
    }

    /**
     * The result of {@code check}: problems in the same form as those of a configuration, with their kind. The wanted
     * addresses are shown as the allowed value. One of the state has the kind of the configuration. Beside them are the explanations of the records, what was not checked, and
     * the file of the state.
     */
    static ObjectNode check(
            List<RecordReport> wrong,
            Optional<ConfigurationException.Entry> ofState,
            List<ConfigurationException.Entry> warnings,
            UpdaterConfiguration configuration,
            List<Explained> explained) {
        List<ConfigurationException.Entry> notes = configuration.notes();
        ArrayNode problems = array(
                wrong,
                record -> problem(
                                record.key().toString(),
                                record.problem().orElseThrow().message(),
                                record.addresses().stream()
                                        .map(IpAddress::toString)
                                        .collect(Collectors.joining(" ")))
                        .put("kind", record.problem().orElseThrow().kind().toString()));
        ofState.ifPresent(p -> problems.add(
                problem(p.path(), p.message(), p.allowed()).put("kind", ProblemKind.CONFIGURATION.toString())));
        ObjectNode node = object("problems", problems);
        if (!warnings.isEmpty()) {
            node.set("warnings", array(warnings, w -> problem(w.path(), w.message(), w.allowed())));
        }
        if (!notes.isEmpty()) {
            node.set("notes", notes(notes));
        }
        node.set("records", array(explained, Explained::json));
        if (configuration.sharesState()) {
            node.put("state", "cluster");
        } else {
            configuration.stateFile().ifPresent(file -> node.put("state", file.toString()));
        }
        return node;
    }

    /** An imported configuration, as a text; what a person should know; and what is wrong with it. */
    static ObjectNode imported(
            String configuration, List<Imported.Note> notes, List<ConfigurationException.Entry> problems) {
        ObjectNode node = object("configuration", configuration);
        node.set(
                "notes",
                array(notes, note -> object().put("place", note.place()).put("message", note.message())));
        node.set("problems", array(problems, p -> problem(p.path(), p.message(), p.allowed())));
        return node;
    }

    static ObjectNode refused(List<ConfigurationException.Entry> problems, List<ConfigurationException.Entry> notes) {
        ObjectNode error = object().put("kind", "configuration");
        error.set("problems", array(problems, p -> problem(p.path(), p.message(), p.allowed())));
        if (!notes.isEmpty()) {
            error.set("notes", notes(notes));
        }
        return object("error", error);
    }

    private static ArrayNode notes(List<ConfigurationException.Entry> notes) {
        return array(notes, note -> object().put("path", note.path()).put("message", note.message()));
    }

    private static ObjectNode problem(String path, String message, String allowed) {
        return object().put("path", path).put("message", message).put("allowed", allowed);
    }

    private static <T> ArrayNode array(Collection<T> items, Function<T, ObjectNode> toJson) {
        ArrayNode node = JsonNodeFactory.instance.arrayNode();
        items.forEach(item -> node.add(toJson.apply(item)));
        return node;
    }

    /** Returns an object with one text. */
    static ObjectNode object(String name, String value) {
        return object().put(name, value);
    }

    private static ObjectNode object(String name, JsonNode value) {
        ObjectNode node = object();
        node.set(name, value);
        return node;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
