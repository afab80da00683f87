package io.github.ddnsjava.providers.aliyun;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.publish.support.NameForm;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Alibaba Cloud DNS, version 2015-01-09, as far as it concerns domains and their records: one path, the action in a header,
 * every request signed by ACS3-HMAC-SHA256, which is checked here by code of its own. An action takes the parameters that
 * its page names, and no other. An update replaces TTL and line, and one that would change nothing is an error.
 */
final class FakeAliyun extends ZoneFake {
    static final String ID = "LTAI5tHk9QmT4vWz7YpB2cXe";
    static final String SECRET = "f4JwR8sLq2NvX6kYd0TbGm3ZpHc9Ue";

    private static final Pattern AUTHORIZATION =
            Pattern.compile("ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})");
    private static final Set<String> SIGNED = Set.of(
            "host", "x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce", "x-acs-version");
    private static final Set<String> PAGE = Set.of("PageNumber", "PageSize");
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final int USUAL_TTL = 600;

    private final Set<String> nonces = new HashSet<>();
    private int smallestTtl = 1;
    private Optional<Instant> now = Optional.empty();

    FakeAliyun() {
        super("", Unit.RECORD, new Members("RR", NameForm.RELATIVE_AT, "Type", "Value", "TTL"));
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
    protected String kind(String method, String route) {
        return "other";
    }

    @Override
    protected String kind(Request request, String route) {
        String action = request.getHeader("x-acs-action");
        return route.equals("/") && action != null ? action : "other";
    }

    @Override
    protected ResponseDefinitionBuilder answer(String kind, String route, Map<String, String> query, Request request) {
        if (!"2015-01-09".equals(request.getHeader("x-acs-version"))) {
            throw refusal(404, "InvalidVersion", "Specified parameter Version is not valid.");
        }
        checkSignature(request);
        if (request.getBody().length > 0) {
            throw refusal(400, "InvalidParameter", "the parameters stand in the query here");
        }
        ObjectNode answer = switch (kind) {
            case "DescribeDomains" -> domains(new Parameters(query, PAGE, "KeyWord", "SearchMode"));
            case "DescribeDomainRecords" ->
                records(new Parameters(query, PAGE, "DomainName", "RRKeyWord", "Type", "Line"), 500);
            case "DescribeSubDomainRecords" ->
                records(new Parameters(query, PAGE, "SubDomain", "DomainName", "Type", "Line"), 100);
            case "AddDomainRecord" ->
                add(new Parameters(query, Set.of(), "DomainName", "RR", "Type", "Value", "TTL", "Line"));
            case "UpdateDomainRecord" ->
                update(new Parameters(query, Set.of(), "RecordId", "RR", "Type", "Value", "TTL", "Line"));
            case "DeleteDomainRecord" -> delete(new Parameters(query, Set.of(), "RecordId"));
            default -> throw noSuchRoute();
        };
        return json(
                200,
                answer.put("RequestId", "EC5FDB00-3B95-4AAF-81B8-991EDF84793E").toString());
    }

    /** The parameters of an action. */
    private static final class Parameters {
        private final Map<String, String> given;

        Parameters(Map<String, String> given, Set<String> more, String... names) {
            Set<String> known = new TreeSet<>(more);
            known.addAll(List.of(names));
            if (!known.containsAll(given.keySet())) {
                throw refusal(400, "InvalidParameter", "of " + given.keySet() + " only " + known + " are known");
            }
            this.given = given;
        }

        Optional<String> optional(String name) {
            return Optional.ofNullable(given.get(name));
        }

        String text(String name) {
            return optional(name)
                    .filter(text -> !text.isEmpty())
                    .orElseThrow(() -> refusal(400, "Missing" + name, name + " is mandatory for this action."));
        }

        int number(String name, int usual, int max) {
            String text = given.getOrDefault(name, "" + usual);
            if (!text.matches("[1-9][0-9]{0,8}") || Integer.parseInt(text) > max) {
                throw refusal(400, "Invalid" + name, name + " is not from 1 to " + max);
            }
            return Integer.parseInt(text);
        }
    }

    private ObjectNode domains(Parameters given) {
        List<ObjectNode> all = new ArrayList<>();
        for (String name : zones()) {
            all.add(JSON.createObjectNode()
                    .put("DomainName", name)
                    .put("PunyCode", name)
                    .put("DomainId", "00efd71a-770e-4255-b54e-6fe5659baffe")
                    .put("AliDomain", true)
                    .put("VersionCode", "mianfei"));
        }
        return page(given, 100, all, "Domains", "Domain");
    }

    private static ObjectNode page(Parameters given, int max, List<ObjectNode> all, String outer, String inner) {
        int number = given.number("PageNumber", 1, Integer.MAX_VALUE);
        int size = given.number("PageSize", 20, max);
        ObjectNode answer = JSON.createObjectNode()
                .put("TotalCount", all.size())
                .put("PageNumber", number)
                .put("PageSize", size);
        ArrayNode items = answer.putObject(outer).putArray(inner);
        all.stream().skip((number - 1L) * size).limit(size).forEach(items::add);
        return answer;
    }

    private ObjectNode records(Parameters given, int max) {
        String domain = domain(given);
        List<ObjectNode> found = new ArrayList<>();
        for (ObjectNode record : zone(domain).values()) {
            String rr = record.get("RR").textValue();
            String whole = rr.equals("@") ? domain : rr + "." + domain;
            boolean right = given.optional("SubDomain").map(whole::equals).orElse(true)
                    && given.optional("RRKeyWord").map(rr::contains).orElse(true)
                    && given.optional("Type")
                            .map(record.get("Type").textValue()::equals)
                            .orElse(true)
                    && given.optional("Line")
                            .map(record.get("Line").textValue()::equals)
                            .orElse(true);
            if (right) {
                found.add(record);
            }
        }
        return page(given, max, found, "DomainRecords", "Record");
    }

    private String domain(Parameters given) {
        String name = given.text("DomainName");
        if (!zones().contains(name)) {
            throw refusal(
                    400,
                    "InvalidDomainName.NoExist",
                    "The specified domain name does not exist. Refresh the page and try again.");
        }
        return name;
    }

    private ObjectNode add(Parameters given) {
        String domain = domain(given);
        ObjectNode record = put(domain, given.text("Type"), given.text("RR"), given.text("Value"), USUAL_TTL);
        zone(domain).values().remove(record);
        write(domain, key(record), record, given);
        return JSON.createObjectNode().put("RecordId", record.get("RecordId").textValue());
    }

    private static String key(ObjectNode record) {
        return record.get("RecordId").textValue().substring("176062011".length());
    }

    private ObjectNode update(Parameters given) {
        ObjectNode before = existing(given);
        ObjectNode record = before.deepCopy();
        record.put("Type", given.text("Type")).put("RR", given.text("RR")).put("Value", given.text("Value"));
        write(before.get("DomainName").textValue(), key(before), record, given);
        return JSON.createObjectNode().put("RecordId", record.get("RecordId").textValue());
    }

    private void write(String domain, String key, ObjectNode record, Parameters given) {
        record.put("TTL", given.number("TTL", USUAL_TTL, 86_400));
        record.put("Line", given.optional("Line").orElse("default"));
        boolean there = zone(domain).entrySet().stream()
                .filter(other -> !other.getKey().equals(key) || other.getValue().equals(record))
                .map(Map.Entry::getValue)
                .anyMatch(other -> List.of("RR", "Type", "Line", "Value").stream()
                        .allMatch(member -> other.get(member).equals(record.get(member))));
        if (there) {
            throw refusal(400, "DomainRecordDuplicate", "The DNS record already exists.");
        }
        store(domain, key, record, smallestTtl, 86_400);
    }

    private ObjectNode delete(Parameters given) {
        ObjectNode record = existing(given);
        zone(record.get("DomainName").textValue()).remove(key(record));
        return JSON.createObjectNode().put("RecordId", record.get("RecordId").textValue());
    }

    private ObjectNode existing(Parameters given) {
        String id = given.text("RecordId");
        return zones().stream()
                .flatMap(name -> zone(name).values().stream())
                .filter(record -> record.get("RecordId").textValue().equals(id))
                .findFirst()
                .orElseThrow(() ->
                        refusal(400, "DomainRecordNotBelongToUser", "The DNS record does not belong to this user."));
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
        StringBuilder canonical =
                new StringBuilder(request.getMethod().getName()).append("\n/\n").append(query(request));
        canonical.append('\n');
        names.forEach(name -> canonical
                .append(name)
                .append(':')
                .append(String.valueOf(request.getHeader(name)).strip())
                .append('\n'));
        String hash = hash(request.getBody());
        canonical.append('\n').append(given.group(2)).append('\n').append(hash);
        String right = sign("ACS3-HMAC-SHA256\n" + hash(canonical.toString().getBytes(StandardCharsets.UTF_8)));
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
        String plain = URLDecoder.decode(text, StandardCharsets.UTF_8);
        return URLEncoder.encode(plain, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String sign(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
