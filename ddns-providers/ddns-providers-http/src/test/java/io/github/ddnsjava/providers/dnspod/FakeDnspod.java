package io.github.ddnsjava.providers.dnspod;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.provider.testkit.fake.Call;
import io.github.ddnsjava.provider.testkit.fake.RpcFake;
import io.github.ddnsjava.provider.testkit.fake.StrictFake;
import io.github.ddnsjava.publish.support.NameForm;
import java.util.List;
import java.util.Map;

/**
 * DNSPod's own interface, as far as it concerns domains and their records: a path for each action, a form with the token,
 * the status 200 and the content type HTML for every answer. Numbers are texts, but an id is a number in the answer to a
 * change. A change resets what it leaves out. An empty list is an error.
 */
final class FakeDnspod extends RpcFake {
    static final String ID = "13490";
    static final String TOKEN = "6b5976c68aba5b14a0558b77c17c3932";

    private static final int USUAL_TTL = 600;
    private static final int LARGEST_TTL = 604_800;

    FakeDnspod() {
        super(
                new Members("name", NameForm.RELATIVE_AT, "type", "value", "ttl"),
                new Parameters("domain", "record_id", "id"));
        refuseTwins(refusal("104", "Record already exists"), "line_id");
        ttls(1, LARGEST_TTL, USUAL_TTL);
        String common = " (login_token,format,lang,error_on_empty,domain";
        String fields = ",sub_domain,record_type,record_line,value,ttl,mx,weight,status";
        route("Domain.Info", "POST /Domain.Info" + common + ")", this::info);
        route(
                "Record.List",
                "POST /Record.List" + common + ",sub_domain,record_type,record_line_id,offset,length)",
                this::list);
        route("Record.Create", "POST /Record.Create" + common + fields + ")", call -> answer(create(call)));
        route("Record.Modify", "POST /Record.Modify" + common + fields + ",record_id)", call -> answer(modify(call)));
        route("Record.Remove", "POST /Record.Remove" + common + ",record_id)", call -> answer(remove(call)));
    }

    @Override
    protected void complete(ObjectNode record, String zone, long id) {
        record.put("id", "" + id)
                .put("line", "默认")
                .put("line_id", "0")
                .put("mx", "0")
                .put("enabled", "1")
                .put("status", "enabled")
                .put("monitor_status", "")
                .put("remark", "")
                .put("updated_on", "2016-05-11 02:35:23")
                .put("use_aqb", "no")
                .putNull("weight");
    }

    private static ObjectNode body(String code, String message) {
        ObjectNode body = JSON.createObjectNode();
        body.putObject("status").put("code", code).put("message", message).put("created_at", "2016-05-11 03:00:13");
        return body;
    }

    private static ObjectNode success() {
        return body("1", "Action completed successful");
    }

    static Refusal refusal(String code, String message) {
        return new Refusal(200, body(code, message).toString());
    }

    /** Returns an answer, which says that it is HTML. */
    static ResponseDefinitionBuilder answer(ObjectNode body) {
        return StrictFake.json(200, body.toString()).withHeader("Content-Type", "text/html;charset=UTF-8");
    }

    @Override
    protected Refusal invalid(String member, String why) {
        String code = switch (member) {
            case "name" -> "22";
            case "type" -> "31";
            case "value" -> "34";
            case "length" -> "8";
            default -> "6";
        };
        return refusal(code, member + " " + why);
    }

    @Override
    protected Refusal noSuchRoute() {
        return new Refusal(404, "<html><body>404 Not Found</body></html>");
    }

    @Override
    protected void authorize(String kind, Request request) {
        Map<String, String> form = pairs(request.getBodyAsString()).orElse(Map.of());
        if (!(ID + "," + TOKEN).equals(form.get("login_token"))) {
            throw refusal("-1", "Login fail, please check login info");
        }
        if (!"json".equals(form.get("format"))) {
            throw refusal("6", "this fake writes no XML");
        }
    }

    @Override
    protected Refusal noSuchZone() {
        return refusal("13", "Domain is not exists");
    }

    @Override
    protected Refusal noSuchRecord() {
        return refusal("8", "Record id invalid");
    }

    private ResponseDefinitionBuilder info(Call call) {
        String domain = call.needed("domain");
        if (!zones().contains(domain)) {
            return noSuchZone().answer(); // asked for to find the zone of a name
        }
        ObjectNode body = success();
        body.putObject("domain")
                .put("id", "38280687")
                .put("name", domain)
                .put("punycode", domain)
                .put("grade", "DP_Free")
                .put("status", "enable")
                .put("ttl", "600")
                .put("owner", "user@example.com");
        return answer(body);
    }

    private ResponseDefinitionBuilder list(Call call) {
        List<ObjectNode> found = matching(call, "sub_domain=name", "record_type=type", "record_line_id=line_id");
        List<ObjectNode> page = call.part(found, "offset", "length", 100, 3000);
        if (page.isEmpty() && !call.given("error_on_empty", "").equals("no")) {
            return refusal("10", "No records on the list").answer(); // no fault of the request
        }
        ObjectNode body = success();
        body.putObject("info").put("sub_domains", "1").put("record_total", "" + found.size());
        ArrayNode records = body.putArray("records");
        page.forEach(record ->
                records.add(record.deepCopy().put("ttl", record.get("ttl").asText())));
        return answer(body);
    }

    private ObjectNode create(Call call) {
        ObjectNode record = created(named(call), sent(call));
        ObjectNode body = success();
        body.putObject("record")
                .put("id", record.get("id").textValue())
                .put("name", record.get("name").textValue())
                .put("status", "enabled")
                .putNull("weight");
        return body;
    }

    /** What a call leaves out is reset. */
    private ObjectNode modify(Call call) {
        ObjectNode record = record(call).deepCopy().setAll(sent(call));
        store(named(call), record.get("id").textValue(), record);
        ObjectNode body = success();
        body.putObject("record")
                .put("id", Long.parseLong(record.get("id").textValue()))
                .put("name", record.get("name").textValue())
                .put("value", record.get("value").textValue())
                .put("status", "enable")
                .putNull("weight");
        return body;
    }

    private ObjectNode sent(Call call) {
        ObjectNode record = JSON.createObjectNode()
                .put("name", call.given("sub_domain", "@"))
                .put("type", call.needed("record_type"))
                .put("value", call.needed("value"))
                .put("ttl", call.number("ttl", USUAL_TTL, 0, LARGEST_TTL))
                .put("mx", "" + call.number("mx", 0, 0, 65_535))
                .put("line", "默认")
                .put("line_id", "0");
        if (!call.needed("record_line").equals("默认")) {
            throw refusal("26", "Record line is wrong");
        }
        return call.given().has("weight")
                ? record.put("weight", call.number("weight", 0, 0, 100))
                : record.putNull("weight");
    }

    private ObjectNode remove(Call call) {
        zone(named(call)).remove(record(call).get("id").textValue());
        return success();
    }
}
