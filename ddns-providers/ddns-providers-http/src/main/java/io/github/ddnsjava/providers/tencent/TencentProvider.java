package io.github.ddnsjava.providers.tencent;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.AttributeSpec;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.ProviderType;
import io.github.ddnsjava.publish.http.Asked;
import io.github.ddnsjava.publish.http.ErrorTable;
import io.github.ddnsjava.publish.http.Errors;
import io.github.ddnsjava.publish.http.JsonBody;
import io.github.ddnsjava.publish.http.Meaning;
import io.github.ddnsjava.publish.http.Pages;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.http.ProviderRequest;
import io.github.ddnsjava.publish.sign.AccessKey;
import io.github.ddnsjava.publish.sign.Tc3;
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
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Publishes to DNSPod by the interface of Tencent Cloud: one URL for all calls, each with the name of an action, a JSON
 * object and a signature. A name can have records for several lines; only those of the default line are ours. Immutable and
 * thread-safe.
 *
 * @see <a href="https://cloud.tencent.com/document/product/1427">the vendor's reference</a>
 */
public final class TencentProvider extends SingleRecordsProvider {
    private static final SettingSpec ID = SettingSpec.required(
                    "secretId", "the SecretId of an API key, which begins with AKID or IKID")
            .inForm(
                    "[A-Za-z0-9_-]{16,128}",
                    "the SecretId of an API key, as the console of CAM shows it (AKID…); the number of a DNSPod token"
                            + " belongs to the provider dnspod")
            .example("AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE");
    private static final SettingSpec KEY = SettingSpec.secret("secretKey", "the SecretKey of that API key")
            .withoutSpaces("the SecretKey, as the console of CAM shows it once");
    private static final SettingSpec TOKEN = SettingSpec.optionalSecret(
                    "token", "the token of a temporary key (STS), which belongs to that SecretId and SecretKey")
            .withoutSpaces("the Token, as STS gives it out with a temporary SecretId and SecretKey");

    /** The type {@code tencent}. */
    public static final ProviderType TYPE = ProviderType.of(
                    "tencent", "Tencent Cloud DNSPod", "https://cloud.tencent.com/document/product/1427")
            .settings(ID, KEY, TOKEN)
            .http(
                    "https://dnspod.tencentcloudapi.com",
                    settings -> new Tc3(AccessKey.of(settings, ID, KEY, TOKEN), "dnspod"),
                    (asked, answer, now) -> table(asked).check(asked, answer, now))
            .abilities(Abilities.forZones()
                    .attribute(AttributeSpec.ttl(Duration.ofSeconds(1), Duration.ofDays(7)))
                    .rateLimit(20, Duration.ofSeconds(1)))
            .limits("20 changes and 100 lists a second")
            .evidence("the vendor's documentation; the published vectors of the signature; tested with a strict fake")
            .notes(
                    "Make a sub-user in the console of CAM with an API key, and give it the policy QcloudDNSPodFullAccess, or"
                            + " one with dnspod:DescribeDomainList, DescribeRecordList, CreateRecord, ModifyRecordFields and"
                            + " DeleteRecord. Do not use the API key of the whole account. A DNSPod token, which is a number"
                            + " and a text, is for the provider dnspod.",
                    "The international site has another endpoint: https://dnspod.intl.tencentcloudapi.com.",
                    "Only records of the default line are read and written. Records for other lines, and the weights and"
                            + " remarks of all records, stay as they are.",
                    "The smallest TTL depends on the plan: 10m for the free one, down to 1s. A new record without a TTL gets"
                            + " 10m.",
                    "A disabled record is left alone.",
                    "A new record can be missing from lists for 30s. If it is then created again, the service refuses that,"
                            + " and the list is read again.",
                    "The records of a zone are listed once, in pages of 500; those of a single name by one call.")
            .madeBy(TencentProvider::new);

    private static final String LINE = "默认";
    private static final String LINE_ID = "0";
    private static final Pages PAGES = Pages.offset("Offset", "Limit", 500).inJson();
    private static final RecordFields FIELDS = RecordFields.of(NameForm.RELATIVE_AT, "Name", "Type", "Value")
            .written(NameForm.RELATIVE_AT, "SubDomain", "RecordType")
            .id("RecordId")
            .ttl("TTL")
            .handsOff(
                    json -> !json.get("Status").asText().equals("ENABLE"),
                    "it has a disabled record; enable or delete that in the console first");

