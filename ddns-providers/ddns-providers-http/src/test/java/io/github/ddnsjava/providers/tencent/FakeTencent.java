package io.github.ddnsjava.providers.tencent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.provider.testkit.fake.Call;
import io.github.ddnsjava.provider.testkit.fake.RpcFake;
import io.github.ddnsjava.provider.testkit.fake.Signatures;
import io.github.ddnsjava.publish.support.NameForm;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * DNSPod of Tencent Cloud, version 2021-03-23, as far as it concerns domains and their records: one URL, the action in a
 * header, the parameters in a JSON object, every request signed by TC3-HMAC-SHA256, which is checked here by code of its
 * own. Every answer has the status 200. An empty list is an error, and so is a record that is there already.
 */
final class FakeTencent extends RpcFake {
    static final String ID = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3gnPhESA";
    static final String KEY = "Gu5t9xGARNpq86cd98joQYCN3Cozk1qA";

    private static final String DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
    private static final Pattern AUTHORIZATION = Pattern.compile("TC3-HMAC-SHA256 Credential=([^/]+)/(" + DATE
            + ")/dnspod/tc3_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})");
    private static final Set<String> FIELDS = Set.of(
            "sub_domain", "record_line", "record_line_id", "record_type", "value", "ttl", "status", "mx", "weight");
    private static final long WINDOW = 300;
    private static final int USUAL_TTL = 600;
    private static final int LARGEST_TTL = 604_800;

    private int smallestTtl = 1;
    private Optional<String> token = Optional.empty();
    private Optional<Instant> now = Optional.empty();

    FakeTencent() {
        super(
                new Members("Name", NameForm.RELATIVE_AT, "Type", "Value", "TTL"),
                new Parameters("Domain", "RecordId", "RecordId"));
        actionHeader("X-TC-Action");
        refuseTwins(refusal("InvalidParameter.DomainRecordExist", "The record already exists."), "LineId");
        route("DescribeDomainList", "POST / {Type,Offset,Limit,Keyword}", call -> answer(domains(call)));
        route(
                "DescribeRecordList",
                "POST / {Domain,Subdomain,RecordType,RecordLine,RecordLineId,Offset,Limit}",
                this::records);
        route(
                "CreateRecord",
                "POST / {Domain,SubDomain,RecordType,RecordLine,RecordLineId,Value,TTL,MX,Weight,Status,Remark}",
                call -> answer(create(call)));
        route("ModifyRecordFields", "POST / {Domain,RecordId,FieldList}", call -> answer(modify(call)));
        route("DeleteRecord", "POST / {Domain,RecordId}", call -> answer(remove(call)));
    }

    static FakeTencent running() {
        FakeTencent fake = new FakeTencent();
        fake.begin();
        return fake;
    }

    @Override
    public synchronized void reset() {
        super.reset();
        smallestTtl(1);
        now = Optional.empty();
        token = Optional.empty();
    }

    /** From now on, its key is a temporary one, with that token. */
    synchronized void temporary(String sessionToken) {
        token = Optional.of(sessionToken);
    }

    /** From now on, its clock stands, and requests of another time are refused. Before, it has the time of each request. */
    synchronized void standsAt(Instant time) {
        now = Optional.of(time);
    }

    /** From now on, the domains have a plan that allows no shorter TTL. */
    synchronized void smallestTtl(int seconds) {
        smallestTtl = seconds;
        ttls(smallestTtl, LARGEST_TTL, USUAL_TTL);
    }

    @Override
    protected void complete(ObjectNode record, String zone, long id) {
        record.put("RecordId", id)
                .put("Status", "ENABLE")
                .put("UpdatedOn", "2026-01-02 03:04:05")
                .put("Line", "默认")
                .put("LineId", "0")
                .put("MonitorStatus", "")
                .put("Remark", "")
                .put("MX", 0)
                .putNull("Weight");
    }

    static Refusal refusal(String code, String message) {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode response = body.putObject("Response");
        response.putObject("Error").put("Code", code).put("Message", message);
        response.put("RequestId", "f2d5b5a2-6f0d-4d3c-9a43-6f1b4f3c2b11");
        return new Refusal(200, body.toString());
    }

    @Override
    protected Refusal invalid(String member, String why) {
        String code = switch (member) {
            case "TTL" ->
                why.contains("from " + smallestTtl + " to") && smallestTtl > 1
                        ? "LimitExceeded.RecordTtlLimit"
                        : "InvalidParameter.ParamInvalid";
            case "Name" -> "InvalidParameter.SubdomainInvalid";
            case "Type" -> "InvalidParameter.RecordTypeInvalid";
            case "Value" -> "InvalidParameter.RecordValueInvalid";
            default -> "InvalidParameter.ParamInvalid";
        };
        return refusal(code, member + " " + why);
    }

    @Override
    protected Refusal noSuchRoute() {
        return refusal("InvalidAction", "The requested API does not exist.");
    }

    @Override
    protected Refusal missing(String parameter) {
        return refusal("MissingParameter", "The request is missing the parameter " + parameter + ".");
    }

    @Override
    protected Refusal noSuchZone() {
        return refusal("InvalidParameterValue.DomainNotExists", "The domain name does not exist.");
    }

    @Override
    protected Refusal noSuchRecord() {
        return refusal("InvalidParameter.RecordIdInvalid", "The record id is wrong.");
    }

    @Override
    protected void authorize(String kind, Request request) {
        checkSignature(request);
        if (!"2021-03-23".equals(request.getHeader("X-TC-Version"))) {
            throw refusal("NoSuchVersion", "The API version does not exist.");
        }
    }

