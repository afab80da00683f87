package io.github.ddnsjava.providers.vercel;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.ddnsjava.provider.testkit.fake.Call;
import io.github.ddnsjava.provider.testkit.fake.Page;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.publish.support.NameForm;

/**
 * Vercel's REST API as far as it concerns domains and their records, of the one team that has them: the version of a path
 * depends on the call, a change does not name the domain, a creation shows the id alone.
 */
final class FakeVercel extends ZoneFake {
    static final String TOKEN = "bXq3vT9kLmN2pR7sWyZ4aC6d";
    static final String TEAM = "team_LLHUOMOoDlqOp8wPE4kFo9pE";

    private static final String OWN = "zeit.world";

    /** Who serves the domains: Vercel's own name servers, as a rule. */
    String service = OWN;

    FakeVercel() {
        super("", Unit.RECORD, new Members("name", NameForm.RELATIVE_EMPTY, "type", "value", "ttl"));
        demand("Authorization", "Bearer " + TOKEN, invalidToken());
        ttls(60, Integer.MAX_VALUE, 60);
        refuseTwins(refusal(409, "record_already_exists", "This record exists already"));
        route("zone", "GET /v5/domains/{zone}?teamId", this::domain);
        route("list", "GET /v4/domains/{zone}/records?teamId,limit,until,since", this::list);
        route("list", "GET /v5/domains/{zone}/records?teamId,limit,until,since", this::list);
        String fields = "?teamId {name,type,value,ttl,comment}";
        route(
                "post",
                "POST /v2/domains/{zone}/records" + fields,
                call -> json(
                        200, JSON.createObjectNode().set("uid", created(call).get("id"))));
        route("patch", "PATCH /v1/domains/records/{id}" + fields, this::patch);
        route("delete", "DELETE /v2/domains/{zone}/records/{id}?teamId", call -> {
            deleted(call);
            return json(200, "{}");
        });
    }

    @Override
    public synchronized void reset() {
        super.reset();
        service = OWN;
    }

    @Override
    protected void complete(ObjectNode record, String zone, long id) {
        record.put("id", "rec_" + id).put("slug", "").put("creator", "user");
        record.put("created", 1_628_537_900_677L)
                .put("updated", 1_628_537_900_677L)
                .put("comment", "mine");
    }

    static Refusal refusal(int status, String code, String message) {
        ObjectNode body = JSON.createObjectNode();
        body.putObject("error").put("code", code).put("message", message);
        return new Refusal(status, body.toString());
    }

    /** A token that is wrong, has expired or was revoked. */
    static Refusal invalidToken() {
        ObjectNode body = JSON.createObjectNode();
        body.putObject("error")
                .put("code", "forbidden")
                .put("message", "Not authorized")
                .put("invalidToken", true);
        return new Refusal(403, body.toString());
    }

    @Override
    protected Refusal invalid(String member, String why) {
        return refusal(400, "bad_request", "Invalid request: " + member + " " + why);
    }

    @Override
    protected Refusal noSuchRoute() {
        return refusal(404, "not_found", "The domain or record was not found");
    }

    @Override
    protected void admit(Call call) {
        if (!TEAM.equals(call.query().get("teamId"))) {
            throw refusal(403, "not_authorized", "Not authorized: Trying to access resource under another scope");
        }
    }

    private ResponseDefinitionBuilder domain(Call call) {
        ObjectNode answer = JSON.createObjectNode();
        answer.putObject("domain")
                .put("name", zone(call))
                .put("serviceType", service)
                .put("verified", true);
        return json(200, answer);
    }

    /** The name of a page, which is a time at the vendor, is its number here. */
    private ResponseDefinitionBuilder list(Call call) {
        Page page = call.page(found(call), "until", "limit", 20, 100);
        ObjectNode answer = page.as("records");
        ObjectNode pages = answer.putObject("pagination")
                .put("count", answer.get("records").size())
                .putNull("prev");
        pages.set("next", page.hasNext() ? IntNode.valueOf(page.number() + 1) : NullNode.instance);
        return json(200, answer);
    }

    /** The path does not name the domain. */
    private ResponseDefinitionBuilder patch(Call call) {
        String id = call.at("id");
        String zone = zones().stream()
                .filter(name -> zone(name).containsKey(id))
                .findFirst()
                .orElseThrow(this::noSuchRoute);
        ObjectNode changed = zone(zone).get(id).deepCopy();
        store(zone, id, changed.setAll(call.body()));
        ObjectNode shown = changed.deepCopy();
        shown.set("recordType", shown.remove("type"));
        return json(200, shown.put("type", "record").put("domain", zone));
    }
}
