package io.github.ddnsjava.examples.agent.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnsjava.DetectionReport;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.event.UpdateEvent;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * An event as JSON: the components of its record, by their names. A new kind of event is therefore shown without a line
 * here. What the agent's other answers contain has the form that it has there. Stateless.
 */
final class EventJson {
    private EventJson() {}

    static ObjectNode of(UpdateEvent event) {
        return fields((Record) event);
    }

    private static ObjectNode fields(Record from) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        for (RecordComponent component : from.getClass().getRecordComponents()) {
            Object value = value(from, component);
            if (value instanceof Optional<?> optional) {
                optional.ifPresent(present -> node.set(component.getName(), json(present)));
            } else if (value instanceof RecordKey key) {
                node.put("name", key.name().toString());
                node.put("type", key.type().toString());
                node.put("provider", key.provider());
            } else {
                node.set(component.getName(), json(value));
            }
        }
        return node;
    }

    private static Object value(Record from, RecordComponent component) {
        try {
            return component.getAccessor().invoke(from);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("an event is a public record", e);
        }
    }

    private static JsonNode json(Object value) {
        if (value instanceof UpdateReport report) {
            return AnswerJson.report(report);
        } else if (value instanceof RecordReport report) {
            return AnswerJson.record(report);
        } else if (value instanceof DetectionReport report) {
            return AnswerJson.detection(report);
        } else if (value instanceof Problem problem) {
            return AnswerJson.error(problem.kind().toString(), problem.message());
        } else if (value instanceof RecordKey key) {
            return JsonNodeFactory.instance.textNode(key.toString());
        } else if (value instanceof Collection<?> items) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            items.forEach(item -> array.add(json(item)));
            return array;
        } else if (value instanceof Boolean flag) {
            return JsonNodeFactory.instance.booleanNode(flag);
        } else if (value instanceof Integer number) {
            return JsonNodeFactory.instance.numberNode(number);
        } else if (value instanceof Long number) {
            return JsonNodeFactory.instance.numberNode(number);
        } else if (value instanceof Enum<?> word) {
            return JsonNodeFactory.instance.textNode(word.toString().toLowerCase(Locale.ROOT));
        } else if (value instanceof Record nested) {
            return fields(nested);
        }
        return JsonNodeFactory.instance.textNode(value.toString());
    }
}
