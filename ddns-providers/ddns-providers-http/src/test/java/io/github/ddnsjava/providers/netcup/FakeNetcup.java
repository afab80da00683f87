package io.github.ddnsjava.providers.netcup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.publish.support.NameForm;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The JSON interface of netcup's Customer Control Panel as far as it concerns sessions, zones and their records, as strict as
 * the vendor or stricter: one URL, the action in the body, every number a text, and HTTP 200 also for errors. A record with
 * an id is changed or removed, one without is added, all others stay; a call of which one record is wrong changes nothing.
 */
final class FakeNetcup extends ZoneFake {
    static final String CUSTOMER = "12345";
    static final String KEY = "nc4aVgMDe6MzQ4MTF1QzU2T3Zpc0ZkcWJ5R2tXbHBh";
    static final String PASSWORD = "b8Xw2LqTz7Yk5Rn9";

    private static final Set<String> IN_RECORDS =
            Set.of("id", "hostname", "type", "priority", "destination", "deleterecord", "state");
    /** Records have none; the zone's is shown elsewhere. */
    private static final String TTL = "ttl";

    private final Set<String> sessions = new HashSet<>();
    private int made;

    FakeNetcup() {
        super(
                "/run/webservice/servers",
                Unit.RECORD,
                new Members("hostname", NameForm.RELATIVE_AT, "type", "destination", TTL));
        ttls(1, Integer.MAX_VALUE, 0);
    }

    static FakeNetcup running() {
        FakeNetcup fake = new FakeNetcup();
        fake.begin();
        return fake;
    }

    @Override
    public String url() {
        return endpoint() + "/endpoint.php?JSON";
    }

    @Override
    public synchronized void reset() {
        super.reset();
        sessions.clear();
    }

    synchronized void endSessions() {
        sessions.clear();
    }

    synchronized Set<String> sessions() {
        return Set.copyOf(sessions);
    }

    @Override
    protected void complete(ObjectNode record, String zone, long id) {
        record.put("id", "" + id)
                .put("priority", "0")
                .put("deleterecord", false)
                .put("state", "yes");
    }

    static Refusal refusal(int code, String message) {
        return new Refusal(
                200,
                envelope("", "error", code, "Something is wrong.", message)
                        .put("responsedata", "")
                        .toString());
    }

    private static ObjectNode envelope(String action, String status, int code, String words, String message) {
        return JSON.createObjectNode()
                .put("serverrequestid", "VVT2CvGuoP8mXq")
                .put("clientrequestid", "")
                .put("action", action)
                .put("status", status)
                .put("statuscode", code)
                .put("shortmessage", words)
                .put("longmessage", message);
    }

    @Override
    protected Refusal invalid(String member, String why) {
        return refusal(4013, "Value in field " + member + " does not match requirements: " + why);
    }

    @Override
    protected Refusal noSuchRoute() {
        return new Refusal(404, "<html>not found</html>");
    }

    @Override
    protected String kind(String method, String route) {
        return "other";
    }

    @Override
    protected String kind(Request request, String route) {
        return route.equals("/endpoint.php") && request.getMethod().getName().equals("POST")
                ? object(request)
                        .map(body -> body.path("action").asText())
                        .filter(action -> !action.isEmpty())
                        .orElse("other")
                : "other";
    }

    @Override
    protected ResponseDefinitionBuilder answer(String kind, String route, Map<String, String> query, Request request) {
        if (!request.getUrl().endsWith("/endpoint.php?JSON")) {
            throw noSuchRoute();
        }
        JsonNode param = body(request, Set.of("action", "param")).path("param");
        if (Set.of("infoDnsZone", "infoDnsRecords").contains(kind)) {
            inSession(only(param, "domainname", "apisessionid"));
            Optional<Refusal> missing = missing(kind, text(param, "domainname"));
            if (missing.isPresent()) {
                return missing.get().answer(); // asked for to find the zone of a name, or to list an empty one
            }
        }
        JsonNode data = switch (kind) {
            case "login" -> login(only(param, "apipassword"));
            case "logout" -> {
                sessions.remove(inSession(only(param, "apisessionid")));
                yield JSON.createObjectNode();
            }
            case "infoDnsZone" -> zoneObject(text(param, "domainname"));
            case "infoDnsRecords" -> list(text(param, "domainname"));
            case "updateDnsRecords" -> update(only(param, "domainname", "apisessionid", "dnsrecordset"));
            default -> throw refusal(4000, "The action '" + kind + "' does not exist.");
        };
        ObjectNode answer = envelope(kind, "success", 2000, "Done", "It has been done successfully.");
        answer.set("responsedata", data);
        return json(200, answer.toString());
    }

