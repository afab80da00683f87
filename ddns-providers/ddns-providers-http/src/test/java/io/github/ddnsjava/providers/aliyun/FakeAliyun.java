package io.github.ddnsjava.providers.aliyun;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.provider.testkit.fake.Call;
import io.github.ddnsjava.provider.testkit.fake.Page;
import io.github.ddnsjava.provider.testkit.fake.RpcFake;
import io.github.ddnsjava.provider.testkit.fake.Signatures;
import io.github.ddnsjava.publish.support.NameForm;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Alibaba Cloud DNS, version 2015-01-09, as far as it concerns domains and their records: one path, the action in a header,
 * every request signed by ACS3-HMAC-SHA256, which is checked here by code of its own. An action takes the parameters that
 * its page names, and no other. An update replaces TTL and line, and one that would change nothing is an error.
 */
final class FakeAliyun extends RpcFake {
    static final String ID = "LTAI5tHk9QmT4vWz7YpB2cXe";
    static final String SECRET = "f4JwR8sLq2NvX6kYd0TbGm3ZpHc9Ue";

    private static final Pattern AUTHORIZATION =
            Pattern.compile("ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})");
    private static final Set<String> SIGNED = Set.of(
            "host", "x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce", "x-acs-version");
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final int USUAL_TTL = 600;

    private final Set<String> nonces = new HashSet<>();
    private int smallestTtl = 1;
    private Optional<Instant> now = Optional.empty();

    FakeAliyun() {
        super(
                new Members("RR", NameForm.RELATIVE_AT, "Type", "Value", "TTL"),
                new Parameters("DomainName", "RecordId", "RecordId"));
        actionHeader("x-acs-action");
        refuseTwins(duplicate(), "Line");
        route(
                "DescribeDomains",
                "POST /?PageNumber,PageSize,KeyWord,SearchMode",
                call -> page(call, 100, described(), "Domains", "Domain"));
        route(
                "DescribeDomainRecords",
                "POST /?PageNumber,PageSize,DomainName,RRKeyWord,Type,Line",
                call -> page(call, 500, records(call), "DomainRecords", "Record"));
        route(
                "DescribeSubDomainRecords",
                "POST /?PageNumber,PageSize,SubDomain,DomainName,Type,Line",
                call -> page(call, 100, records(call), "DomainRecords", "Record"));
        route("AddDomainRecord", "POST /?DomainName,RR,Type,Value,TTL,Line", this::add);
        route("UpdateDomainRecord", "POST /?RecordId,RR,Type,Value,TTL,Line", this::update);
        route("DeleteDomainRecord", "POST /?RecordId", call -> {
            ObjectNode record = record(call);
            zone(record.get("DomainName").textValue()).remove(key(record));
            return done(record);
        });
    }

    static FakeAliyun running() {
        FakeAliyun fake = new FakeAliyun();
        fake.begin();
        return fake;
    }

    @Override
    public synchronized void reset() {
        super.reset();
        nonces.clear();
        smallestTtl = 1;
        now = Optional.empty();
    }

    /** From now on, its clock stands, and requests of another time are refused. Before, it has the time of each request. */
    synchronized void standsAt(Instant time) {
        now = Optional.of(time);
    }

    /** From now on, the domains have an edition that allows no shorter TTL. */
    synchronized void smallestTtl(int seconds) {
        smallestTtl = seconds;
    }

    @Override
    protected void complete(ObjectNode record, String zone, long id) {
        record.put("RecordId", "176062011" + id)
                .put("DomainName", zone)
                .put("Status", "ENABLE")
                .put("Locked", false)
                .put("Line", "default")
                .put("Weight", 1);
    }

    static Refusal refusal(int status, String code, String message) {
        return new Refusal(
                status,
                JSON.createObjectNode()
                        .put("RequestId", "52617F98-2C54-4BC9-9B6C-9C4E0A1D5B7E")
                        .put("HostId", "alidns.aliyuncs.com")
                        .put("Code", code)
                        .put("Message", message)
                        .toString());
    }

    @Override
    protected Refusal invalid(String member, String why) {
        return refusal(400, member.equals("TTL") ? "InvalidTTL" : "InvalidParameter", member + " " + why);
    }

    @Override
    protected Refusal noSuchRoute() {
        return refusal(404, "InvalidAction.NotFound", "Specified api is not found.");
    }

    @Override
    protected Refusal missing(String parameter) {
        return refusal(400, "Missing" + parameter, parameter + " is mandatory for this action.");
    }

    @Override
    protected Refusal noSuchZone() {
        return refusal(
                400,
                "InvalidDomainName.NoExist",
                "The specified domain name does not exist. Refresh the page and try again.");
    }

    @Override
    protected Refusal noSuchRecord() {
        return refusal(400, "DomainRecordNotBelongToUser", "The DNS record does not belong to this user.");
    }

    private static Refusal duplicate() {
        return refusal(400, "DomainRecordDuplicate", "The DNS record already exists.");
    }

    @Override
    protected void authorize(String kind, Request request) {
        if (!"2015-01-09".equals(request.getHeader("x-acs-version"))) {
            throw refusal(404, "InvalidVersion", "Specified parameter Version is not valid.");
        }
        checkSignature(request);
    }

