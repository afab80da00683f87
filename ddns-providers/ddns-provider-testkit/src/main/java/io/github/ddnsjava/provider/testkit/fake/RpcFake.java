package io.github.ddnsjava.provider.testkit.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.http.Request;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What strict fakes of RPC interfaces with single records share: the name of an action is the kind of its route, and
 * parameters of the call name the zone and the record, wherever the route has them: in the query, a form or a JSON object. A
 * fake states its actions by {@link #route}, with a path for each, or with one path and a header that names the action.
 */
public abstract class RpcFake extends ZoneFake {
    private final Parameters parameters;
    private Optional<String> actionHeader = Optional.empty();

    /**
     * How calls name what they are about.
     *
     * @param zone the parameter with the name of the zone
     * @param record the parameter with the id of a record
     * @param id the member of a record that has its id
     */
    public record Parameters(String zone, String record, String id) {}

    /**
     * Creates a fake that does not run yet.
     *
     * @param members how the interface calls the parts of a record where it shows one
     * @param parameters how calls name zones and records
     */
    protected RpcFake(Members members, Parameters parameters) {
        super("", Unit.RECORD, members);
        this.parameters = parameters;
    }

    /** Says that all calls have the path {@code /}, and which header names the action. */
    protected final void actionHeader(String name) {
        actionHeader = Optional.of(name);
    }

    @Override
    protected final String kind(Request request, String route) {
        if (actionHeader.isEmpty()) {
            return super.kind(request, route);
        }
        return Optional.ofNullable(request.getHeader(actionHeader.get()))
                .filter(action -> route.equals("/"))
                .orElse("other");
    }

    @Override
    protected abstract Refusal noSuchZone();

    @Override
    protected abstract Refusal noSuchRecord();

    /**
     * Returns the name of the zone that a call names.
     *
     * @throws Refusal if it names none, or there is none
     */
    protected final String named(Call call) {
        String name = call.needed(parameters.zone());
        if (!zones().contains(name)) {
            throw noSuchZone();
        }
        return name;
    }

    /**
     * Returns the record that a call names, of the zone that it names, or of all where it names none.
     *
     * @throws Refusal if there is no such record, or no such zone
     */
    protected final ObjectNode record(Call call) {
        JsonNode id = call.given().path(parameters.record());
        if (id.isMissingNode()) {
            throw missing(parameters.record());
        }
        Stream<String> within = call.given().has(parameters.zone()) ? Stream.of(named(call)) : zones().stream();
        return within.flatMap(name -> zone(name).values().stream())
                .filter(record -> isSame(record.path(parameters.id()), id))
                .findFirst()
                .orElseThrow(this::noSuchRecord);
    }

    /** A number that is sent as a text is not the number. */
    private static boolean isSame(JsonNode one, JsonNode other) {
        return one.isTextual() == other.isTextual() && one.asText().equals(other.asText());
    }

    /**
     * Returns the records of the zone that a call names for which its filters hold.
     *
     * @param filters each a parameter, and the member that it is compared with if it is given, as in {@code Subdomain=Name}
     */
    protected final List<ObjectNode> matching(Call call, String... filters) {
        ObjectNode given = call.given();
        return zone(named(call)).values().stream()
                .filter(record -> Stream.of(filters)
                        .map(filter -> filter.split("=", 2))
                        .allMatch(names ->
                                !given.has(names[0]) || given.get(names[0]).equals(record.path(names[1]))))
                .toList();
    }
}
