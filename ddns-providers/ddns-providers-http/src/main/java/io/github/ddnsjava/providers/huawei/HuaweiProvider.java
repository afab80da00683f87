package io.github.ddnsjava.providers.huawei;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.AttributeSpec;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.ProviderType;
import io.github.ddnsjava.publish.TicketStatus;
import io.github.ddnsjava.publish.http.ErrorTable;
import io.github.ddnsjava.publish.http.ErrorTable.VendorError;
import io.github.ddnsjava.publish.http.Errors;
import io.github.ddnsjava.publish.http.HttpTransport;
import io.github.ddnsjava.publish.http.Meaning;
import io.github.ddnsjava.publish.http.Pages;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.http.ProviderRequest;
import io.github.ddnsjava.publish.sign.AccessKey;
import io.github.ddnsjava.publish.sign.HuaweiSdk;
import io.github.ddnsjava.publish.support.Listing;
import io.github.ddnsjava.publish.support.NameForm;
import io.github.ddnsjava.publish.support.RecordSetsProvider;
import io.github.ddnsjava.publish.support.SetWrite;
import io.github.ddnsjava.publish.support.Zone;
import io.github.ddnsjava.publish.support.ZoneRecord;
import io.github.ddnsjava.publish.support.Zones;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Publishes to Huawei Cloud DNS: record sets with ids, one signed call for each. A name can have record sets for several
 * lines, and several weighted ones for one line; only a single one of the default line is ours. A write is accepted first and
 * carried out later, though lists show it at once. Immutable and thread-safe.
 *
 * @see <a href="https://support.huaweicloud.com/intl/en-us/api-dns/index.html">the vendor's reference</a>
 */
public final class HuaweiProvider extends RecordSetsProvider {
    private static final SettingSpec ID = SettingSpec.required("accessKeyId", "the access key id (AK)")
            .inForm(
                    "[A-Za-z0-9]{16,64}",
                    "the Access Key Id that \"My Credentials\" in the console shows: letters and digits")
            .example("ABCDEFGHIJKLMNOPQRST");
    private static final SettingSpec KEY = SettingSpec.secret(
                    "secretAccessKey", "the secret access key (SK) that belongs to it")
            .withoutSpaces("the Secret Access Key, as the file has it that the console offers once");
    private static final SettingSpec TOKEN = SettingSpec.optionalSecret(
                    "securityToken", "the security token of a temporary access key, which belongs to that AK and SK")
            .withoutSpaces("the security token, as IAM gives it out with a temporary AK and SK");

    private static final Function<HttpTransport.Answer, List<VendorError>> NAMED =
            Errors.either(Errors.json("code", "message"), Errors.json("error_code", "error_msg"));

    private static final ErrorTable ERRORS = ErrorTable.of(HuaweiProvider::named)
            .row(Meaning.BAD_CREDENTIALS, "APIGW.0301", "APIGW.0303", "DNS.0005")
            .row(Meaning.NO_PERMISSION, "APIGW.0302", "APIGW.0305", "APIGW.0306", "DNS.0013", "DNS.0030", "DNS.1802")
            .row(Meaning.NO_PERMISSION, ProblemScope.ACCOUNT, "DNS.0040")
            .row(Meaning.INVALID, "APIGW.0101")
            .row(Meaning.RATE_LIMITED, "APIGW.0308", "DNS.0014", "DNS.0021")
            .row(Meaning.NOT_FOUND, ProblemScope.ZONE, "DNS.0302", "DNS.1206")
            .row(Meaning.NOT_FOUND, ProblemScope.RECORD, "DNS.0004", "DNS.0313", "DNS.0312 (404)")
            .row(Meaning.ALREADY_THERE, "DNS.0335", "DNS.0312", "DNS.0016")
            .row(Meaning.BLOCKED, ProblemScope.ZONE, "DNS.0209", "DNS.0213", "DNS.0214")
            .row(Meaning.QUOTA, "DNS.0403", "DNS.0404", "DNS.0405", "DNS.0408", "DNS.0409")
            .row(Meaning.UNKNOWN, "DNS.0000", "DNS.0001", "DNS.0003", "DNS.0012", "DNS.0015", "DNS.0022", "DNS.0036")
            .row(Meaning.UNKNOWN, "APIGW.0201")
            .hint(
                    "APIGW.0301",
                    "accessKeyId and secretAccessKey must be those of one key, and the clock of this host right; a temporary"
                            + " key needs its securityToken, and expires")
            .hint("APIGW.0101", "check the endpoint")
            .hint("DNS.0040", "the owner of the account must prove the identity in the console")
            .hint(Meaning.NO_PERMISSION, "the IAM user needs the policy DNS FullAccess");