    /** Checks the members of the parameters: that all are texts or objects, and are these beside who asks. */
    private JsonNode only(JsonNode param, String... more) {
        Set<String> known = new HashSet<>(Set.of(more));
        known.add("customernumber");
        known.add("apikey");
        Set<String> given = new HashSet<>();
        param.fieldNames().forEachRemaining(given::add);
        if (!given.equals(known)) {
            throw refusal(4013, "The fields are " + given + ", and not " + known);
        }
        text(param, "customernumber");
        text(param, "apikey");
        return param;
    }

    private ObjectNode login(JsonNode param) {
        text(param, "apipassword");
        boolean right = param.get("customernumber").textValue().equals(CUSTOMER)
                && param.get("apikey").textValue().equals(KEY)
                && param.get("apipassword").textValue().equals(PASSWORD);
        if (!right) {
            throw refusal(4011, "The login data are not right.");
        }
        String session = "MjE3granted-by-the-fake-" + ++made;
        sessions.add(session);
        return JSON.createObjectNode().put("apisessionid", session);
    }

    private String inSession(JsonNode param) {
        String session = text(param, "apisessionid");
        boolean right = param.get("customernumber").textValue().equals(CUSTOMER)
                && param.get("apikey").textValue().equals(KEY)
                && sessions.contains(session);
        if (!right) {
            throw refusal(4001, "The session id is not in a valid format.");
        }
        return session;
    }

    private Optional<Refusal> missing(String kind, String name) {
        if (!zones().contains(name)) {
            return Optional.of(
                    name.split("\\.").length > 3
                            ? invalid("domainname", "it is no domain")
                            : refusal(5031, "Can not get DNS records for zone. Domain not found."));
        }
        return kind.equals("infoDnsRecords") && zone(name).isEmpty()
                ? Optional.of(refusal(5029, "Can not get DNS records for zone. The zone has no records."))
                : Optional.empty();
    }

    private static ObjectNode zoneObject(String name) {
        return JSON.createObjectNode()
                .put("name", name)
                .put(TTL, "86400")
                .put("serial", "2019042098")
                .put("refresh", "28800")
                .put("retry", "7200")
                .put("expire", "1209600")
                .put("dnssecstatus", false);
    }

    private ObjectNode list(String zone) {
        ObjectNode data = JSON.createObjectNode();
        ArrayNode records = data.putArray("dnsrecords");
        records(zone).forEach(record -> {
            record.remove(TTL);
            records.add(record);
        });
        return data;
    }

    private JsonNode update(JsonNode param) {
        inSession(param);
        String zone = text(param, "domainname");
        missing("", zone).ifPresent(refusal -> {
            throw refusal;
        });
        JsonNode records = param.path("dnsrecordset").path("dnsrecords");
        if (param.get("dnsrecordset").size() != 1 || !records.isArray() || records.isEmpty()) {
            throw invalid("dnsrecordset", "records are expected");
        }
        together(zone, () -> records.forEach(record -> update(zone, record)));
        return list(zone);
    }

    private void update(String zone, JsonNode sent) {
        sent.fieldNames().forEachRemaining(member -> {
            JsonNode value = sent.get(member);
            boolean right = member.equals("deleterecord") ? value.isBoolean() : value.isTextual();
            if (!IN_RECORDS.contains(member) || !right) {
                throw invalid(member, "is unknown, or of another type");
            }
        });
        String name = text(sent, "hostname");
        String type = text(sent, "type");
        String value = text(sent, "destination");
        if (!sent.has("id")) {
            ObjectNode added = put(zone, type, name, value, 86_400);
            store(zone, added.get("id").textValue(), added);
            return;
        }
        String id = text(sent, "id");
        ObjectNode there = zone(zone).get(id);
        if (there == null) {
            throw invalid("id", "there is no such record");
        }
        if (sent.path("deleterecord").asBoolean()) {
            zone(zone).remove(id);
            return;
        }
        ObjectNode record = there.deepCopy();
        record.put("hostname", name).put("type", type).put("destination", value);
        if (sent.has("priority")) {
            record.put("priority", text(sent, "priority"));
        }
        store(zone, id, record);
    }
}
