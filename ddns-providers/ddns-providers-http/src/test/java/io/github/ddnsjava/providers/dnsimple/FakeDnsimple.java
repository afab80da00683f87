package io.github.ddnsjava.providers.dnsimple;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.provider.testkit.fake.Call;
import io.github.ddnsjava.provider.testkit.fake.Page;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.publish.support.NameForm;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * DNSimple's API version 2 as far as it concerns accounts, zones and their records, as strict as the vendor or stricter. It
 * has an account with all zones and, for the token of a user, an empty one before it.
 */
final class FakeDnsimple extends ZoneFake {
    static final String TOKEN = "dnsimple_a_b7XkQ2pM9vL4tR8wZ1nC6sY3uH5jF0dG";
    static final String USER_TOKEN = "dnsimple_u_f0Qw8eR7tY6uI5oP4aS3dF2gH1jK9lZx";

    /** The zones that are not served. */
    final Set<String> inactive = new HashSet<>();

    FakeDnsimple() {
        super("/v2", Unit.RECORD, new Members("name", NameForm.RELATIVE_EMPTY, "type", "content", "ttl"));
        ttls(60, Integer.MAX_VALUE, 3600);
        refuseTwins(refusal(400, "The zone record already exists"));
        route("whoami", "GET /whoami", call -> shown(200, whoami(isUser(call.request()))));
        route(
                "accounts",
                "GET /accounts",
                call -> shown(200, JSON.createArrayNode().add(account(12)).add(account(731))));
        route("zones", "GET /731/zones?page,per_page,name_like", call -> page(call, served()));
        route("zones", "GET /{account}/zones?page,per_page,name_like", call -> page(call, others(call)));
        route("list", "GET /731/zones/{zone}/records?page,per_page,name,type", call -> page(call, records(call)));
        route(
                "post",
                "POST /731/zones/{zone}/records {name,type,content,ttl,priority,regions,integrated_zones}",
                call -> shown(201, created(call)));
        route(
                "patch",
                "PATCH /731/zones/{zone}/records/{id} {name,content,ttl,priority,regions,integrated_zones}",
                call -> shown(200, changed(call)));
        route("delete", "DELETE /731/zones/{zone}/records/{id}", call -> {
            deleted(call);
            return aResponse().withStatus(204);
        });
    }

    @Override
    public synchronized void reset() {
        super.reset();
        inactive.clear();
    }

    @Override
    protected void complete(ObjectNode record, String zone, long id) {
        record.put("id", id).put("zone_id", zone).put("system_record", false);
        record.putNull("parent_id").putNull("priority").putArray("regions").add("global");
    }

    static Refusal refusal(int status, String message) {
        return new Refusal(
                status, JSON.createObjectNode().put("message", message).toString());
    }

    /** Returns the refusal of a field. */
    static Refusal wrong(String field, String why) {
        ObjectNode body = JSON.createObjectNode().put("message", "Validation failed");
        body.putObject("errors").putArray(field).add(why);
        return new Refusal(400, body.toString());
    }

    @Override
    protected Refusal invalid(String member, String why) {
        return wrong(member, why);
    }

    @Override
    protected Refusal noSuchRoute() {
        return refusal(404, "Not found");
    }

    @Override
    protected Refusal noSuchRecord() {
        return refusal(404, "Record `1` not found");
    }

    private static boolean isUser(Request request) {
        return ("Bearer " + USER_TOKEN).equals(request.getHeader("Authorization"));
    }

    @Override
    protected void authorize(String kind, Request request) {
        if (!isUser(request) && !("Bearer " + TOKEN).equals(request.getHeader("Authorization"))) {
            throw refusal(401, "Authentication failed");
        }
    }

    private static ObjectNode account(int id) {
        return JSON.createObjectNode().put("id", id).put("email", "user@example.net");
    }

    private static ObjectNode whoami(boolean user) {
        ObjectNode who = JSON.createObjectNode().putNull("user");
        who.set("account", account(731));
        return user ? who.putNull("account").set("user", account(4711)) : who;
    }

    @Override
    protected ObjectNode describe(String zone, long id) {
        return JSON.createObjectNode().put("id", id).put("account_id", 731).put("name", zone);
    }

    private List<ObjectNode> served() {
        return described().stream()
                .map(zone ->
                        zone.put("active", !inactive.contains(zone.get("name").textValue())))
                .toList();
    }

    private static List<ObjectNode> others(Call call) {
        if (!isUser(call.request()) || !call.at("account").equals("12")) {
            throw refusal(403, "Permission denied");
        }
        return List.of();
    }

    private List<ObjectNode> records(Call call) {
        if (call.query().getOrDefault("name", "").contains("*")) {
            throw invalid("name", "whether the filter knows wildcards is not documented");
        }
        return found(call, "name", "type");
    }

    private static ResponseDefinitionBuilder shown(int status, JsonNode data) {
        return json(status, JSON.createObjectNode().set("data", data).toString())
                .withHeader("X-RateLimit-Limit", "2400")
                .withHeader("X-RateLimit-Remaining", "2399")
                .withHeader("X-RateLimit-Reset", "4102444800");
    }

    private static ResponseDefinitionBuilder page(Call call, List<ObjectNode> all) {
        Page page = call.page(all, "page", "per_page", 30, 100);
        ObjectNode answer = page.as("data");
        answer.putObject("pagination")
                .put("current_page", page.number())
                .put("per_page", page.size())
                .put("total_entries", page.total())
                .put("total_pages", page.pages());
        return json(200, answer);
    }
}