    /** The type {@code huawei}. */
    public static final ProviderType TYPE = ProviderType.of(
                    "huawei", "Huawei Cloud DNS", "https://support.huaweicloud.com/intl/en-us/api-dns/index.html")
            .settings(ID, KEY, TOKEN)
            .http(
                    "https://dns.myhuaweicloud.com",
                    settings -> new HuaweiSdk(AccessKey.of(settings, ID, KEY, TOKEN)),
                    ERRORS)
            .abilities(Abilities.forZones()
                    .attribute(AttributeSpec.ttl(Duration.ofSeconds(1)))
                    .tickets())
            .limits("not published; too many requests are refused")
            .evidence(
                    "the vendor's documentation and models; the published vector of the signature; tested with a strict"
                            + " fake")
            .notes(
                    "Make an IAM user with an access key, and give it the policy DNS FullAccess.",
                    "A temporary access key has a security token in addition, and expires. With a new one the id changes, too, so"
                            + " the configuration must be loaded again.",
                    "Only public zones are used. The European site and single regions have another endpoint, as in"
                            + " https://dns.ap-southeast-1.myhuaweicloud.com.",
                    "Only the record set of the default line is read and written. Those of other lines stay as they are. A"
                            + " name with several weighted record sets, an alias, or a record set that is disabled or"
                            + " frozen is left alone.",
                    "A new record set without a TTL gets 5m. A change keeps the description and the weight.",
                    "A change is reported as pending until the status of its record set says that it was carried out, mostly"
                            + " within moments.",
                    "The record sets of a zone are listed once, in pages of 500; those of a single name by one call.")
            .madeBy(HuaweiProvider::new);

    private static final String LINE = "default_view";
    private static final String SETS = "/v2.1/zones/{zone}/recordsets";
    private static final String SET = SETS + "/{set}";
    private static final String PENDING = "PENDING_";
    private static final String ERROR = "ERROR";
    /** The end of the ticket of a set that is removed. */
    private static final String REMOVED = "/removed";

    private static final Duration USUALLY_DONE = Duration.ofSeconds(5);
    private static final Pages PAGES = Pages.offset(
            "offset",
            "limit",
            500,
            page -> page.at("metadata/total_count").optional().map(JsonReader::asLong));

    /** Creates one by its settings. */
    public HuaweiProvider(Settings settings, ProviderContext context) {
        super(TYPE, settings, context);
    }

    /** One code means that a set is there or that it is missing, which the status tells. */
    private static List<VendorError> named(HttpTransport.Answer answer) {
        return NAMED.apply(answer).stream()
                .map(error -> error.code().equals("DNS.0312") && answer.status() == 404
                        ? new VendorError("DNS.0312 (404)", error.message())
                        : error)
                .toList();
    }

