package io.github.ddnsjava.providers.vultr;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.ddnsjava.provider.testkit.fake.Call;
import io.github.ddnsjava.provider.testkit.fake.Page;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.publish.support.NameForm;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Vultr's API version 2 as far as it concerns domains and their records, as strict as the vendor or stricter: pages have
 * cursors, and a change is answered by a status alone.
 */
final class FakeVultr extends ZoneFake {
    static final String KEY = "VQ7XK3M2ZP5ANW6RTB4HLD8CFJ9GYS1EU0OI";

    FakeVultr() {
        super("/v2", Unit.RECORD, new Members("name", NameForm.RELATIVE_EMPTY, "type", "data", "ttl"));
        demand("Authorization", "Bearer " + KEY, refusal(401, "Invalid API token."));
        ttls(120, Integer.MAX_VALUE, 300);
        refuseTwins(refusal(400, "Duplicate records not allowed"));
        route("zones", "GET /domains?cursor,per_page", call -> page(call, "domains", described()));
        route("list", "GET /domains/{zone}/records?cursor,per_page", call -> page(call, "records", found(call)));
        route("post", "POST /domains/{zone}/records {type,name,data,ttl,priority}", call -> shown(created(call)));
        route("patch", "PATCH /domains/{zone}/records/{id} {name,data,ttl,priority}", call -> nothing(changed(call)));
        route("delete", "DELETE /domains/{zone}/records/{id}", call -> nothing(deleted(call)));
    }

    @Override
    protected void complete(ObjectNode record, String zone, long id) {
        record.put("id", "53feecb3-f006-4182-ab9c-%012d".formatted(id)).put("priority", -1);
    }

    static Refusal refusal(int status, String error) {
        return new Refusal(
                status,
                JSON.createObjectNode()
                        .put("error", error)
                        .put("status", status)
                        .toString());
    }

    @Override
    protected Refusal invalid(String member, String why) {
        return refusal(400, member + " " + why);
    }

    @Override
    protected Refusal noSuchRoute() {
        return refusal(404, "Invalid domain");
    }

    @Override
    protected Refusal noSuchRecord() {
        return refusal(404, "Invalid record");
    }

    @Override
    protected ObjectNode describe(String zone, long id) {
        return JSON.createObjectNode()
                .put("domain", zone)
                .put("date_created", "2026-01-13T14:19:21+00:00")
                .put("dns_sec", "disabled");
    }

    private static String cursor(int page) {
        return Base64.getEncoder().encodeToString(("next__" + page + "?").getBytes(StandardCharsets.UTF_8));
    }

    private ResponseDefinitionBuilder page(Call call, String list, List<ObjectNode> all) {
        int size = call.number("per_page", 100, 500);
        int number = 1;
        while (call.query().containsKey("cursor") && !call.query().get("cursor").equals(cursor(number))) {
            if (number++ * size >= all.size()) {
                throw invalid("cursor", "is none");
            }
        }
        Page page = new Page(all, number, size);
        ObjectNode answer = page.as(list);
        answer.putObject("meta")
                .put("total", page.total())
                .putObject("links")
                .put("next", page.hasNext() ? cursor(number + 1) : "")
                .put("prev", "");
        return json(200, answer);
    }

    private static ResponseDefinitionBuilder shown(ObjectNode record) {
        return json(201, JSON.createObjectNode().set("record", record));
    }

    private static ResponseDefinitionBuilder nothing(ObjectNode changed) {
        return aResponse().withStatus(204).withHeader("Content-Type", "text/html; charset=UTF-8");
    }
}
