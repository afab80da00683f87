package io.github.ddnsjava.examples.agent.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.ddnsjava.examples.agent.action.EventFeed;
import java.util.List;

/** The audit trail, as it is in events. */
final class Trail {
    private Trail() {}

    /** Returns each action in one text. */
    static List<String> of(List<EventFeed.Item> events) {
        return events.stream()
                .filter(event -> event.name().equals("action"))
                .map(Trail::text)
                .toList();
    }

    private static String text(EventFeed.Item event) {
        try {
            JsonNode node = new JsonMapper().readTree(event.json());
            int times = node.get("times").asInt();
            return node.get("who").asText() + " (" + node.get("role").asText() + ", "
                    + node.get("from").asText() + "): " + node.get("what").asText() + " "
                    + node.get("record").asText() + " " + node.get("outcome").asText()
                    + (times == 1 ? "" : ", " + times + " times");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
