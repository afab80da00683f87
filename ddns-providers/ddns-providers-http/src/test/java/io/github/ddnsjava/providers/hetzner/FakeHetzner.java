package io.github.ddnsjava.providers.hetzner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.ddnsjava.provider.testkit.fake.Call;
import io.github.ddnsjava.provider.testkit.fake.Page;
import io.github.ddnsjava.provider.testkit.fake.TicketFake;
import io.github.ddnsjava.publish.support.NameForm;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Hetzner's Cloud API as far as it concerns zones, their record sets and the actions that changes are, as strict as the
 * vendor or stricter. Values are stored as texts, with their comments beside them, and shown as objects.
 */
final class FakeHetzner extends TicketFake {
    static final String TOKEN = "jEheVytlAoFl7F8MqUQ7jAo2hOXASztXjEheVytlAoFl7F8MqUQ7jAo2hOXASztX";

    private static final String COMMENTS = "comments";

    private final Map<String, ObjectNode> actions = new TreeMap<>();
    private long ids = 604_989_101_983_648L;

    FakeHetzner() {
        super("/v1", Unit.SET, new Members("name", NameForm.RELATIVE_AT, "type", "records", "ttl"));
        demand("Authorization", "Bearer " + TOKEN, refusal(401, "unauthorized", "unable to authenticate"));
        ttls(60, Integer.MAX_VALUE, 86_400);
        route("zones", "GET /zones?page,per_page,name", call -> page(call, "zones", described()));
        route("ask", "GET /zones/actions/{id}", this::ask);
        String sets = " /zones/{zone}/rrsets";
        route(
                "list",
                "GET" + sets + "?page,per_page,name,type",
                call -> page(
                        call,
                        "rrsets",
                        found(call, "name", "type").stream()
                                .map(FakeHetzner::shown)
                                .toList()));
        route("create", "POST" + sets + " {name,type,ttl,records,labels}", this::create);
        String set = sets + "/{name}/{type}";
        route(
                "set_records",
                "POST" + set + "/actions/set_records {records}",
                call -> change(call, values(call.body())));
        route("change_ttl", "POST" + set + "/actions/change_ttl {ttl}", call -> change(call, call.body()));
        route("labels", "PUT" + set + " {labels,records}", call -> {
            throw refusal(422, "invalid_input", "can't update records with this endpoint");
        });
        route("delete", "DELETE" + set, call -> {
            existing(call);
            ObjectNode action = action("delete_rrset");
            deleted(call);
            return started(JSON.createObjectNode(), action);
        });
    }

    @Override
    public synchronized void reset() {
        super.reset();
        actions.clear();
    }

    @Override
    protected ObjectNode describe(String zone, long id) {
        return JSON.createObjectNode()
                .put("id", id)
                .put("name", zone)
                .put("mode", "primary")
                .put("ttl", 86_400)
                .put("status", "ok");
    }

    @Override
    protected String reference(String zone, ObjectNode description) {
        return description.get("id").asText();
    }

    @Override
    public synchronized void carryOut() {
        super.carryOut();
        actions.values().forEach(action -> action.put("status", "success"));
    }

    @Override
    public Optional<Consumer<String>> giveUp() {
        return Optional.of(this::giveUp);
    }

    private synchronized void giveUp(String reason) {
        actions.values()
                .forEach(action -> action.put("status", "error")
                        .putObject("error")
                        .put("code", "action_failed")
                        .put("message", reason));
    }

    @Override
    public synchronized void forgetTickets() {
        actions.clear();
    }

    @Override
    protected void complete(ObjectNode set, String zone, long id) {
        set.put("id", set.get("name").textValue() + "/" + set.get("type").textValue());
        set.putObject("protection").put("change", false);
        set.putObject("labels");
        set.withObject("/" + COMMENTS);
    }

    /** Gives a value a comment. */
    static void comment(ObjectNode set, String value, String comment) {
        set.withObject("/" + COMMENTS).put(value, comment);
    }

    static Refusal refusal(int status, String code, String message) {
        ObjectNode body = JSON.createObjectNode();
        body.putObject("error").put("code", code).put("message", message).putNull("details");
        return new Refusal(status, body.toString());
    }

