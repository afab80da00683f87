package io.github.ddnsjava.providers.dnspod;

import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.AttributeSpec;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.ProviderType;
import io.github.ddnsjava.publish.http.Asked;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.ErrorTable;
import io.github.ddnsjava.publish.http.Errors;
import io.github.ddnsjava.publish.http.Meaning;
import io.github.ddnsjava.publish.http.Pages;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.http.ProviderRequest;
import io.github.ddnsjava.publish.support.Listing;
import io.github.ddnsjava.publish.support.NameForm;
import io.github.ddnsjava.publish.support.RecordFields;
import io.github.ddnsjava.publish.support.SingleRecordsProvider;
import io.github.ddnsjava.publish.support.ValueWrite;
import io.github.ddnsjava.publish.support.Zone;
import io.github.ddnsjava.publish.support.ZoneRecord;
import io.github.ddnsjava.publish.support.Zones;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Publishes to DNSPod by its own interface, older than that of Tencent Cloud: forms with a token. A name can have records for
 * several lines; only those of the default line are ours. Immutable and thread-safe.
 *
 * @see <a href="https://docs.dnspod.cn/api/">the vendor's reference</a>
 */
public final class DnspodProvider extends SingleRecordsProvider {
    private static final SettingSpec ID = SettingSpec.required("id", "the ID of a DNSPod token, a number")
            .inForm(
                    "[0-9]{1,12}",
                    "the number that the console of DNSPod shows beside the token; a SecretId (AKID…) belongs to the"
                            + " provider tencent")
            .example("123456");
    private static final SettingSpec TOKEN = SettingSpec.secret("token", "the DNSPod token that belongs to that ID")
            .inForm(
                    "[A-Za-z0-9]{16,128}",
                    "the DNSPod token alone, without its ID and without a comma, as the console shows it once");

    /** The type {@code dnspod}. */
    public static final ProviderType TYPE = ProviderType.of("dnspod", "DNSPod", "https://docs.dnspod.cn/api/")
            .settings(ID, TOKEN)
            .http(
                    "https://dnsapi.cn",
                    DnspodProvider::token,
                    (asked, answer, now) -> table(asked).check(asked, answer, now))
            .abilities(Abilities.forZones().attribute(AttributeSpec.ttl(Duration.ofSeconds(1), Duration.ofDays(7))))
            .limits("not published; 5 requests in an hour that change nothing lock a record for an hour")
            .evidence(
                    "recorded traffic of 2016; clients of others; tested with a strict fake. The meanings of most codes"
                            + " are from memory")
            .notes(
                    "Make a DNSPod token in the console of DNSPod, under API keys. Its ID and the token are shown once. A"
                            + " SecretId (AKID…) is for the provider tencent.",
                    "Only records of the default line are read and written. Records for other lines, and the weights of all"
                            + " records, stay as they are.",
                    "The smallest TTL depends on the plan: 10m for the free one. A new record without a TTL gets 10m.",
                    "A disabled record is left alone.",
                    "The records of a zone are listed once, in pages of 500; those of a single name by one call.")
            .madeBy(DnspodProvider::new);

    private static final String LINE = "默认";
    private static final Pages PAGES = Pages.offset("offset", "length", 500).inForm();
    private static final RecordFields FIELDS = RecordFields.of(NameForm.RELATIVE_AT, "name", "type", "value")
            .written(NameForm.RELATIVE_AT, "sub_domain", "record_type")
            .id("id")
            .textTtl("ttl")
            .handsOff(
                    json -> !json.get("enabled").asId().equals("1"),
                    "it has a disabled record; enable or delete that in the console first")
            .inForm();

    /** The code of an empty list, which is an error. */
    private static final String EMPTY = "10";

