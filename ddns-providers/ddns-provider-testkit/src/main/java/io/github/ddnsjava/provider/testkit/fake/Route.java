package io.github.ddnsjava.provider.testkit.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One row of the table of a {@link StrictFake}; see {@link StrictFake#route} for its form. Immutable. */
record Route(
        String kind,
        String method,
        List<String> path,
        Set<String> query,
        Body body,
        Set<String> members,
        Function<Call, ResponseDefinitionBuilder> answer) {
    private static final Pattern FORM = Pattern.compile(
            "([A-Z]+) (/[^ ?]*)(?:\\?(\\S+))?(?: +(?:(\\{)(\\S*)}|(\\[)\\{(\\S*)}]|(\\()(\\S*)\\)|(\\*)))?");

    /** What a request brings with it. */
    enum Body {
        NONE,
        OBJECT,
        LIST,
        FORM,
        ANY
    }

    static Route of(String kind, String form, Function<Call, ResponseDefinitionBuilder> answer) {
        Matcher matcher = FORM.matcher(form);
        if (!matcher.matches()) {
            throw new AssertionError("this route has another form than " + FORM + ": " + form);
        }
        MatchResult row = matcher.toMatchResult();
        Body body = row.group(4) != null
                ? Body.OBJECT
                : row.group(6) != null
                        ? Body.LIST
                        : row.group(8) != null ? Body.FORM : row.group(10) != null ? Body.ANY : Body.NONE;
        return new Route(
                kind,
                row.group(1),
                List.of(row.group(2).split("/", -1)),
                names(row.group(3)),
                body,
                names(Stream.of(5, 7, 9)
                        .map(row::group)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse("")),
                answer);
    }

    private static Set<String> names(String list) {
        return list == null || list.isEmpty() ? Set.of() : Set.of(list.split(","));
    }

    /** Returns whether this is the route of a path, which is decoded, and puts its variable parts into a map. */
    boolean leads(List<String> segments, Map<String, String> parts) {
        if (segments.size() != path.size()) {
            return false;
        }
        Map<String, String> found = new HashMap<>();
        for (int i = 0; i < path.size(); i++) {
            String form = path.get(i);
            String segment = segments.get(i);
            if (form.startsWith("{") && !segment.isEmpty()) {
                found.put(form.substring(1, form.length() - 1), segment);
            } else if (!form.equals(segment)) {
                return false;
            }
        }
        parts.putAll(found);
        return true;
    }

    /** Returns the objects that were sent, if any; refuses what this route does not allow. */
    List<ObjectNode> items(StrictFake fake, Map<String, String> given, Request request) {
        for (String parameter : given.keySet()) {
            if (!query.contains(parameter)) {
                throw fake.unknown(parameter);
            }
        }
        List<ObjectNode> items = switch (body) {
            case ANY -> List.of();
            case NONE -> none(fake, request);
            case OBJECT ->
                List.of(StrictFake.object(request)
                        .orElseThrow(() -> fake.invalid("body", "a JSON object is expected")));
            case LIST -> objects(fake, request);
            case FORM -> List.of(form(request).orElseThrow(() -> fake.invalid("body", "a form is expected")));
        };
        items.forEach(item -> fake.checkMembers(item, members));
        return items;
    }

    private static List<ObjectNode> none(StrictFake fake, Request request) {
        if (request.getBody().length > 0) {
            throw fake.invalid("body", "is not expected");
        }
        return List.of();
    }

    private static List<ObjectNode> objects(StrictFake fake, Request request) {
        List<ObjectNode> items = new ArrayList<>();
        JsonNode list = StrictFake.content(request).orElse(MissingNode.getInstance());
        for (JsonNode item : list) {
            if (item instanceof ObjectNode object) {
                items.add(object);
            }
        }
        if (!list.isArray() || items.isEmpty() || items.size() < list.size()) {
            throw fake.invalid("body", "a JSON array of objects is expected");
        }
        return items;
    }

    private static Optional<ObjectNode> form(Request request) {
        if (!"application/x-www-form-urlencoded".equals(request.getHeader("Content-Type"))) {
            return Optional.empty();
        }
        return StrictFake.pairs(request.getBodyAsString()).map(pairs -> StrictFake.JSON.valueToTree(pairs));
    }
}
