package io.github.ddnsjava.providers.gandi;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnsjava.provider.testkit.fake.Call;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.publish.support.NameForm;
import java.util.HashSet;
import java.util.Set;

/**
 * Gandi's LiveDNS version 5 as far as it concerns domains and single record sets, as strict as the vendor or stricter:
 * names are relative, a PUT replaces the whole set, and without a TTL it gets the default.
 */
final class FakeGandi extends ZoneFake {
    static final String TOKEN = "23e501f75beff47136981c60bc153c394e59960b";
    static final int DEFAULT_TTL = 10_800;

    /** The domains that the token may not see. */
    final Set<String> forbidden = new HashSet<>();

    FakeGandi() {
        super(
                "/v5/livedns",
                Unit.SET,
                new Members("rrset_name", NameForm.RELATIVE_AT, "rrset_type", "rrset_values", "rrset_ttl"));
        demand(
                "Authorization",
                "Bearer " + TOKEN,
                refusal(401, "HTTPUnauthorized", "The server could not verify that you authorized to access it."));
        ttls(300, 2_592_000, DEFAULT_TTL);
        route("zone", "GET /domains/{zone}", call -> json(200, description(zone(call))));
        // A DELETE without a type takes all types; a PUT without one takes those that it does not name.
        String set = " /domains/{zone}/records/{name}/{type}";
        route("get", "GET" + set, call -> json(200, existing(call)));
        route("put", "PUT" + set + " {rrset_values,rrset_ttl}", call -> {
            replaced(call);
            return json(201, "{\"message\":\"DNS Record Created\"}");
        });
        route("delete", "DELETE" + set, call -> {
            deleted(call);
            return aResponse().withStatus(204);
        });
    }

    @Override
    protected ObjectNode describe(String zone, long id) {
        return JSON.createObjectNode().put("fqdn", zone).put("automatic_snapshots", true);
    }

    @Override
    protected void admit(Call call) {
        if (forbidden.contains(call.at("zone"))) {
            throw refusal(403, "HTTPForbidden", "Access was denied to this resource.");
        }
    }

    @Override
    public synchronized void reset() {
        super.reset();
        forbidden.clear();
    }

    @Override
    protected void complete(ObjectNode set, String zone, long id) {
        set.put(
                "rrset_href",
                "https://api.gandi.net/v5/livedns/domains/" + zone + "/records/"
                        + set.get("rrset_name").textValue() + "/"
                        + set.get("rrset_type").textValue());
    }

    static Refusal refusal(int status, String object, String message) {
        return new Refusal(
                status,
                JSON.createObjectNode()
                        .put("code", status)
                        .put("message", message)
                        .put("object", object)
                        .put("cause", "as the status says")
                        .toString());
    }

    static Refusal wrong(String field, String description) {
        ObjectNode body = JSON.createObjectNode().put("status", "error");
        body.putArray("errors")
                .addObject()
                .put("location", "body")
                .put("name", field)
                .put("description", description);
        return new Refusal(400, body.toString());
    }

    @Override
    protected Refusal invalid(String member, String why) {
        return wrong(member, why);
    }

    @Override
    protected Refusal unknown(String parameter) {
        return noSuchRoute();
    }

    @Override
    protected Refusal noSuchRoute() {
        return refusal(404, "HTTPNotFound", "The resource could not be found.");
    }

    @Override
    protected Refusal noSuchRecord() {
        return refusal(404, "dns-record", "Can't find the DNS record in the zone");
    }
}