    private static final ErrorTable WRITES = ErrorTable.of(Errors.json("status/code", "status/message"))
            .success(Errors.jsonSuccess("status/code", "1"))
            .row(Meaning.BAD_CREDENTIALS, "-1")
            .row(Meaning.RATE_LIMITED, "-2", "-8")
            .row(Meaning.NO_PERMISSION, "-7")
            .row(Meaning.NO_PERMISSION, ProblemScope.ACCOUNT, "-3", "-4", "50", "82", "83", "85")
            .rowIf(
                    Meaning.NO_PERMISSION,
                    ProblemScope.ACCOUNT,
                    error -> error.code().matches("10[0-9]{2}"))
            .row(Meaning.TRANSIENT, "-99")
            .row(Meaning.UNKNOWN, "3") // "unknown error": a write may have been carried out
            .row(Meaning.NOT_FOUND, ProblemScope.ZONE, "7", "13")
            .row(Meaning.NOT_FOUND, "8")
            .row(Meaning.BLOCKED, ProblemScope.ZONE, "-15", "21")
            .row(Meaning.QUOTA, "23", "24", "25", "32", "33")
            .row(Meaning.ALREADY_THERE, "104")
            .hint("-1", "the ID and the token must be those of one DNSPod token; make a new one in the console")
            .hint("-2", "the account has made too many requests; the service counts them by the hour")
            .hint("83", "the account has a protection of logins by area; allow the area of this host")
            .hint("85", "the account has a protection of logins by area; allow the area of this host");

    /** The meaning of some codes depends on the action: 6 is a domain that is wrong, or another parameter of a write. */
    private static final ErrorTable READS =
            WRITES.success(Errors.jsonSuccess("status/code", "1", EMPTY)).row(Meaning.NOT_FOUND, "6");

    /** Creates one by its settings. */
    public DnspodProvider(Settings settings, ProviderContext context) {
        super(TYPE, settings, context);
    }

    private static ErrorTable table(Asked asked) {
        return asked.scope() == ProblemScope.RECORD ? WRITES : READS;
    }

    private static Authorizer token(Settings settings) {
        String id = settings.text(ID);
        Secret token = settings.secret(TOKEN);
        return Authorizer.of(
                () -> id, request -> request.form("login_token", request.secret(id + "," + request.reveal(token))));
    }

    private static ProviderRequest call(ProviderHttp http, String action) {
        return http.post("/" + action)
                .readingIf(action.equals("Domain.Info") || action.equals("Record.List"))
                .form("format", "json")
                .form("lang", "en");
    }

    @Override
    protected Zones zones() {
        return Zones.probed((name, http) -> {
            JsonReader domain =
                    call(http, "Domain.Info").form("domain", name).send().get("domain");
            domain.get("id").asId(); // confirms it
            return Optional.of(new Zone(name, name.toString()));
        });
    }

    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
        ProviderRequest request = call(http, "Record.List").form("domain", zone.id());
        onlyName(keys).ifPresent(name -> request.form("sub_domain", NameForm.RELATIVE_AT.write(name, zone.name())));
        return FIELDS.listing(
                zone,
                request.all(PAGES, DnspodProvider::records).stream()
                        .filter(DnspodProvider::isOfDefaultLine)
                        .toList());
    }

    private static List<JsonReader> records(JsonReader page) {
        return page.at("status/code").scalar().equals(EMPTY)
                ? List.of()
                : page.get("records").asList();
    }

    /** Older answers have the line without its id, which is 0. */
    private static boolean isOfDefaultLine(JsonReader json) {
        Optional<JsonReader> id = json.get("line_id").optional();
        String line = json.get("line").asText();
        return id.map(known -> known.asId().equals("0"))
                .orElseGet(() -> line.equals(LINE) || line.equalsIgnoreCase("default"));
    }

    @Override
    protected ZoneRecord create(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException {
        return sent(zone, value, call(http, "Record.Create"));
    }

    /** What is not sent would become the default, and not stay. */
    @Override
    protected ZoneRecord update(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException {
        ProviderRequest request = call(http, "Record.Modify").form("record_id", value.id());
        value.rawBefore(JsonReader.class)
                .flatMap(raw -> raw.get("weight").optional())
                .ifPresent(weight -> request.form("weight", weight.asId()));
        return sent(zone, value, request);
    }

    private static ZoneRecord sent(Zone zone, ValueWrite value, ProviderRequest request) throws InterruptedException {
        request.form("domain", zone.id()).form("record_line", LINE);
        JsonReader answer = FIELDS.put(request, zone, value).send();
        return value.asSent().withId(answer.at("record/id").asId());
    }

    @Override
    protected void delete(Zone zone, ZoneRecord value, ProviderHttp http) throws InterruptedException {
        call(http, "Record.Remove")
                .form("domain", zone.id())
                .form("record_id", value.id())
                .send();
    }
}
