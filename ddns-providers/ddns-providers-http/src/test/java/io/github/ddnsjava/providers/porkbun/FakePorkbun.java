package io.github.ddnsjava.providers.porkbun;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.provider.testkit.fake.Call;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.publish.support.NameForm;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Porkbun's API version 3 as far as it concerns domains and their records: POST with the keys in the JSON object, names
 * relative in a write and whole in a list, ids and TTLs as texts in a list, 1,000 domains a page. An edit that changes
 * nothing is an error, and one that does not name the TTL or the notes resets them.
 */
final class FakePorkbun extends ZoneFake {
    static final String KEY = "pk1_5f0e7c91b2d84a36e1c7f09ab34d5628197e0cfd36a4b825";
    static final String SECRET_KEY = "sk1_1e90c7d3f8b6a4125f0e7c91b2d84a36e1c7f09ab34d5628";
    static final int PAGE = 1000;

    private static final int SMALLEST_TTL = 600;
    /** The domains for which API Access is not switched on. */
    final Set<String> notOptedIn = new HashSet<>();

    FakePorkbun() {
        super("/api/json/v3", Unit.RECORD, new Members("name", NameForm.FULL, "type", "content", "ttl"));
        ttls(SMALLEST_TTL, Integer.MAX_VALUE, SMALLEST_TTL);
        refuseTwins(invalid("name", "has such a record"));
        String keys = " {apikey,secretapikey";
        String fields = keys + ",name,type,content,ttl,prio,notes}";
        route("zones", "POST /domain/listAll" + keys + ",start}", this::domains);
        route("retrieve", "POST /dns/retrieve/{zone}" + keys + "}", this::list);
        route(
                "create",
                "POST /dns/create/{zone}" + fields,
                call -> json(
                        200,
                        success()
                                .put(
                                        "id",
                                        created(zone(call), filled(call))
                                                .get("id")
                                                .asLong())));
        route("edit", "POST /dns/edit/{zone}/{id}" + fields, this::edit);
        route("delete", "POST /dns/delete/{zone}/{id}" + keys + "}", call -> {
            deleted(call);
            return json(200, success());
        });
    }

    private static ObjectNode success() {
        return JSON.createObjectNode().put("status", "SUCCESS");
    }

    @Override
    public synchronized void reset() {
        super.reset();
        notOptedIn.clear();
    }

    @Override
    protected void complete(ObjectNode record, String zone, long id) {
        record.put("id", "" + id).put("prio", "0").putNull("notes");
    }

    static Refusal refusal(int status, String message) {
        return new Refusal(
                status,
                JSON.createObjectNode()
                        .put("status", "ERROR")
                        .put("message", message)
                        .toString());
    }

    @Override
    protected Refusal invalid(String member, String why) {
        return refusal(400, "Create error: We were unable to create the DNS record. " + member + " " + why);
    }

    @Override
    protected Refusal noSuchRoute() {
        return new Refusal(404, "<html><body>404 Not Found</body></html>");
    }

    @Override
    protected Refusal noSuchZone() {
        return refusal(400, "Invalid domain.");
    }

    @Override
    protected Refusal noSuchRecord() {
        return refusal(400, "Invalid record ID.");
    }

    @Override
    protected void authorize(String kind, Request request) {
        if (kind.equals("other")) {
            throw noSuchRoute();
        }
        ObjectNode body = object(request).orElseThrow(() -> refusal(400, "All API calls must be JSON."));
        if (!KEY.equals(body.path("apikey").textValue())
                || !SECRET_KEY.equals(body.path("secretapikey").textValue())) {
            throw refusal(403, "Invalid API key. (002)");
        }
    }

    @Override
    protected void admit(Call call) {
        if (notOptedIn.contains(call.at("zone"))) {
            throw refusal(400, "Domain is not opted in to API access.");
        }
    }

    @Override
    protected ObjectNode describe(String zone, long id) {
        return JSON.createObjectNode()
                .put("domain", zone)
                .put("status", "ACTIVE")
                .put("tld", zone.substring(zone.lastIndexOf('.') + 1));
    }

    private ResponseDefinitionBuilder domains(Call call) {
        String start = call.body().has("start") ? text(call.body(), "start") : "0";
        if (!start.matches("[0-9]{1,6}")) {
            throw invalid("start", "is no number");
        }
        ObjectNode answer = success();
        described().stream().skip(Integer.parseInt(start)).limit(PAGE).forEach(answer.putArray("domains")::add);
        return json(200, answer);
    }

    private ResponseDefinitionBuilder list(Call call) {
        ObjectNode answer = success().put("cloudflare", "enabled");
        ArrayNode records = answer.putArray("records");
        found(call)
                .forEach(record -> records.add(
                        record.deepCopy().put("ttl", record.get("ttl").asText())));
        return json(200, answer);
    }

    private ResponseDefinitionBuilder edit(Call call) {
        ObjectNode before = existing(call);
        ObjectNode record = before.deepCopy();
        complete(record, zone(call), Long.parseLong(call.at("id")));
        record.put("ttl", SMALLEST_TTL).setAll(filled(call));
        if (record.equals(before)) {
            throw refusal(400, "Edit error: We were unable to edit the DNS record.");
        }
        store(zone(call), call.at("id"), record);
        return json(200, success());
    }

    /** Returns what was sent as a list shows it. */
    private ObjectNode filled(Call call) {
        String zone = zone(call);
        ObjectNode record = call.body().deepCopy();
        record.remove(List.of("apikey", "secretapikey"));
        String relative = record.path("name").asText();
        if (relative.equals("@") || relative.endsWith(".") || (relative + ".").endsWith("." + zone + ".")) {
            throw invalid("name", "must be relative");
        }
        String name = relative.isEmpty() ? zone : relative + "." + zone;
        if (record.has("ttl")) {
            if (!record.get("ttl").asText().matches("[0-9]{1,9}")) {
                throw invalid("ttl", "is no number");
            }
            record.put("ttl", record.get("ttl").asInt());
        }
        Stream.of("prio", "notes").filter(record::has).forEach(member -> text(record, member));
        boolean alias = found(call).stream()
                .anyMatch(other -> other.get("name").textValue().equals(name)
                        && !other.get("id").textValue().equals(call.at("id"))
                        && other.get("type").textValue().equals("ALIAS"));
        if (alias) {
            throw invalid("name", "has an ALIAS");
        }
        return record.put("name", name);
    }
}