    @Override
    protected Refusal invalid(String member, String why) {
        return refusal(422, "invalid_input", "invalid input in field '" + member + "': " + why);
    }

    @Override
    protected Refusal noSuchRoute() {
        return refusal(404, "not_found", "page not found");
    }

    @Override
    protected Refusal noSuchZone() {
        return refusal(404, "not_found", "Zone not found");
    }

    @Override
    protected Refusal noSuchRecord() {
        return refusal(404, "not_found", "RRSet not found");
    }

    private static ResponseDefinitionBuilder page(Call call, String list, List<ObjectNode> all) {
        Page page = call.page(all, "page", "per_page", 25, 50);
        ObjectNode answer = page.as(list);
        ObjectNode pagination = answer.putObject("meta").putObject("pagination").put("page", page.number());
        pagination.set("next_page", page.hasNext() ? IntNode.valueOf(page.number() + 1) : NullNode.instance);
        return json(200, answer).withHeader("ratelimit-remaining", "3599");
    }

    private static ObjectNode shown(ObjectNode set) {
        ObjectNode shown = set.deepCopy();
        ObjectNode comments = (ObjectNode) shown.remove(COMMENTS);
        ArrayNode records = shown.putArray("records");
        set.get("records")
                .forEach(value -> records.addObject()
                        .put("value", value.textValue())
                        .put("comment", comments.path(value.textValue()).asText("")));
        return shown;
    }

    /** Takes the values and the comments apart. */
    private ObjectNode values(ObjectNode body) {
        ArrayNode values = JSON.createArrayNode();
        ObjectNode comments = JSON.createObjectNode();
        for (JsonNode record : body.path("records")) {
            boolean right = record.path("value").isTextual()
                    && (record.size() == 1
                            || record.size() == 2 && record.path("comment").isTextual());
            if (!right) {
                throw invalid("records", "an object with value and comment is expected");
            }
            values.add(record.get("value"));
            comments.set(record.get("value").textValue(), record.path("comment"));
        }
        body.set("records", values);
        return body.set(COMMENTS, comments);
    }

    private ResponseDefinitionBuilder create(Call call) {
        String name = call.body().path("name").asText();
        if (zone(zone(call)).containsKey(name + "/" + call.body().path("type").asText())) {
            throw refusal(409, "uniqueness_error", "RRSet already exists");
        }
        ObjectNode set = created(zone(call), values(call.body()));
        if (!call.body().has("ttl")) {
            set.putNull("ttl"); // the zone's
        }
        return started(JSON.createObjectNode().set("rrset", shown(set)), action("create_rrset"));
    }

    private ResponseDefinitionBuilder change(Call call, ObjectNode changes) {
        ObjectNode set = existing(call).deepCopy();
        boolean zonesTtl = set.get("ttl").isNull() && !changes.has("ttl");
        if (set.get("protection").get("change").booleanValue()) {
            throw refusal(403, "protected", "RRSet is change protected");
        }
        ObjectNode action = action(call.kind());
        set.put("ttl", set.path("ttl").asInt(86_400)).setAll(changes);
        store(zone(call), call.at("name") + "/" + call.at("type"), set);
        if (zonesTtl) {
            set.putNull("ttl");
        }
        return started(JSON.createObjectNode(), action);
    }

    private static ResponseDefinitionBuilder started(ObjectNode answer, ObjectNode action) {
        return json(201, answer.set("action", action));
    }

    /** One that goes on running locks the next. */
    private ObjectNode action(String command) {
        if (isHeld() && !actions.isEmpty()) {
            throw refusal(423, "locked", "another action is running");
        }
        ObjectNode action = JSON.createObjectNode()
                .put("id", ++ids)
                .put("status", isHeld() ? "running" : "success")
                .put("command", command)
                .put("progress", 0)
                .putNull("error");
        actions.put("" + ids, action);
        return action.deepCopy().put("status", "running");
    }

    private ResponseDefinitionBuilder ask(Call call) {
        ObjectNode action = actions.get(call.at("id"));
        if (action == null) {
            throw refusal(404, "not_found", "action not found");
        }
        return json(200, JSON.createObjectNode().set("action", action));
    }
}
