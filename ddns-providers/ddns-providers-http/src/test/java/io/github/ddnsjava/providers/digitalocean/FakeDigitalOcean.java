package io.github.ddnsjava.providers.digitalocean;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.ddnsjava.provider.testkit.fake.Call;
import io.github.ddnsjava.provider.testkit.fake.Page;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.publish.support.NameForm;
import java.util.List;

/**
 * DigitalOcean's API version 2 as far as it concerns domains and their records, as strict as the vendor's description or
 * stricter: names are relative, a page has at most 200 items, links to next pages forget the filter.
 */
final class FakeDigitalOcean extends ZoneFake {
    static final String TOKEN = "dop_v1_5f0e7c91b2d84a36e1c7f09ab34d5628197e0cfd36a4b8251e90c7d3f8b6a412";

    FakeDigitalOcean() {
        super("/v2", Unit.RECORD, new Members("name", NameForm.RELATIVE_AT, "type", "data", "ttl"));
        demand("Authorization", "Bearer " + TOKEN, refusal(401, "unauthorized", "Unable to authenticate you"));
        ttls(30, Integer.MAX_VALUE, 1800);
        String fields = " {type,name,data,priority,port,ttl,weight,flags,tag}";
        route("zones", "GET /domains?page,per_page", call -> page(call, "domains", described()));
        route("list", "GET /domains/{zone}/records?page,per_page,name,type", this::list);
        route("post", "POST /domains/{zone}/records" + fields, call -> shown(201, created(call)));
        route("patch", "PATCH /domains/{zone}/records/{id}" + fields, this::patch);
        route("delete", "DELETE /domains/{zone}/records/{id}", call -> {
            deleted(call);
            return withLimits(aResponse().withStatus(204));
        });
    }

    @Override
    protected ObjectNode describe(String zone, long id) {
        return JSON.createObjectNode().put("name", zone).put("ttl", 1800).put("zone_file", "$ORIGIN " + zone + ".\n");
    }

    @Override
    public synchronized void addZone(String name) {
        super.addZone(name);
        put(name, "NS", "@", "ns1.digitalocean.com", 1800);
    }

    @Override
    protected void complete(ObjectNode record, String zone, long id) {
        record.put("id", id).putNull("priority").putNull("port");
        record.putNull("weight").putNull("flags").putNull("tag");
    }

    /** Returns the records of a zone but for its name servers. */
    @Override
    public synchronized List<ObjectNode> records(String zone) {
        return super.records(zone).stream()
                .filter(record -> !record.get("type").textValue().equals("NS"))
                .toList();
    }

    static Refusal refusal(int status, String id, String message) {
        return new Refusal(
                status,
                JSON.createObjectNode()
                        .put("id", id)
                        .put("message", message)
                        .put("request_id", "4d9d8375-3c56-4925-a3e7-eb137fed17e9")
                        .toString());
    }

    private static Refusal invalid(String message) {
        return refusal(422, "unprocessable_entity", message);
    }

    @Override
    protected Refusal invalid(String member, String why) {
        return invalid(member + " " + why);
    }

    @Override
    protected Refusal noSuchRoute() {
        return refusal(404, "not_found", "The resource you were accessing could not be found.");
    }

    private static ResponseDefinitionBuilder withLimits(ResponseDefinitionBuilder answer) {
        return answer.withHeader("ratelimit-limit", "5000")
                .withHeader("ratelimit-remaining", "4816")
                .withHeader("ratelimit-reset", "4102444800");
    }

    private ResponseDefinitionBuilder list(Call call) {
        String zone = zone(call);
        String name = call.query().getOrDefault("name", "");
        if (name.contains("*")) {
            throw invalid("whether the filter knows wildcards is not documented");
        }
        List<ObjectNode> found = found(call, "type").stream()
                .filter(record -> name.isEmpty() || whole(record, zone).equals(name))
                .toList();
        return page(call, "domain_records", found);
    }

    private static String whole(JsonNode record, String zone) {
        String name = record.get("name").textValue();
        return name.equals("@") ? zone : name + "." + zone;
    }

    /** Its link to the next page does not have the filter. */
    private static ResponseDefinitionBuilder page(Call call, String member, List<ObjectNode> all) {
        Page page = call.page(all, "page", "per_page", 20, 200);
        ObjectNode answer = page.as(member);
        ObjectNode links = answer.putObject("links");
        if (page.hasNext()) {
            String path = call.request().getUrl().split("\\?", 2)[0];
            links.putObject("pages")
                    .put(
                            "next",
                            "https://api.digitalocean.com%s?page=%d&per_page=%d"
                                    .formatted(path, page.number() + 1, page.size()));
        }
        answer.putObject("meta").put("total", page.total());
        return withLimits(json(200, answer));
    }

    private static ResponseDefinitionBuilder shown(int status, ObjectNode record) {
        return withLimits(json(status, JSON.createObjectNode().set("domain_record", record)));
    }

    private ResponseDefinitionBuilder patch(Call call) {
        existing(call);
        text(call.body(), "type");
        return shown(200, changed(call));
    }
}
