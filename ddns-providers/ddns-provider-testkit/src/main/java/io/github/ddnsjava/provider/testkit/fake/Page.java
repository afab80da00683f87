package io.github.ddnsjava.provider.testkit.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A page of a list.
 *
 * @param all the whole list
 * @param number which page it is; the first is 1
 * @param size how many items a page has at most
 */
public record Page(List<? extends JsonNode> all, int number, int size) {
    /** Returns the items of the page. */
    public ArrayNode items() {
        ArrayNode items = StrictFake.JSON.createArrayNode();
        all.stream().skip((number - 1L) * size).limit(size).forEach(items::add);
        return items;
    }

    /** Returns an object with the items as a member, to which the vendor adds what it says about pages. */
    public ObjectNode as(String member) {
        return StrictFake.JSON.createObjectNode().set(member, items());
    }

    /** Returns how many items there are in all. */
    public int total() {
        return all.size();
    }

    /** Returns how many pages there are, 0 for an empty list. */
    public int pages() {
        return (all.size() + size - 1) / size;
    }

    /** Returns whether there is another page after this one. */
    public boolean hasNext() {
        return number < pages();
    }
}