    @Override
    protected ObjectNode describe(String zone, long id) {
        return JSON.createObjectNode()
                .put("DomainName", zone)
                .put("PunyCode", zone)
                .put("DomainId", "00efd71a-770e-4255-b54e-6fe5659baffe")
                .put("AliDomain", true)
                .put("VersionCode", "mianfei");
    }

    private static ResponseDefinitionBuilder answer(ObjectNode answer) {
        return json(200, answer.put("RequestId", "EC5FDB00-3B95-4AAF-81B8-991EDF84793E"));
    }

    private static ResponseDefinitionBuilder done(ObjectNode record) {
        return answer(JSON.createObjectNode().set("RecordId", record.get("RecordId")));
    }

    private static ResponseDefinitionBuilder page(
            Call call, int max, List<ObjectNode> all, String outer, String inner) {
        Page page = call.page(all, "PageNumber", "PageSize", 20, max);
        ObjectNode answer = JSON.createObjectNode()
                .put("TotalCount", page.total())
                .put("PageNumber", page.number())
                .put("PageSize", page.size());
        answer.putObject(outer).set(inner, page.items());
        return answer(answer);
    }

    private List<ObjectNode> records(Call call) {
        String domain = named(call);
        return matching(call, "Type=Type", "Line=Line").stream()
                .filter(record -> {
                    String rr = record.get("RR").textValue();
                    String whole = rr.equals("@") ? domain : rr + "." + domain;
                    return call.given("SubDomain", whole).equals(whole) && rr.contains(call.given("RRKeyWord", rr));
                })
                .toList();
    }

    private static String key(ObjectNode record) {
        return record.get("RecordId").textValue().substring("176062011".length());
    }

    private ResponseDefinitionBuilder add(Call call) {
        return done(created(named(call), sent(call)));
    }

    /** What would change nothing is refused, too. */
    private ResponseDefinitionBuilder update(Call call) {
        ObjectNode before = record(call);
        ObjectNode record = before.deepCopy().setAll(sent(call));
        if (record.equals(before)) {
            throw duplicate();
        }
        store(before.get("DomainName").textValue(), key(before), record);
        return done(record);
    }

    private ObjectNode sent(Call call) {
        ttls(smallestTtl, 86_400, USUAL_TTL);
        return JSON.createObjectNode()
                .put("RR", call.needed("RR"))
                .put("Type", call.needed("Type"))
                .put("Value", call.needed("Value"))
                .put("TTL", call.number("TTL", USUAL_TTL, 1, 86_400))
                .put("Line", call.given("Line", "default"));
    }

    private void checkSignature(Request request) {
        Matcher given = AUTHORIZATION.matcher(String.valueOf(request.getHeader("Authorization")));
        if (!given.matches()) {
            throw refusal(400, "MissingAuthorization", "Authorization is mandatory for this action.");
        }
        if (!given.group(1).equals(ID)) {
            throw refusal(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.");
        }
        List<String> names = List.of(given.group(2).split(";"));
        if (!new TreeSet<>(names).containsAll(SIGNED) || !names.equals(List.copyOf(new TreeSet<>(names)))) {
            throw refusal(400, "IncompleteSignature", "headers are not signed, or not in their order");
        }
        checkTime(request);
        String hash = Signatures.sha256(request.getBody());
        String canonical = request.getMethod().getName() + "\n/\n" + query(request) + "\n"
                + Signatures.headers(request, names) + "\n" + given.group(2) + "\n" + hash;
        String right = Signatures.hmac(SECRET, List.of(), "ACS3-HMAC-SHA256\n" + Signatures.sha256(canonical));
        if (!hash.equals(request.getHeader("x-acs-content-sha256")) || !right.equals(given.group(3))) {
            throw refusal(400, "SignatureDoesNotMatch", "Specified signature is not matched with our calculation.");
        }
        if (!nonces.add(request.getHeader("x-acs-signature-nonce"))) {
            throw refusal(400, "SignatureNonceUsed", "Specified signature nonce was used already.");
        }
    }

    private void checkTime(Request request) {
        try {
            Instant sent = Instant.parse(String.valueOf(request.getHeader("x-acs-date")));
            if (Duration.between(sent, now.orElse(sent)).abs().compareTo(WINDOW) <= 0) {
                return;
            }
        } catch (DateTimeException e) {
            throw refusal(400, "InvalidTimeStamp.Format", "Specified time stamp is not well formatted.");
        }
        throw refusal(400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.");
    }

    private static String query(Request request) {
        String[] parts = request.getUrl().split("\\?", 2);
        Map<String, String> sorted = new TreeMap<>();
        for (String pair : parts.length == 1 ? new String[0] : parts[1].split("&")) {
            String[] names = pair.split("=", 2);
            sorted.put(encoded(names[0]), names.length == 1 ? "" : encoded(names[1]));
        }
        List<String> pairs = new ArrayList<>();
        sorted.forEach((name, value) -> pairs.add(name + "=" + value));
        return String.join("&", pairs);
    }

    private static String encoded(String text) {
        return Signatures.encoded(URLDecoder.decode(text, StandardCharsets.UTF_8));
    }
}
