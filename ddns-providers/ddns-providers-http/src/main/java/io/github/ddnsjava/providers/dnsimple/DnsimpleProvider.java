package io.github.ddnsjava.providers.dnsimple;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.AttributeSpec;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.ProviderType;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.ErrorTable;
import io.github.ddnsjava.publish.http.ErrorTable.VendorError;
import io.github.ddnsjava.publish.http.Errors;
import io.github.ddnsjava.publish.http.HttpTransport;
import io.github.ddnsjava.publish.http.Meaning;
import io.github.ddnsjava.publish.http.Pages;
import io.github.ddnsjava.publish.http.ProviderEndpoint;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.http.ProviderRequest;
import io.github.ddnsjava.publish.support.Listing;
import io.github.ddnsjava.publish.support.NameForm;
import io.github.ddnsjava.publish.support.SingleRecordsProvider;
import io.github.ddnsjava.publish.support.ValueWrite;
import io.github.ddnsjava.publish.support.Zone;
import io.github.ddnsjava.publish.support.ZoneRecord;
import io.github.ddnsjava.publish.support.Zones;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Publishes to DNSimple: single records with ids, whose names are relative to the zone. A change is a PATCH, which keeps
 * what it does not name. The account is found by the token; the id of a {@link Zone} is that of its account. Immutable and
 * thread-safe.
 *
 * @see <a href="https://developer.dnsimple.com/v2/zones/records/">the vendor's reference</a>
 */
public final class DnsimpleProvider extends SingleRecordsProvider {
    /** The type {@code dnsimple}. */
    public static final ProviderType TYPE = ProviderType.of(
                    "dnsimple", "DNSimple", "https://developer.dnsimple.com/v2/zones/records/")
            .settings(SettingSpec.secret("token", "an API access token of an account or a user"))
            .http()
            .limits("2,400 requests an hour")
            .evidence("the vendor's documentation and its recorded answers; tested with a strict fake")
            .notes(
                    "Make the token under Account, Access Tokens. The token of an account is better than that of a user,"
                            + " which can change all accounts of the user.",
                    "For the sandbox, the endpoint is https://api.sandbox.dnsimple.com/v2.",
                    "The TTL is 1m or more, by the plan of the account. A new record without a TTL gets 1h.",
                    "A change keeps the TTL that stands there, unless another one is configured, and the records of others at"
                            + " the same name. A name with a record of the system, or with one for some regions only, is"
                            + " left alone.",
                    "Each address is written by a call of its own. The records of a zone are listed once, in pages of"
                            + " 100; those of a single name by one call.")
            .madeBy(DnsimpleProvider::new);

    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");
    private static final String RECORDS = "/{account}/zones/{zone}/records";
    private static final String RECORD = RECORDS + "/{record}";

    private static final Pages PAGES = Pages.numberedWhile(
            "page",
            "per_page",
            100,
            page -> page.get("pagination").get("current_page").asLong()
                    < page.get("pagination").get("total_pages").asLong());

    private static final Function<HttpTransport.Answer, List<VendorError>> MESSAGE = Errors.json("message", "message");

    private static final ErrorTable ERRORS = ErrorTable.of(DnsimpleProvider::named)
            .success(answer -> named(answer).isEmpty())
            .rowIf(Meaning.ALREADY_THERE, error -> (error.code() + error.message()).contains("already exists"))
            .status(Meaning.QUOTA, 402)
            .status(Meaning.QUOTA, 412)
            .permissionsPer(ProblemScope.ZONE)
            .limitsEndBy("x-ratelimit-reset")
            .hint(Meaning.BAD_CREDENTIALS, "the token is wrong; make a new one under Account, Access Tokens")
            .hint(Meaning.NO_PERMISSION, "the token needs the right to change this zone")
            .hint(Meaning.QUOTA, "check the subscription and the plan of the account");

    /** Creates one by its settings. */
    public DnsimpleProvider(Settings settings, ProviderContext context) {
        super(
                settings,
                ProviderEndpoint.of(settings, "https://api.dnsimple.com/v2", context)
                        .authorizedBy(Authorizer.bearer(settings.secret(
                                "token",
                                TOKEN,
                                "an API access token, as it is shown once under Account, Access Tokens: without"
                                        + " \"Bearer\", spaces and line breaks")))
                        .judgedBy(ERRORS),
                Abilities.builder()
                        .read()
                        .delete()
                        .wildcard()
                        .multiValue()
                        .attribute(AttributeSpec.ttl(Duration.ofMinutes(1), Duration.ofSeconds(Integer.MAX_VALUE)))
                        .rateLimit(2400, Duration.ofHours(1))
                        .build());
    }

