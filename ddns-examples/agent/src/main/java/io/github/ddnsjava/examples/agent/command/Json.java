package io.github.ddnsjava.examples.agent.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnsjava.DetectionReport;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.SourceAnswer;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.UpdaterHealth;
import io.github.ddnsjava.UpdaterStatus;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.exception.ConfigurationException;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The answers as JSON: a contract with the programs that read them. */
final class Json {
    private Json() {}

    static ObjectNode report(UpdateReport report) {
        ObjectNode node = object();
        node.set("records", array(report.records(), Json::record));
        node.set("detections", array(report.detections(), Json::detection));
        return node;
    }

    static ObjectNode status(UpdaterStatus status) {
        ObjectNode node = object();
        node.set("records", array(status.records(), Json::record));
        node.set("health", array(status.health().vitals(), Json::vital));
        status.lastCycle().ifPresent(at -> node.put("lastCycle", at.toString()));
        return node;
    }

    private static ObjectNode vital(UpdaterHealth.Vital vital) {
        ObjectNode node = object();
        node.put("part", vital.part().toString());
        node.put("key", vital.key());
        node.put("condition", vital.condition().toString());
        vital.since().ifPresent(at -> node.put("since", at.toString()));
        node.put("message", vital.message());
        return node;
    }

    static ObjectNode detections(List<DetectionReport> detections) {
        return object("detections", array(detections, Json::detection));
    }

    private static ObjectNode record(RecordReport record) {
        ObjectNode node = object();
        node.put("name", record.key().name().toString());
        node.put("type", record.key().type().toString());
        node.put("provider", record.key().provider());
        node.put("outcome", record.outcome().toString());
        node.set("addresses", addresses(record.addresses()));
        node.set("previous", addresses(record.previous()));
        record.notBefore().ifPresent(at -> node.put("notBefore", at.toString()));
        record.problem()
                .ifPresent(problem -> node.set("error", error(problem.kind().toString(), problem.message())));
        return node;
    }

    private static ObjectNode detection(DetectionReport detection) {
        ObjectNode node = object();
        node.put("detector", detection.detector());
        node.put("family", detection.family().toString());
        node.put("verdict", detection.verdict().toString());
        node.set("addresses", addresses(detection.addresses()));
        node.set("sources", array(detection.sources(), Json::source));
        return node;
    }

    private static ObjectNode source(SourceAnswer source) {
        ObjectNode node = object();
        node.put("source", source.source());
        node.put("operator", source.operator());
        node.set("addresses", addresses(source.addresses()));
        node.put("message", source.message());
        node.put("millis", source.elapsed().toMillis());
        return node;
    }

    static ObjectNode providers(List<TypeDescriptor> all, WithPlugins plugins) {
        return object("providers", array(all, descriptor -> provider(descriptor, plugins)));
    }

    static ObjectNode provider(TypeDescriptor descriptor, WithPlugins plugins) {
        ObjectNode node = object();
        node.put("id", descriptor.id());
        node.put("name", descriptor.name());
        node.put("url", descriptor.url());
        plugins.of(descriptor.id())
                .ifPresent(plugin -> node.put("plugin", plugin.jar().toString()));
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
     * addresses are shown as the allowed value. Beside them are the explanations of the records, and what was not checked.
     */
    static ObjectNode check(
            List<RecordReport> wrong,
            List<ConfigurationException.Entry> warnings,
            List<ConfigurationException.Entry> notes,
            List<Explained> explained) {
        ObjectNode node = object(
                "problems",
                array(
                        wrong,
                        record -> problem(
                                        record.key().toString(),
                                        record.problem().orElseThrow().message(),
                                        record.addresses().stream()
                                                .map(IpAddress::toString)
                                                .collect(Collectors.joining(" ")))
                                .put(
                                        "kind",
                                        record.problem().orElseThrow().kind().toString())));
        if (!warnings.isEmpty()) {
            node.set("warnings", array(warnings, w -> problem(w.path(), w.message(), w.allowed())));
        }
        if (!notes.isEmpty()) {
            node.set("notes", array(notes, n -> object().put("path", n.path()).put("message", n.message())));
        }
        node.set("records", array(explained, Explained::json));
        return node;
    }

    static ObjectNode refused(List<ConfigurationException.Entry> problems) {
        ObjectNode error = object().put("kind", "configuration");
        error.set("problems", array(problems, p -> problem(p.path(), p.message(), p.allowed())));
        return object("error", error);
    }

    static ObjectNode failed(String kind, String message) {
        return object("error", error(kind, message));
    }

    private static ObjectNode problem(String path, String message, String allowed) {
        return object().put("path", path).put("message", message).put("allowed", allowed);
    }

    private static ObjectNode error(String kind, String message) {
        return object().put("kind", kind).put("message", message);
    }

    private static ArrayNode addresses(Collection<IpAddress> addresses) {
        ArrayNode node = JsonNodeFactory.instance.arrayNode();
        addresses.forEach(address -> node.add(address.toString()));
        return node;
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
