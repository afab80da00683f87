package io.github.ddnsjava.providers.ionos;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.ddnsjava.provider.testkit.fake.Call;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.publish.support.NameForm;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * IONOS's hosting DNS version 1 as far as it concerns zones and their records: names are whole, a PATCH of a zone replaces
 * all records of each name and type that it has, errors are lists.
 */
final class FakeIonos extends ZoneFake {
    static final String KEY = "5f0e7c91b2d84a36e1c7f09ab34d5628.Jh3Gf5Ds7Ap9Lk2Mn4Bv6CxZ8qW1eR5tY7uI9oP0";

    /** The zones that the key may not see. */
    final Set<String> forbidden = new HashSet<>();

    FakeIonos() {
        super("/dns/v1", Unit.RECORD, new Members("name", NameForm.FULL, "type", "content", "ttl"));
        demand("X-API-Key", KEY, refusal(401, "UNAUTHORIZED", "The customer is not authorized to do this operation."));
        ttls(60, Integer.MAX_VALUE, 0);
        refuseTwins(refusal(400, "DUPLICATE_RECORD", "comes twice"));
        route("zones", "GET /zones", call -> json(200, JSON.createArrayNode().addAll(described())));
        route("list", "GET /zones/{zone}?recordName,recordType", this::list);
        // A PUT replaces the whole zone.
        route("patch", "PATCH /zones/{zone} [{name,type,content,ttl,prio,disabled}]", this::patch);
        route("delete", "DELETE /zones/{zone}/records/{id}", call -> {
            deleted(call);
            return aResponse().withStatus(200);
        });
    }

    @Override
    public synchronized void reset() {
        super.reset();
        forbidden.clear();
    }

    @Override
    protected ObjectNode describe(String zone, long id) {
        return JSON.createObjectNode()
                .put("name", zone)
                .put("id", "4ab30000-0000-4000-8000-%012d".formatted(id))
                .put("type", "NATIVE");
    }

    @Override
    protected String reference(String zone, ObjectNode description) {
        return description.get("id").textValue();
    }

    @Override
    protected void complete(ObjectNode record, String zone, long id) {
        record.put("id", "e2c10000-0000-4000-8000-%012d".formatted(id))
                .put("rootName", zone)
                .put("changeDate", "2024-05-11T02:35:23.000Z")
                .put("prio", 0)
                .put("disabled", false);
    }

    static Refusal refusal(int status, String code, String message) {
        ArrayNode body = JSON.createArrayNode();
        body.addObject().put("code", code).put("message", message);
        return new Refusal(status, body.toString());
    }

    @Override
    protected Refusal invalid(String member, String why) {
        return refusal(400, member.equals("body") ? "INVALID_DATA" : "INVALID_RECORD", member + " " + why);
    }

    @Override
    protected Refusal noSuchRoute() {
        return refusal(404, "ZONE_NOT_FOUND", "Zone does not exist");
    }

    @Override
    protected Refusal noSuchRecord() {
        return refusal(404, "RECORD_NOT_FOUND", "Record does not exist");
    }

    @Override
    protected void admit(Call call) {
        if (!call.kind().equals("zones") && forbidden.contains(zone(call))) {
            throw refusal(403, "FORBIDDEN", "The zone belongs to another contract.");
        }
    }

    /** The filter takes the end of a name. */
    private ResponseDefinitionBuilder list(Call call) {
        String end = call.query().getOrDefault("recordName", "");
        String type = call.query().getOrDefault("recordType", "");
        ObjectNode answer = description(zone(call)).deepCopy();
        ArrayNode found = answer.putArray("records");
        found(call).stream()
                .filter(record -> record.get("name").textValue().endsWith(end))
                .filter(record ->
                        type.isEmpty() || record.get("type").textValue().equals(type))
                .forEach(found::add);
        return json(200, answer);
    }

    private ResponseDefinitionBuilder patch(Call call) {
        String zone = zone(call);
        together(zone, () -> {
            zone(zone)
                    .values()
                    .removeIf(record -> call.items().stream()
                            .anyMatch(sent -> Stream.of("name", "type")
                                    .allMatch(member -> record.get(member).equals(sent.path(member)))));
            for (ObjectNode sent : call.items()) {
                if (!sent.path("prio").isIntegralNumber()
                        || !sent.path("disabled").isBoolean()) {
                    throw invalid("prio, disabled", "must be a number and a flag");
                }
                created(zone, sent);
            }
        });
        return aResponse().withStatus(200);
    }
}
