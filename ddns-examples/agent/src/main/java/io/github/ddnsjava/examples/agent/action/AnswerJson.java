package io.github.ddnsjava.examples.agent.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnsjava.DetectionReport;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordHistory;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.SourceAnswer;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.UpdaterHealth;
import io.github.ddnsjava.UpdaterStatus;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reports and status as JSON: a contract with the programs that read them, whichever way they ask. Stateless. */
public final class AnswerJson {
    private static final RecordHistory NOTHING = new RecordHistory(List.of(), Optional.empty(), Optional.empty());

    private AnswerJson() {}

    /** Returns the report of a cycle or a plan. */
    public static ObjectNode report(UpdateReport report) {
        ObjectNode node = object();
        node.set("records", array(report.records(), AnswerJson::record));
        node.set("detections", array(report.detections(), AnswerJson::detection));
        return node;
    }

    /** Returns a status without what is remembered of the records. */
    public static ObjectNode status(UpdaterStatus status) {
        return status(status, key -> Optional.empty());
    }

    /**
     * Returns a status.
     *
     * @param history returns what is remembered of a record
     */
    public static ObjectNode status(UpdaterStatus status, Function<RecordKey, Optional<RecordHistory>> history) {
        ObjectNode node = object();
        node.put("running", status.running());
        node.put("paused", status.paused());
        node.set(
                "records",
                array(
                        status.records(),
                        record -> history(
                                record(record).put("inSync", record.isRight()),
                                history.apply(record.key()).orElse(NOTHING))));
        node.set("detections", array(status.detections(), AnswerJson::detection));
        node.set("health", array(status.health().vitals(), AnswerJson::vital));
        if (!status.groups().isEmpty()) {
            node.set("groups", array(status.groups(), AnswerJson::group));
        }
        status.lastCycle().ifPresent(at -> node.put("lastCycle", at.toString()));
        status.nextCycle().ifPresent(at -> node.put("nextCycle", at.toString()));
        return node;
    }

    private static ObjectNode history(ObjectNode record, RecordHistory history) {
        record.set("history", array(history.changes(), change -> {
            ObjectNode node = object().put("at", change.at().toString());
            node.set("addresses", addresses(change.addresses()));
            return node;
        }));
        history.nextLook().ifPresent(at -> record.put("nextLook", at.toString()));
        history.outOfSyncSince().ifPresent(at -> record.put("outOfSyncSince", at.toString()));
        return record;
    }

    private static ObjectNode group(UpdaterStatus.Group group) {
        ObjectNode node = object().put("name", group.name());
        group.leader().ifPresent(leader -> node.put("leader", leader));
        node.put("ours", group.ours());
        group.since().ifPresent(at -> node.put("since", at.toString()));
        return node.put("records", group.records());
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

    /** Returns what detectors answered. */
    public static ObjectNode detections(List<DetectionReport> detections) {
        return object("detections", array(detections, AnswerJson::detection));
    }

    /** Returns the report of one record. */
    static ObjectNode record(RecordReport record) {
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

    /** Returns what one detector answered. */
    static ObjectNode detection(DetectionReport detection) {
        ObjectNode node = object();
        node.put("detector", detection.detector());
        node.put("family", detection.family().toString());
        node.put("verdict", detection.verdict().toString());
        node.set("addresses", addresses(detection.addresses()));
        node.set("sources", array(detection.sources(), AnswerJson::source));
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

    /** Returns what went wrong as a whole. */
    public static ObjectNode failed(String kind, String message) {
        return object("error", error(kind, message));
    }

    /** Returns what is wrong. */
    static ObjectNode error(String kind, String message) {
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

    private static ObjectNode object(String name, JsonNode value) {
        ObjectNode node = object();
        node.set(name, value);
        return node;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
