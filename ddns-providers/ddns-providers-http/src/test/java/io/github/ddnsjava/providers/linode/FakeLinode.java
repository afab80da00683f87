package io.github.ddnsjava.providers.linode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.ddnsjava.provider.testkit.fake.Call;
import io.github.ddnsjava.provider.testkit.fake.Page;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.publish.support.NameForm;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Linode's API version 4 as far as it concerns domains and their records, as strict as the vendor's description or
 * stricter. Every answer says when the limits are renewed by Retry-After, also a success.
 */
class FakeLinode extends ZoneFake {
    static final String TOKEN = "5f0e7c91b2d84a36e1c7f09ab34d5628197e0cfd36a4b8251e90c7d3f8b6a412";

    private static final int[] TTLS = {
        0, 30, 120, 300, 3600, 7200, 14400, 28800, 57600, 86400, 172_800, 345_600, 604_800, 1_209_600, 2_419_200
    };

    private boolean rounding;

    FakeLinode() {
        super("/v4", Unit.RECORD, new Members("name", NameForm.RELATIVE_EMPTY, "type", "target", "ttl_sec"));
        demand("Authorization", "Bearer " + TOKEN, refusal(401, "", "Invalid Token"));
        String fields = " {type,name,target,ttl_sec,priority,weight,port,service,protocol,tag}";
        route("zones", "GET /domains?page,page_size", call -> page(call, described()));
        route("list", "GET /domains/{zone}/records?page,page_size", call -> page(call, found(call)));
        route("post", "POST /domains/{zone}/records" + fields, call -> shown(created(rounded(call))));
        route("put", "PUT /domains/{zone}/records/{id}" + fields, this::put);
        route("delete", "DELETE /domains/{zone}/records/{id}", call -> {
            deleted(call);
            return shown(JSON.createObjectNode());
        });
    }

    @Override
    public synchronized void reset() {
        super.reset();
        rounding = false;
    }

    @Override
    protected ObjectNode describe(String zone, long id) {
        return JSON.createObjectNode()
                .put("id", id)
                .put("domain", zone)
                .put("type", "master")
                .put("status", "active")
                .put("ttl_sec", 0)
                .put("soa_email", "hostmaster@" + zone);
    }

    @Override
    protected String reference(String zone, ObjectNode description) {
        return description.get("id").asText();
    }

    /** From now on, TTLs are rounded up to the next that the vendor has, of which the cases' 7m and 11m are none. */
    synchronized void roundTtls() {
        rounding = true;
    }

    @Override
    protected void complete(ObjectNode record, String zone, long id) {
        record.put("id", id).put("priority", 0).put("weight", 0).put("port", 0);
        record.putNull("service").putNull("protocol").putNull("tag");
    }

    static Refusal refusal(int status, String field, String reason) {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode error = body.putArray("errors").addObject().put("reason", reason);
        if (!field.isEmpty()) {
            error.put("field", field);
        }
        return new Refusal(status, body.toString());
    }

    @Override
    protected Refusal invalid(String member, String why) {
        return refusal(400, member, why);
    }

    @Override
    protected Refusal noSuchRoute() {
        return refusal(404, "", "Not found");
    }

    private static ResponseDefinitionBuilder shown(JsonNode body) {
        return json(200, body.toString()).withHeader("Retry-After", "119").withHeader("X-RateLimit-Remaining", "799");
    }

    private ResponseDefinitionBuilder page(Call call, List<ObjectNode> all) {
        Page page = call.page(all, "page", "page_size", 100, 500);
        int pages = Math.max(1, page.pages());
        if (page.size() < 25 || page.number() > pages) {
            throw invalid(page.size() < 25 ? "page_size" : "page", "out of range");
        }
        return shown(
                page.as("data").put("page", page.number()).put("pages", pages).put("results", page.total()));
    }

    private Call rounded(Call call) {
        int ttl = call.body().path("ttl_sec").asInt();
        if (rounding) {
            IntStream.of(TTLS)
                    .filter(one -> one >= ttl)
                    .findFirst()
                    .ifPresent(one -> call.body().put("ttl_sec", one));
        }
        return call;
    }

    /** What is not named stays; the type cannot be changed. */
    private ResponseDefinitionBuilder put(Call call) {
        JsonNode type = existing(call).get("type");
        if (!call.body().path("type").asText(type.textValue()).equals(type.textValue())) {
            throw invalid("type", "cannot be changed");
        }
        return shown(changed(rounded(call)));
    }
}
