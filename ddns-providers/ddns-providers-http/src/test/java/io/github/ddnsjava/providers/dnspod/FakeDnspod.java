package io.github.ddnsjava.providers.dnspod;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.provider.testkit.fake.StrictFake;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.publish.support.NameForm;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * DNSPod's own interface, as far as it concerns domains and their records: a path for each action, a form with the token,
 * the status 200 and the content type HTML for every answer. Numbers are texts, but an id is a number in the answer to a
 * change. A change resets what it leaves out. An empty list is an error.
 */
final class FakeDnspod extends ZoneFake {
    static final String ID = "13490";
    static final String TOKEN = "6b5976c68aba5b14a0558b77c17c3932";

    private static final int USUAL_TTL = 600;
    private static final int LARGEST_TTL = 604_800;

    FakeDnspod() {
        super("", Unit.RECORD, new Members("name", NameForm.RELATIVE_AT, "type", "value", "ttl"));
        ttls(1, LARGEST_TTL, USUAL_TTL);
        String common = " (login_token,format,lang,error_on_empty,domain";
        String fields = ",sub_domain,record_type,record_line,value,ttl,mx,weight,status";
        route("Domain.Info", "POST /Domain.Info" + common + ")", call -> info(call.body()));
        route(
                "Record.List",
                "POST /Record.List" + common + ",sub_domain,record_type,record_line_id,offset,length)",
                call -> list(call.body()));
        route("Record.Create", "POST /Record.Create" + common + fields + ")", call -> answer(create(call.body())));
        route(
                "Record.Modify",
                "POST /Record.Modify" + common + fields + ",record_id)",
                call -> answer(modify(call.body())));
        route("Record.Remove", "POST /Record.Remove" + common + ",record_id)", call -> answer(remove(call.body())));
    }

    static FakeDnspod running() {
        FakeDnspod fake = new FakeDnspod();
        fake.begin();
        return fake;
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

    private static String needed(ObjectNode form, String field) {
        if (form.path(field).asText().isEmpty()) {
            throw refusal("6", field + " is missing");
        }
        return form.get(field).textValue();
    }

    private static int number(ObjectNode form, String field, int usual) {
        String text = form.path(field).asText("" + usual);
        if (!text.matches("[0-9]{1,9}")) {
            throw refusal("6", field + " is no number");
        }
        return Integer.parseInt(text);
    }

    private String domain(ObjectNode form) {
        String name = needed(form, "domain");
        if (!zones().contains(name)) {
            throw refusal("13", "Domain is not exists");
        }
        return name;
    }

    private ResponseDefinitionBuilder info(ObjectNode form) {
        if (!zones().contains(needed(form, "domain"))) {
            return refusal("13", "Domain is not exists").answer(); // asked for to find the zone of a name
        }
        ObjectNode body = success();
        body.putObject("domain")
                .put("id", "38280687")
                .put("name", domain(form))
                .put("punycode", domain(form))
                .put("grade", "DP_Free")
                .put("status", "enable")
                .put("ttl", "600")
                .put("owner", "user@example.com");
        return answer(body);
    }

    private ResponseDefinitionBuilder list(ObjectNode form) {
        int length = number(form, "length", 100);
        if (length < 1 || length > 3000) {
            throw refusal("8", "length is not from 1 to 3000");
        }
        List<ObjectNode> found = zone(domain(form)).values().stream()
                .filter(record -> is(form, "sub_domain", record, "name"))
                .filter(record -> is(form, "record_type", record, "type"))
                .filter(record -> is(form, "record_line_id", record, "line_id"))
                .toList();
        List<ObjectNode> page =
                found.stream().skip(number(form, "offset", 0)).limit(length).toList();
        if (page.isEmpty() && !"no".equals(form.path("error_on_empty").asText())) {
            return refusal("10", "No records on the list").answer(); // no fault of the request
        }
        ObjectNode body = success();
        body.putObject("info").put("sub_domains", "1").put("record_total", "" + found.size());
        ArrayNode records = body.putArray("records");
        page.forEach(record ->
                records.add(record.deepCopy().put("ttl", record.get("ttl").asText())));
        return answer(body);
    }

    private static boolean is(ObjectNode form, String field, ObjectNode record, String member) {
        return !form.has(field) || form.get(field).equals(record.path(member));
    }

    private ObjectNode create(ObjectNode form) {
        String domain = domain(form);
        ObjectNode record = put(
                domain,
                needed(form, "record_type"),
                form.path("sub_domain").asText("@"),
                needed(form, "value"),
                USUAL_TTL);
        zone(domain).values().remove(record);
        write(domain, record, form);
        ObjectNode body = success();
        body.putObject("record")
                .put("id", record.get("id").textValue())
                .put("name", record.get("name").textValue())
                .put("status", "enabled")
                .putNull("weight");
        return body;
    }

    private ObjectNode modify(ObjectNode form) {
        String domain = domain(form);
        ObjectNode record = named(domain, form).deepCopy();
        record.put("type", needed(form, "record_type"))
                .put("name", form.path("sub_domain").asText("@"))
                .put("value", needed(form, "value"));
        write(domain, record, form);
        ObjectNode body = success();
        body.putObject("record")
                .put("id", Long.parseLong(record.get("id").textValue()))
                .put("name", record.get("name").textValue())
                .put("value", record.get("value").textValue())
                .put("status", "enable")
                .putNull("weight");
        return body;
    }

    private void write(String domain, ObjectNode record, ObjectNode form) {
        if (!needed(form, "record_line").equals("默认")) {
            throw refusal("26", "Record line is wrong");
        }
        record.put("line", "默认").put("line_id", "0").put("ttl", number(form, "ttl", USUAL_TTL));
        record.put("mx", "" + number(form, "mx", 0));
        if (form.has("weight")) {
            record.put("weight", number(form, "weight", 0));
        } else {
            record.putNull("weight");
        }
        String key = record.get("id").textValue();
        boolean there = zone(domain).entrySet().stream()
                .filter(other -> !other.getKey().equals(key))
                .map(Map.Entry::getValue)
                .anyMatch(other -> List.of("name", "type", "line_id", "value").stream()
                        .allMatch(member -> other.path(member).equals(record.path(member))));
        if (there) {
            throw refusal("104", "Record already exists");
        }
        store(domain, key, record);
    }

    private ObjectNode remove(ObjectNode form) {
        String domain = domain(form);
        zone(domain).remove(named(domain, form).get("id").textValue());
        return success();
    }

    private ObjectNode named(String domain, ObjectNode form) {
        return Optional.ofNullable(zone(domain).get(needed(form, "record_id")))
                .orElseThrow(() -> refusal("8", "Record id invalid"));
    }
}