    private static final String POLICY =
            "the user needs the policy QcloudDNSPodFullAccess, or one that names this action";
    private static final ErrorTable ERRORS = ErrorTable.of(Errors.json("Response/Error/Code", "Response/Error/Message"))
            .successUnlessNamed()
            .row(Meaning.TRANSIENT, "AuthFailure.SignatureExpire")
            .row(Meaning.NO_PERMISSION, "AuthFailure.UnauthorizedOperation", "UnauthorizedOperation*")
            .row(Meaning.BAD_CREDENTIALS, "AuthFailure*", "InvalidParameter.LoginToken*")
            .row(
                    Meaning.BLOCKED,
                    "IpNotInWhitelist",
                    "IpInBlacklist",
                    "OperationDenied.IPInBlacklist*",
                    "InvalidParameter.AccountIsBanned")
            .row(
                    Meaning.NO_PERMISSION,
                    ProblemScope.ACCOUNT,
                    "FailedOperation.NotRealNamedUser",
                    "InvalidParameter.UnrealNameUser")
            .row(
                    Meaning.NOT_FOUND,
                    ProblemScope.ZONE,
                    "InvalidParameterValue.DomainNotExists",
                    "InvalidParameter.DomainInvalid",
                    "InvalidParameter.DomainIdInvalid",
                    "FailedOperation.NotDomainOwner",
                    "OperationDenied.NoPermissionToOperateDomain")
            .row(Meaning.NO_PERMISSION, "OperationDenied*")
            .row(Meaning.NOT_FOUND, ProblemScope.RECORD, "InvalidParameter.RecordIdInvalid")
            .row(Meaning.NOT_FOUND, "ResourceNotFound*")
            .row(Meaning.ALREADY_THERE, "InvalidParameter.DomainRecordExist")
            .row(
                    Meaning.BLOCKED,
                    ProblemScope.ZONE,
                    "FailedOperation.DomainIsLocked",
                    "FailedOperation.DomainIsSpam",
                    "InvalidParameter.DomainNotAllowedModifyRecords")
            .row(Meaning.INVALID, "LimitExceeded.RecordTtlLimit")
            .row(Meaning.RATE_LIMITED, "RequestLimitExceeded*", "LimitExceeded.FailedLoginLimitExceeded")
            .row(Meaning.QUOTA, "LimitExceeded*")
            .row(Meaning.UNKNOWN, "InternalError*", "FailedOperation.UnknowError", "InvalidParameter.OperateFailed")
            .hint("AuthFailure.SignatureExpire", "the clock of this host is wrong by more than 5 minutes; set it")
            .hint("AuthFailure.SignatureFailure", "secretKey does not belong to secretId")
            .hint("AuthFailure.TokenFailure", "the temporary key has expired, or token does not belong to it")
            .hint("AuthFailure.SecretIdNotFound", "make a new API key in the console of CAM")
            .hint("AuthFailure.InvalidSecretId", "make a new API key in the console of CAM")
            .hint("IpNotInWhitelist", "add the address of this host to the account's allow-list")
            .hint("FailedOperation.NotRealNamedUser", "the owner of the account must prove the identity in the console")
            .hint("InvalidParameter.UnrealNameUser", "the owner of the account must prove the identity in the console")
            .hint("AuthFailure.UnauthorizedOperation", POLICY)
            .hint("UnauthorizedOperation*", POLICY)
            .hint("LimitExceeded.RecordTtlLimit", "the plan of this domain does not allow so short a TTL");

    private static final String RECORDS = "DescribeRecordList";
    private static final String DOMAINS = "DescribeDomainList";
    /** The codes of empty lists, each a success of its own call alone: a domain that is missing is no empty one. */
    private static final Map<String, ErrorTable> TABLES = Map.of(
            RECORDS, orEmpty("ResourceNotFound.NoDataOfRecord"), DOMAINS, orEmpty("ResourceNotFound.NoDataOfDomain"));

    /** Creates one by its settings. */
    public TencentProvider(Settings settings, ProviderContext context) {
        super(TYPE, settings, context);
    }

    private static ErrorTable orEmpty(String code) {
        return ERRORS.successIfOnly(code);
    }

    private static ErrorTable table(Asked asked) {
        String action = asked.what().substring(asked.what().lastIndexOf(' ') + 1);
        return TABLES.getOrDefault(action, ERRORS);
    }

    private static ProviderRequest call(ProviderHttp http, String action, Consumer<JsonBody> parameters) {
        return http.call(action)
                .readingIf(action.startsWith("Describe"))
                .header("X-TC-Action", action)
                .header("X-TC-Version", "2021-03-23")
                .json(parameters);
    }

    /** Returns a list in an answer. That it would be empty is an error with a code of its own. */
    private static List<JsonReader> items(JsonReader page, String list) {
        JsonReader response = page.get("Response");
        return response.get("Error").isPresent()
                ? List.of()
                : response.get(list).asList();
    }

    @Override
    protected Zones zones() {
        return Zones.listed(http ->
                Zone.all(call(http, DOMAINS, body -> {}).all(PAGES, page -> items(page, "DomainList")), "Name"));
    }

    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
        ProviderRequest request = call(http, RECORDS, body -> {
            body.put("Domain", zone.id());
            onlyName(keys).ifPresent(name -> body.put("Subdomain", NameForm.RELATIVE_AT.write(name, zone.name())));
        });
        return FIELDS.listing(
                zone,
                request.all(PAGES, page -> items(page, "RecordList")).stream()
                        .filter(json -> json.get("LineId").asId().equals(LINE_ID))
                        .toList());
    }

    @Override
    protected ZoneRecord create(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException {
        return made(value, call(http, "CreateRecord", body -> {
            body.put("Domain", zone.id()).put("RecordLine", LINE).put("RecordLineId", LINE_ID);
            FIELDS.put(body, zone, value);
        }));
    }

    /** This call changes the named fields only; the others that change records would reset weight and TTL. */
    @Override
    protected ZoneRecord update(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException {
        Map<String, Object> fields = new TreeMap<>(Map.of("value", value.address()));
        if (value.attributes().containsKey(Attributes.TTL)) {
            value.ttl().ifPresent(ttl -> fields.put("ttl", ttl.toSeconds()));
        }
        return made(value, call(http, "ModifyRecordFields", body -> {
            body.put("Domain", zone.id());
            value.before().ifPresent(old -> old.repeat(body, "RecordId"));
            body.array(
                    "FieldList",
                    fields.entrySet(),
                    (field, entry) -> field.put("Key", entry.getKey())
                            .put("Value", entry.getValue().toString()));
        }));
    }

    private static ZoneRecord made(ValueWrite value, ProviderRequest request) throws InterruptedException {
        return value.asSent().withId(request.send().at("Response/RecordId").asId());
    }

    @Override
    protected void delete(Zone zone, ZoneRecord value, ProviderHttp http) throws InterruptedException {
        call(http, "DeleteRecord", body -> value.repeat(body.put("Domain", zone.id()), "RecordId"))
                .send()
                .at("Response/RequestId")
                .asText();
    }
}
