package io.github.ddnsjava.providers.aliyun;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.AttributeSpec;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.ProviderType;
import io.github.ddnsjava.publish.http.ErrorTable;
import io.github.ddnsjava.publish.http.Errors;
import io.github.ddnsjava.publish.http.Meaning;
import io.github.ddnsjava.publish.http.Pages;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.http.ProviderRequest;
import io.github.ddnsjava.publish.sign.AccessKey;
import io.github.ddnsjava.publish.sign.Acs3;
import io.github.ddnsjava.publish.support.Listing;
import io.github.ddnsjava.publish.support.NameForm;
import io.github.ddnsjava.publish.support.RecordFields;
import io.github.ddnsjava.publish.support.SingleRecordsProvider;
import io.github.ddnsjava.publish.support.ValueWrite;
import io.github.ddnsjava.publish.support.Zone;
import io.github.ddnsjava.publish.support.ZoneRecord;
import io.github.ddnsjava.publish.support.Zones;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Publishes to Alibaba Cloud DNS (Alidns): one path for all calls, each with the name of an action and a signature. A name
 * can have records for several lines; only those of the line {@code default} are ours. Immutable and thread-safe.
 *
 * @see <a href="https://www.alibabacloud.com/help/en/dns/api-alidns-2015-01-09-overview">the vendor's reference</a>
 */
public final class AliyunProvider extends SingleRecordsProvider {
    private static final SettingSpec ID = SettingSpec.required(
                    "accessKeyId", "the id of the access key, which begins with LTAI or STS.")
            .inForm("[A-Za-z0-9._-]{8,128}", "the AccessKey ID that the RAM console shows, as in LTAI5t…");
    private static final SettingSpec SECRET = SettingSpec.secret("accessKeySecret", "the secret of the access key")
            .withoutSpaces("the AccessKey Secret, as the RAM console shows it once");
    private static final SettingSpec TOKEN =
            SettingSpec.optionalSecret("securityToken", "the token of a temporary access key (STS)");

    private static final ErrorTable ERRORS = ErrorTable.of(Errors.json("Code", "Message"))
            .successUnlessNamed()
            .row(
                    Meaning.BAD_CREDENTIALS,
                    "InvalidAccessKeyId*",
                    "IncompleteSignature*",
                    "SignatureDoesNotMatch*",
                    "InvalidSecurityToken*",
                    "MissingSecurityToken*")
            .row(Meaning.NO_PERMISSION, "Forbidden*", "NoPermission*")
            .row(Meaning.TRANSIENT, "InvalidTimeStamp*", "IllegalTimestamp*", "SignatureNonceUsed*")
            .row(Meaning.UNKNOWN, "ServiceUnavailable*", "InternalError*", "UnKnownError*", "UnknownError*")
            .row(Meaning.RATE_LIMITED, "Throttling*")
            .row(Meaning.NOT_FOUND, ProblemScope.ZONE, "InvalidDomainName.NoExist", "IncorrectDomainUser")
            .row(Meaning.NOT_FOUND, ProblemScope.RECORD, "DomainRecordNotBelongToUser", "InvalidRecordId*")
            .row(Meaning.NOT_DONE, "DomainRecordDuplicate")
            .row(Meaning.QUOTA, "QuotaExceeded*")
            .row(Meaning.BLOCKED, ProblemScope.ZONE, "DomainForbidden", "DomainExpiredDNSForbidden")
            .row(Meaning.BLOCKED, ProblemScope.RECORD, "RecordForbidden*", "DomainRecordLocked")
            .hint("InvalidAccessKeyId*", "make a new access key for the RAM user")
            .hint("SignatureDoesNotMatch*", "accessKeySecret does not belong to accessKeyId")
            .hint("InvalidSecurityToken*", "the temporary access key has expired; supply a new one")
            .hint("InvalidTimeStamp*", "the clock of this host is wrong by more than 15 minutes; set it")
            .hint("IllegalTimestamp*", "the clock of this host is wrong by more than 15 minutes; set it")
            .hint(
                    Meaning.NO_PERMISSION,
                    "the RAM user needs the policy AliyunDNSFullAccess, or one that names this action")
            .hint("InvalidTTL*", "the edition of this domain does not allow so short a TTL");