    /** Returns the message, and what is said of single fields. */
    private static List<VendorError> named(HttpTransport.Answer answer) {
        List<VendorError> errors = new ArrayList<>(MESSAGE.apply(answer));
        JsonReader fields = JsonReader.parse("the body", answer.body()).at("errors");
        if (fields.isObject()) {
            fields.members()
                    .forEach((field, texts) -> (texts.isList() ? texts.asList() : List.of(texts))
                            .stream()
                                    .filter(JsonReader::isScalar)
                                    .forEach(text -> errors.add(new VendorError(field, text.scalar()))));
        }
        return errors;
    }

    @Override
    protected Zones zones() {
        return Zones.listed(DnsimpleProvider::allZones);
    }

    private static List<Zone> allZones(ProviderHttp http) throws InterruptedException {
        List<Zone> zones = new ArrayList<>();
        for (String account : accounts(http)) {
            for (JsonReader json : http.get("/{account}/zones", account)
                    .all(PAGES, page -> page.get("data").asList())) {
                if (json.get("active").asBoolean()) {
                    Zone.named(json.get("name").asText(), account).ifPresent(zones::add);
                }
            }
        }
        return zones;
    }

    /** The token of a user is that of all the user's accounts. */
    private static List<String> accounts(ProviderHttp http) throws InterruptedException {
        JsonReader who = http.get("/whoami").send().get("data");
        Optional<String> account = who.at("account/id").optional().map(JsonReader::asId);
        if (account.isPresent()) {
            return List.of(account.get());
        }
        who.get("user").get("id").asId(); // else it is no answer of this vendor
        return http.get("/accounts").send().get("data").asList().stream()
                .map(json -> json.get("id").asId())
                .toList();
    }

    /** That the filter knows wildcards is not documented, and a record that it hides would be made twice. */
    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
        Set<DnsName> names = keys.stream().map(RecordKey::name).collect(Collectors.toSet());
        ProviderRequest request = http.get(RECORDS, zone.id(), zone.name());
        names.stream()
                .filter(name -> names.size() == 1 && !name.isWildcard())
                .forEach(name -> request.query("name", NameForm.RELATIVE_EMPTY.write(name, zone.name())));
        Listing listing = new Listing();
        for (JsonReader json : request.all(PAGES, page -> page.get("data").asList())) {
            NameForm.RELATIVE_EMPTY
                    .read(json.get("name").asText(), zone.name())
                    .ifPresent(name -> listing.addSet(name, json.get("type").asText(), type -> {
                        if (json.get("system_record").asBoolean()) {
                            listing.handsOff(name, type, "it has a record of the vendor's system");
                        }
                        if (isRegional(json)) {
                            listing.handsOff(name, type, "it has a record that is for some regions only");
                        }
                        return List.of(record(name, type, json));
                    }));
        }
        return listing;
    }

    /** Such a record answers a part of the world, beside the one that is ours. */
    private static boolean isRegional(JsonReader json) {
        return json.get("regions")
                .optional()
                .filter(regions -> !regions.asList().stream()
                        .map(JsonReader::asText)
                        .toList()
                        .equals(List.of("global")))
                .isPresent();
    }

    private static ZoneRecord record(DnsName name, RecordType type, JsonReader json) {
        return ZoneRecord.read(name, type, json.get("content").asText())
                .withId(json.get("id").asId())
                .withTtl(Duration.ofSeconds(json.get(Attributes.TTL).asLong()));
    }

    @Override
    protected ZoneRecord create(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException {
        return made(value, http.post(RECORDS, zone.id(), zone.name()).json(body -> {
            body.put("name", NameForm.RELATIVE_EMPTY.write(value.name(), zone.name()));
            body.put("type", value.type()).put("content", value.address());
            value.attributes().forEach(body::put); // only ttl is declared
        }));
    }

    @Override
    protected ZoneRecord update(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException {
        return made(
                value, http.patch(RECORD, zone.id(), zone.name(), value.id()).json(body -> {
                    body.put("content", value.address());
                    value.attributes().forEach(body::put);
                }));
    }

    private static ZoneRecord made(ValueWrite value, ProviderRequest request) throws InterruptedException {
        return record(value.name(), value.type(), request.send().get("data"));
    }

    @Override
    protected void delete(Zone zone, ZoneRecord value, ProviderHttp http) throws InterruptedException {
        http.delete(RECORD, zone.id(), zone.name(), value.id()).send();
    }
}
