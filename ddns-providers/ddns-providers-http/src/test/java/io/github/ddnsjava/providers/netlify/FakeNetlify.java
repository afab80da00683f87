package io.github.ddnsjava.providers.netlify;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.ddnsjava.provider.testkit.fake.Call;
import io.github.ddnsjava.provider.testkit.fake.Page;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.publish.support.NameForm;
import java.util.List;

/**
 * Netlify's API version 1 as far as it concerns zones and their records: names are whole, lists are arrays whose next page the
 * header Link names, and no call changes a record.
 */
final class FakeNetlify extends ZoneFake {
    static final String TOKEN = "nfp_bXq3vT9kLmN2pR7sWyZ4aC6dE8fG1hJ5";

    FakeNetlify() {
        super("/api/v1", Unit.RECORD, new Members("hostname", NameForm.FULL, "type", "value", "ttl"));
        demand("Authorization", "Bearer " + TOKEN, refusal(401, "Access Denied"));
        ttls(1, Integer.MAX_VALUE, 3600);
        route("zones", "GET /dns_zones?page,per_page,account_slug", call -> page(call, team(call)));
        route("list", "GET /dns_zones/{zone}/dns_records?page,per_page", call -> page(call, found(call)));
        route("post", "POST /dns_zones/{zone}/dns_records {type,hostname,value,ttl}", call -> json(201, created(call)));
        route("delete", "DELETE /dns_zones/{zone}/dns_records/{id}", call -> {
            deleted(call);
            return aResponse().withStatus(204);
        });
    }

    @Override
    protected void complete(ObjectNode record, String zone, long id) {
        record.put("id", "r" + id).put("dns_zone_id", reference(zone)).put("managed", false);
        record.putNull("priority")
                .putNull("weight")
                .putNull("port")
                .putNull("flag")
                .putNull("tag");
        record.putNull("site_id").putArray("errors");
    }

    @Override
    protected ObjectNode describe(String zone, long id) {
        return JSON.createObjectNode()
                .put("id", reference(zone, JSON.createObjectNode()))
                .put("name", zone)
                .put("account_slug", "team");
    }

    @Override
    protected String reference(String zone, ObjectNode description) {
        return "u_" + zone.replace('.', '_');
    }

    static Refusal refusal(int status, String message) {
        return new Refusal(
                status,
                JSON.createObjectNode()
                        .put("code", status)
                        .put("message", message)
                        .toString());
    }

    @Override
    protected Refusal invalid(String member, String why) {
        ObjectNode body = JSON.createObjectNode();
        body.putObject("errors").putArray(member).add(why);
        return new Refusal(422, body.toString());
    }

    @Override
    protected Refusal noSuchRoute() {
        return refusal(404, "Not Found");
    }

    private List<ObjectNode> team(Call call) {
        return described().stream()
                .filter(zone ->
                        call.query().getOrDefault("account_slug", "team").equals("team"))
                .toList();
    }

    private static ResponseDefinitionBuilder page(Call call, List<ObjectNode> all) {
        Page page = call.page(all, "page", "per_page", 100, 100);
        ResponseDefinitionBuilder answer = json(200, page.items());
        return page.hasNext()
                ? answer.withHeader(
                        "Link",
                        "<%s?page=%d&per_page=%d>; rel=\"next\"".formatted(call.url(), page.number() + 1, page.size()))
                : answer;
    }
}
