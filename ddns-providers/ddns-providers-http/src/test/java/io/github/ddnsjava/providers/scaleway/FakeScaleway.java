package io.github.ddnsjava.providers.scaleway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.ddnsjava.provider.testkit.fake.Call;
import io.github.ddnsjava.provider.testkit.fake.Page;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.publish.support.NameForm;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Scaleway's Domains and DNS API version 2 beta 1 as far as it concerns zones and their records: names are relative, a zone
 * of somebody else is forbidden, and a PATCH makes all of its changes or none. A set that is written loses its comments.
 */
final class FakeScaleway extends ZoneFake {
    static final String SECRET_KEY = "7d1f0c52-3b6e-4a88-9c1d-5e2f7a9b0c34";
    static final int PAGE = 100;

    /** The zones that the key may not change. */
    final Set<String> forbidden = new HashSet<>();

    FakeScaleway() {
        super("/domain/v2beta1", Unit.RECORD, new Members("name", NameForm.RELATIVE_EMPTY, "type", "data", "ttl"));
        demand("X-Auth-Token", SECRET_KEY, refusal(401, "denied_authentication", "authentication is denied"));
        ttls(60, Integer.MAX_VALUE, 0);
        refuseTwins(wrong("records", "comes twice"));
        route("zones", "GET /dns-zones?page,page_size,domain", call -> page(call, "dns_zones", domains(call)));
        route(
                "list",
                "GET /dns-zones/{zone}/records?page,page_size,name,type",
                call -> page(call, "records", found(call, filters(call))));
        route(
                "patch",
                "PATCH /dns-zones/{zone}/records {return_all_records,disallow_new_zone_creation,changes}",
                this::patch);
    }

    /** An empty name is no filter. */
    private static String[] filters(Call call) {
        boolean all = call.query().getOrDefault("name", "").isEmpty();
        return all ? new String[] {"type"} : new String[] {"name", "type"};
    }

    @Override
    public synchronized void reset() {
        super.reset();
        forbidden.clear();
    }

    @Override
    protected void complete(ObjectNode record, String zone, long id) {
        record.put("id", "65f60dd7-0000-4000-8000-%012d".formatted(id))
                .put("priority", 0)
                .putNull("comment");
    }

    static Refusal refusal(int status, String type, String message) {
        ObjectNode body = JSON.createObjectNode();
        if (!type.isEmpty()) {
            body.put("type", type);
        }
        return new Refusal(status, body.put("message", message).toString());
    }

    static Refusal wrong(String argument, String help) {
        ObjectNode body =
                JSON.createObjectNode().put("type", "invalid_arguments").put("message", "invalid argument(s)");
        body.putArray("details")
                .addObject()
                .put("argument_name", argument)
                .put("reason", "constraint")
                .put("help_message", help);
        return new Refusal(400, body.toString());
    }

    @Override
    protected Refusal invalid(String member, String why) {
        return wrong(member, why);
    }

    @Override
    protected Refusal noSuchRoute() {
        return refusal(404, "not_found", "resource is not found");
    }

    @Override
    protected Refusal noSuchZone() {
        return refusal(403, "", "domain not found");
    }

    @Override
    protected void admit(Call call) {
        if (call.kind().equals("patch") && forbidden.contains(zone(call))) {
            throw refusal(403, "permissions_denied", "insufficient permissions");
        }
    }

    /** Zones with more than two labels are parts of a domain. */
    @Override
    protected ObjectNode describe(String zone, long id) {
        int dot = zone.lastIndexOf('.', zone.lastIndexOf('.') - 1);
        return JSON.createObjectNode()
                .put("domain", zone.substring(dot + 1))
                .put("subdomain", dot < 0 ? "" : zone.substring(0, dot))
                .put("status", "active");
    }

    private List<ObjectNode> domains(Call call) {
        String domain = call.query().getOrDefault("domain", "");
        return described().stream()
                .filter(zone ->
                        domain.isEmpty() || zone.get("domain").textValue().equals(domain))
                .toList();
    }

    private static ResponseDefinitionBuilder page(Call call, String member, List<ObjectNode> all) {
        Page page = call.page(all, "page", "page_size", 20, PAGE);
        return json(200, page.as(member).put("total_count", page.total()));
    }

    private ResponseDefinitionBuilder patch(Call call) {
        String zone = zone(call);
        ObjectNode body = call.body();
        if (!body.path("changes").isArray() || body.get("changes").isEmpty()) {
            throw wrong("changes", "a list is expected");
        }
        ArrayNode made = JSON.createArrayNode();
        together(zone, () -> body.get("changes").forEach(change -> change(zone, change, made)));
        boolean all = body.path("return_all_records").asBoolean(true);
        ArrayNode shown = all ? JSON.createArrayNode().addAll(zone(zone).values()) : made;
        return json(200, JSON.createObjectNode().set("records", shown));
    }

    private void change(String zone, JsonNode change, ArrayNode made) {
        String verb = change.fieldNames().hasNext() ? change.fieldNames().next() : "";
        if (change.size() != 1 || !verb.matches("set|delete")) {
            throw wrong("changes", "one of set and delete is expected");
        }
        JsonNode content = change.get(verb);
        String name = text(content.path("id_fields"), "name");
        String type = text(content.path("id_fields"), "type");
        boolean there = zone(zone)
                .values()
                .removeIf(record -> record.get("name").textValue().equals(name)
                        && record.get("type").textValue().equals(type));
        if (verb.equals("delete") && (!there || content.size() != 1)) {
            throw refusal(404, "not_found", "resource is not found");
        }
        if (verb.equals("set") && content.path("records").isEmpty()) {
            throw wrong("records", "a list is expected");
        }
        for (JsonNode sent : content.path("records")) {
            if (!sent.path("name").asText().equals(name)
                    || !sent.path("type").asText().equals(type)) {
                throw wrong("records", "is not of that name and type");
            }
            checkMembers(sent, Set.of("name", "type", "data", "ttl", "comment"));
            made.add(created(zone, (ObjectNode) sent));
        }
    }
}