    /** The type {@code aliyun}. */
    public static final ProviderType TYPE = ProviderType.of(
                    "aliyun",
                    "Alibaba Cloud DNS",
                    "https://www.alibabacloud.com/help/en/dns/api-alidns-2015-01-09-overview")
            .settings(ID, SECRET, TOKEN)
            .http(
                    "https://alidns.aliyuncs.com",
                    settings -> new Acs3(AccessKey.of(settings, ID, SECRET, TOKEN, "STS.")),
                    ERRORS)
            .abilities(Abilities.forZones().attribute(AttributeSpec.ttl(Duration.ofSeconds(1), Duration.ofDays(1))))
            .limits("not published; the requests of one user are throttled")
            .evidence("the vendor's documentation; recorded traffic of 2020; the published vectors of the signature;"
                    + " tested with a strict fake")
            .notes(
                    "Make a RAM user with an access key, and give it the policy AliyunDNSFullAccess, or one with"
                            + " alidns:DescribeDomains, DescribeDomainRecords, DescribeSubDomainRecords, AddDomainRecord,"
                            + " UpdateDomainRecord and DeleteDomainRecord. Do not use the access key of the whole account.",
                    "Only records of the line default are read and written. Records for other lines, their weights, remarks"
                            + " and states stay as they are.",
                    "The smallest TTL depends on the edition: 10m for the free one, down to 1s. A new record without a TTL"
                            + " gets 10m.",
                    "A record that is locked or disabled is left alone.",
                    "The records of a zone are listed once, in pages of 500; those of a single name by one call.")
            .madeBy(AliyunProvider::new);

    private static final String LINE = "default";
    private static final RecordFields FIELDS = RecordFields.of(NameForm.RELATIVE_AT, "RR", "Type", "Value")
            .id("RecordId")
            .ttl("TTL")
            .inQuery()
            .handsOff(json -> json.get("Locked").asBoolean(), "it is locked; unlock it in the console first")
            .handsOff(
                    json -> !json.get("Status").asText().equalsIgnoreCase("ENABLE"),
                    "it has a disabled record; enable or delete that in the console first");

    /** Creates one by its settings. */
    public AliyunProvider(Settings settings, ProviderContext context) {
        super(TYPE, settings, context);
    }

    private static ProviderRequest call(ProviderHttp http, String action) {
        return http.post("/")
                .named(action)
                .readingIf(action.startsWith("Describe"))
                .header("x-acs-action", action)
                .header("x-acs-version", "2015-01-09");
    }

    private static Pages pages(int size) {
        return Pages.numbered("PageNumber", "PageSize", size, "TotalCount");
    }

    @Override
    protected Zones zones() {
        return Zones.listed(
                http -> Zone.all(call(http, "DescribeDomains").all(pages(100), "Domains/Domain"), "DomainName"));
    }

    /** A filter for a part of a name finds others, too; the call for one name does not. */
    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
        Optional<DnsName> only = onlyName(keys);
        return FIELDS.listing(
                zone,
                call(http, only.isPresent() ? "DescribeSubDomainRecords" : "DescribeDomainRecords")
                        .query("SubDomain", only)
                        .query("DomainName", zone.id())
                        .all(pages(only.isPresent() ? 100 : 500), "DomainRecords/Record")
                        .stream()
                        .filter(AliyunProvider::matters)
                        .toList());
    }

    /** Nothing can stand beside a CNAME record, of whatever line. */
    private static boolean matters(JsonReader json) {
        return json.get("Type").asText().equals("CNAME")
                || json.get("Line").asText().equals(LINE);
    }

    @Override
    protected ZoneRecord create(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException {
        return sent(zone, value, call(http, "AddDomainRecord").query("DomainName", zone.id()));
    }

    /** What is not sent would become the default, and not stay. */
    @Override
    protected ZoneRecord update(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException {
        return sent(zone, value, call(http, "UpdateDomainRecord").query("RecordId", value.id()));
    }

    private static ZoneRecord sent(Zone zone, ValueWrite value, ProviderRequest request) throws InterruptedException {
        JsonReader answer = FIELDS.put(request.query("Line", LINE), zone, value).send();
        return value.asSent().withId(answer.get("RecordId").asId());
    }

    @Override
    protected void delete(Zone zone, ZoneRecord value, ProviderHttp http) throws InterruptedException {
        call(http, "DeleteDomainRecord")
                .query("RecordId", value.id())
                .send()
                .get("RecordId")
                .asId();
    }
}