    private static ResponseDefinitionBuilder answer(ObjectNode response) {
        response.put("RequestId", "561cdfcb-37a6-47de-b3c5-2b038e2c2276");
        return json(200, JSON.createObjectNode().set("Response", response));
    }

    private static List<ObjectNode> part(Call call, List<ObjectNode> all) {
        return call.part(all, "Offset", "Limit", 100, 3000);
    }

    private ObjectNode domains(Call call) {
        List<ObjectNode> all = new ArrayList<>();
        for (String name : zones()) {
            all.add(JSON.createObjectNode()
                    .put("DomainId", 1_000_000 + all.size())
                    .put("Name", name)
                    .put("Status", "ENABLE")
                    .put("TTL", USUAL_TTL)
                    .put("Grade", "DP_FREE"));
        }
        ObjectNode answer = JSON.createObjectNode();
        answer.putObject("DomainCountInfo").put("DomainTotal", all.size());
        part(call, all).forEach(answer.putArray("DomainList")::add);
        return answer;
    }

    private ResponseDefinitionBuilder records(Call call) {
        String line = call.given().has("RecordLineId") ? "RecordLineId=LineId" : "RecordLine=Line";
        List<ObjectNode> found = matching(call, "Subdomain=Name", "RecordType=Type", line);
        List<ObjectNode> page = part(call, found);
        if (page.isEmpty()) {
            return refusal("ResourceNotFound.NoDataOfRecord", "The record list is empty.")
                    .answer(); // no fault of the request
        }
        ObjectNode answer = JSON.createObjectNode();
        answer.putObject("RecordCountInfo")
                .put("SubdomainCount", found.size())
                .put("ListCount", page.size())
                .put("TotalCount", found.size());
        ArrayNode list = answer.putArray("RecordList");
        page.forEach(list::add);
        return answer(answer);
    }

    private ObjectNode create(Call call) {
        String domain = named(call);
        String line = call.needed("RecordLine");
        ObjectNode record = JSON.createObjectNode()
                .put("Name", call.given("SubDomain", "@"))
                .put("Type", call.needed("RecordType"))
                .put("Value", call.needed("Value"))
                .put("TTL", call.number("TTL", USUAL_TTL, 1, LARGEST_TTL))
                .put("Line", line)
                .put("LineId", call.given("RecordLineId", "0"));
        return id(created(domain, record));
    }

    private ObjectNode modify(Call call) {
        ObjectNode record = record(call).deepCopy();
        JsonNode fields = call.given().path("FieldList");
        if (!fields.isArray() || fields.isEmpty()) {
            throw missing("FieldList");
        }
        for (JsonNode field : fields) {
            String key = field.path("Key").asText();
            JsonNode value = field.path("Value");
            if (field.size() != 2 || !FIELDS.contains(key) || !value.isTextual()) {
                throw refusal("InvalidParameter", "a field has a known key and a text as its value");
            }
            switch (key) {
                case "value" -> record.put("Value", value.textValue());
                case "ttl" -> record.put("TTL", Integer.parseInt(value.textValue()));
                default -> throw refusal("InvalidParameter", "this fake does not change " + key);
            }
        }
        store(named(call), record.get("RecordId").asText(), record);
        return id(record);
    }

    private static ObjectNode id(ObjectNode record) {
        return JSON.createObjectNode().put("RecordId", record.get("RecordId").longValue());
    }

    private ObjectNode remove(Call call) {
        zone(named(call)).remove(record(call).get("RecordId").asText());
        return JSON.createObjectNode();
    }

    private void checkSignature(Request request) {
        Matcher given = AUTHORIZATION.matcher(String.valueOf(request.getHeader("Authorization")));
        if (!given.matches()) {
            throw refusal("AuthFailure.InvalidAuthorization", "Authorization in the header is not in its form.");
        }
        if (!given.group(1).equals(ID)) {
            throw refusal("AuthFailure.SecretIdNotFound", "The SecretId is not found.");
        }
        String time = String.valueOf(request.getHeader("X-TC-Timestamp"));
        long seconds = time.matches("[0-9]{10}") ? Long.parseLong(time) : 0;
        if (Math.abs(now.map(Instant::getEpochSecond).orElse(seconds) - seconds) > WINDOW) {
            throw refusal("AuthFailure.SignatureExpire", "The signature has expired.");
        }
        List<String> names = List.of(given.group(3).split(";"));
        LocalDate date = LocalDate.ofInstant(Instant.ofEpochSecond(seconds), ZoneOffset.UTC);
        boolean right = names.containsAll(Set.of("content-type", "host"))
                && given.group(2).equals(date.toString())
                && given.group(4).equals(signature(request, names, time, given.group(2)));
        if (!right) {
            throw refusal("AuthFailure.SignatureFailure", "The provided credentials could not be validated.");
        }
        if (!Optional.ofNullable(request.getHeader("X-TC-Token")).equals(token)) {
            throw refusal("AuthFailure.TokenFailure", "Token verification failed.");
        }
    }

    private static String signature(Request request, List<String> names, String time, String date) {
        String canonical = request.getMethod().getName() + "\n/\n\n"
                + Signatures.headers(request, names).toLowerCase(Locale.ROOT) + "\n" + String.join(";", names) + "\n"
                + Signatures.sha256(request.getBody());
        String scope = date + "/dnspod/tc3_request";
        return Signatures.hmac(
                "TC3" + KEY,
                List.of(date, "dnspod", "tc3_request"),
                "TC3-HMAC-SHA256\n" + time + "\n" + scope + "\n" + Signatures.sha256(canonical));
    }
}
