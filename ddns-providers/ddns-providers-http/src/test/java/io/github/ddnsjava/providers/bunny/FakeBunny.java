package io.github.ddnsjava.providers.bunny;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.ddnsjava.provider.testkit.fake.Call;
import io.github.ddnsjava.provider.testkit.fake.Page;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.publish.support.NameForm;
import java.util.List;

/**
 * The API of bunny.net as far as it concerns zones and their records: zones have numbers, PUT creates and POST changes, types
 * are numbers, a search finds parts of names, and a change resets what it leaves out.
 */
final class FakeBunny extends ZoneFake {
    static final String KEY = "5f0e7c91-b2d8-4a36-e1c7f09ab34d-5628-197e";

    private static final List<String> TYPES = List.of(
            "A", "AAAA", "CNAME", "TXT", "MX", "Redirect", "Flatten", "PullZone", "SRV", "CAA", "PTR", "Script", "NS");
    private static final String MEMBERS =
            " {Id,Type,Name,Value,Ttl,Weight,Priority,Flags,Port,Tag,Comment,AutoSslIssuance,"
                    + "Disabled,MonitorType,SmartRoutingType}";
    private static final int USUAL_TTL = 300;

    FakeBunny() {
        super("", Unit.RECORD, new Members("Name", NameForm.RELATIVE_EMPTY, "Type", "Value", "Ttl"));
        demand("AccessKey", KEY, refusal(401, "unauthorized", "The request authorization header is not valid"));
        ttls(15, 86_400, USUAL_TTL);
        route("zones", "GET /dnszone?page,perPage,search", this::search);
        route("list", "GET /dnszone/{zone}", call -> json(200, shown(zone(call))));
        route(
                "create",
                "PUT /dnszone/{zone}/records" + MEMBERS,
                call -> json(201, numbered(created(zone(call), typed(call)))));
        route("update", "POST /dnszone/{zone}/records/{id}" + MEMBERS, this::update);
        route("delete", "DELETE /dnszone/{zone}/records/{id}", call -> {
            deleted(call);
            return aResponse().withStatus(204);
        });
    }

    @Override
    protected ObjectNode describe(String zone, long id) {
        return JSON.createObjectNode().put("Id", id).put("Domain", zone);
    }

    @Override
    protected String reference(String zone, ObjectNode description) {
        return description.get("Id").asText();
    }

    @Override
    protected void complete(ObjectNode record, String zone, long id) {
        record.put("Id", id).put("Accelerated", false);
        usual(record);
    }

    private static void usual(ObjectNode record) {
        record.put("Weight", 100)
                .put("Priority", 0)
                .put("Flags", 0)
                .put("Port", 0)
                .put("Disabled", false);
        record.put("MonitorType", 0).put("SmartRoutingType", 0).put("AutoSslIssuance", true);
        record.putNull("Tag").putNull("Comment");
    }

    static Refusal refusal(int status, String key, String message) {
        return new Refusal(
                status,
                JSON.createObjectNode()
                        .put("ErrorKey", key)
                        .put("Field", "")
                        .put("Message", message)
                        .toString());
    }

    @Override
    protected Refusal invalid(String member, String why) {
        return refusal(400, "dnszone.record.invalid", member + " " + why);
    }

    @Override
    protected Refusal noSuchRoute() {
        return refusal(404, "dnszone.not_found", "The requested DNS zone was not found");
    }

    @Override
    protected Refusal noSuchRecord() {
        return refusal(404, "dnszone.record.not_found", "The record was not found");
    }

    private ResponseDefinitionBuilder search(Call call) {
        List<ObjectNode> found = zones().stream()
                .filter(name -> name.contains(call.query().getOrDefault("search", "")))
                .map(this::shown)
                .toList();
        Page page = call.page(found, "page", "perPage", 1000, 1000);
        if (page.size() < 5) {
            throw invalid("perPage", "is less than 5");
        }
        return json(
                200,
                page.as("Items")
                        .put("CurrentPage", page.number())
                        .put("TotalItems", page.total())
                        .put("HasMoreItems", page.hasNext()));
    }

    private ObjectNode shown(String zone) {
        ObjectNode shown = description(zone).deepCopy();
        ArrayNode records = shown.putArray("Records");
        zone(zone).values().forEach(record -> records.add(numbered(record)));
        return shown;
    }

    private static ObjectNode numbered(ObjectNode record) {
        return record.deepCopy().put("Type", TYPES.indexOf(record.get("Type").textValue()));
    }

    private ObjectNode typed(Call call) {
        JsonNode type = call.body().path("Type");
        if (!type.isInt() || type.intValue() >= TYPES.size()) {
            throw invalid("Type", "is no number of a type");
        }
        return call.body().put("Type", TYPES.get(type.intValue()));
    }

    /** What is left out becomes as usual. */
    private ResponseDefinitionBuilder update(Call call) {
        ObjectNode changed = existing(call).deepCopy();
        if (!call.at("id").equals(call.body().path("Id").asText())) {
            throw invalid("Id", "is not that of the record");
        }
        usual(changed);
        changed.put("Ttl", USUAL_TTL).setAll(typed(call));
        store(zone(call), call.at("id"), changed);
        return aResponse().withStatus(204);
    }
}