    @Override
    protected Zones zones() {
        return Zones.listed(
                http -> Zone.all(http.get("/v2/zones").query("type", "public").all(PAGES, "zones"), "name", "id"));
    }

    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
        Optional<String> only = onlyName(keys).map(name -> NameForm.FULL_DOT.write(name, zone.name()));
        Listing listing = new Listing();
        http
                .get(SETS, zone.id())
                .query("name", only)
                .query("search_mode", only.map(name -> "equal"))
                .all(PAGES, "recordsets")
                .stream()
                .filter(HuaweiProvider::isOurs)
                .forEach(json -> NameForm.FULL_DOT
                        .read(json.get("name").asText(), zone.name())
                        .ifPresent(name -> listing.addSet(
                                name, json.get("type").asText(), type -> values(listing, name, type, json))));
        return listing;
    }

    private static boolean isOurs(JsonReader json) {
        return json.get("line").asText().equals(LINE)
                && !json.get("status").asText().equals("PENDING_DELETE");
    }

    private static List<ZoneRecord> values(Listing listing, DnsName name, RecordType type, JsonReader json) {
        String status = json.get("status").asText();
        if (!listing.at(name, type).isEmpty()) {
            listing.handsOff(name, type, "it has several weighted record sets");
        }
        if (json.get("alias_target").isPresent()) {
            listing.handsOff(name, type, "it is an alias");
            return List.of(); // its values are elsewhere
        }
        if (!status.equals("ACTIVE") && !status.startsWith(PENDING)) {
            listing.handsOff(name, type, "its status is " + kind(status) + "; check it in the console");
        }
        Duration ttl = json.get("ttl").asSeconds();
        return json.get("records").asList().stream()
                .map(value -> ZoneRecord.read(name, type, value.asText())
                        .withId(json.get("id").asId())
                        .withTtl(ttl))
                .toList();
    }

    /** Returns the status for a message, but no text of another kind. */
    private static String kind(String status) {
        return status.matches("[A-Z_]{1,20}") ? status : "unknown";
    }

    @Override
    protected Map<RecordKey, ChangeResult> write(Zone zone, List<SetWrite> writes, Listing listing, ProviderHttp http)
            throws InterruptedException {
        SetWrite set = writes.get(0); // the only one: no ability says that a call can have more
        return Map.of(set.change().key(), set.removesAll() ? remove(zone, set, http) : write(zone, set, http));
    }

    /** What a change leaves out stays as it is. */
    private static ChangeResult write(Zone zone, SetWrite set, ProviderHttp http) throws InterruptedException {
        ProviderRequest request = set.present().isEmpty()
                ? http.post(SETS, zone.id())
                : http.put(SET, zone.id(), set.present().get(0).id());
        JsonReader answer = request.json(body -> {
                    body.put("name", NameForm.FULL_DOT.write(set.name(), zone.name()))
                            .put("type", set.type())
                            .put("records", List.copyOf(set.values()));
                    set.corrections().forEach(body::put); // only ttl is declared
                })
                .send();
        SortedSet<IpAddress> made = answer.get("records").asList().stream()
                .map(JsonReader::asAddress)
                .collect(Collectors.toCollection(TreeSet::new));
        String status = answer.get("status").asText();
        if (!made.equals(set.values()) || status.equals(ERROR)) {
            throw new ProtocolException("the provider accepted " + set.name() + " " + set.type()
                    + ", but its answer does not show the addresses as carried out");
        }
        Duration ttl = answer.get("ttl").asSeconds();
        String id = answer.get("id").asId();
        return status.startsWith(PENDING)
                ? pending(http, USUALLY_DONE, zone.id() + "/" + id)
                : set.applied(Map.of(Attributes.TTL, ttl));
    }

    private static ChangeResult remove(Zone zone, SetWrite set, ProviderHttp http) throws InterruptedException {
        Optional<JsonReader> answer =
                http.delete(SET, zone.id(), set.present().get(0).id()).sendIfPresent(ProblemScope.RECORD);
        return answer.isPresent()
                ? pending(
                        http,
                        USUALLY_DONE,
                        zone.id() + "/" + answer.get().get("id").asId() + REMOVED)
                : set.applied(); // it was gone already
    }

    /** A set that is removed is done when it is gone. */
    @Override
    protected TicketStatus accepted(String ticket, ProviderHttp http) throws InterruptedException {
        boolean removed = ticket.endsWith(REMOVED);
        String[] ids = ticket.split("/", 3);
        ProviderRequest request = http.get(SET, ids[0], ids[1]);
        Optional<JsonReader> set = removed ? request.sendIfPresent(ProblemScope.RECORD) : Optional.of(request.send());
        String status = set.map(json -> json.get("status").asText()).orElse("");
        if (status.equals(ERROR)) {
            return TicketStatus.failed(
                    ProblemKind.TRANSIENT,
                    "GET " + SET,
                    "the status of the record set is ERROR; check it in the console");
        }
        if (status.startsWith(PENDING)) {
            return TicketStatus.pending();
        }
        return status.equals(removed ? "" : "ACTIVE") ? TicketStatus.done() : TicketStatus.unknown();
    }
}
