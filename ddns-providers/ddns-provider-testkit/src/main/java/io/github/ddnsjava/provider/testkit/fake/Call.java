package io.github.ddnsjava.provider.testkit.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.http.Request;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A request that a route of a {@link StrictFake} allows. For one thread. */
public final class Call {
    private final StrictFake fake;
    private final String kind;
    private final Map<String, String> parts;
    private final Map<String, String> query;
    private final List<ObjectNode> items;
    private final Request request;

    Call(
            StrictFake fake,
            String kind,
            Map<String, String> parts,
            Map<String, String> query,
            List<ObjectNode> items,
            Request request) {
        this.fake = fake;
        this.kind = kind;
        this.parts = Map.copyOf(parts);
        this.query = new LinkedHashMap<>(query);
        this.items = List.copyOf(items);
        this.request = request;
    }

    /** Returns the kind of its route. */
    public String kind() {
        return kind;
    }

    /** Returns a variable part of the path, decoded; empty if the route has none of that name. */
    public String at(String part) {
        return parts.getOrDefault(part, "");
    }

    /** Returns the parameters of the query. */
    public Map<String, String> query() {
        return query;
    }

    /** Returns the JSON object that was sent. It has no other members than the route allows. */
    public ObjectNode body() {
        return items.get(0);
    }

    /** Returns the parameters, wherever the route has them: the JSON object or the form that was sent, or else the query. */
    public ObjectNode given() {
        return items.isEmpty() ? StrictFake.JSON.valueToTree(query) : body();
    }

    /**
     * Returns a parameter that is a text.
     *
     * @throws StrictFake.Refusal if it is not there, or is empty or no text
     */
    public String needed(String parameter) {
        JsonNode value = given().path(parameter);
        if (value.isMissingNode() || value.isTextual() && value.textValue().isEmpty()) {
            throw fake.missing(parameter);
        }
        if (!value.isTextual()) {
            throw fake.invalid(parameter, "is not a text");
        }
        return value.textValue();
    }

    /** Returns a parameter that is a text; what is usual if it is not there. */
    public String given(String parameter, String usual) {
        return given().has(parameter) ? needed(parameter) : usual;
    }

    /**
     * Returns a parameter that is a whole number: a number in a JSON object, digits in a query or a form.
     *
     * @param usual what counts if it is not there
     * @throws StrictFake.Refusal if it is none, or out of these bounds
     */
    public int number(String parameter, int usual, int min, int max) {
        JsonNode value = given().path(parameter);
        if (value.isMissingNode()) {
            return usual;
        }
        boolean json = StrictFake.content(request).isPresent();
        boolean right = json ? value.isInt() : value.asText().matches("[0-9]{1,9}");
        if (!right || value.asInt() < min || value.asInt() > max) {
            throw fake.invalid(parameter, value + " is not a whole number from " + min + " to " + max);
        }
        return value.asInt();
    }

    /**
     * Returns the part of a list that is asked for.
     *
     * @param offset the parameter with the number of items that are skipped
     * @param limit the parameter with the number of items at most
     * @param usual that number where none is asked for
     * @param max the largest one
     */
    public <T> List<T> part(List<T> all, String offset, String limit, int usual, int max) {
        return all.stream()
                .skip(number(offset, 0, 0, Integer.MAX_VALUE))
                .limit(number(limit, usual, 1, max))
                .toList();
    }

    /** Returns the objects of the JSON array that was sent. They have no other members than the route allows. */
    public List<ObjectNode> items() {
        return items;
    }

    /** Returns the request as it came. */
    public Request request() {
        return request;
    }

    /** Returns the URL of the request without its query. */
    public String url() {
        return fake.server().baseUrl() + request.getUrl().split("\\?", 2)[0];
    }

    /**
     * Returns a number of the query.
     *
     * @param usual what counts if it is not there
     * @param max the largest one allowed
     * @throws StrictFake.Refusal if it is not from 1 to that
     */
    public int number(String parameter, int usual, int max) {
        String text = query.getOrDefault(parameter, "" + usual);
        if (!text.matches("[1-9][0-9]{0,8}") || Integer.parseInt(text) > max) {
            throw fake.invalid(parameter, text + " is not from 1 to " + max);
        }
        return Integer.parseInt(text);
    }

    /**
     * Returns the page that is asked for.
     *
     * @param number the parameter with its number, the first of which is 1
     * @param size the parameter with its size
     * @param usual the size where none is asked for
     * @param max the largest size
     * @throws StrictFake.Refusal if there is no such page size or number
     */
    public Page page(List<? extends JsonNode> all, String number, String size, int usual, int max) {
        return new Page(all, number(number, 1, 999_999_999), number(size, usual, max));
    }

    /** Returns whether a record has what the query says about these of its members, if anything. */
    boolean asksFor(ObjectNode record, String... filters) {
        return Arrays.stream(filters).allMatch(member -> {
            String value = record.path(member).asText();
            return query.getOrDefault(member, value).equals(value);
        });
    }
}
