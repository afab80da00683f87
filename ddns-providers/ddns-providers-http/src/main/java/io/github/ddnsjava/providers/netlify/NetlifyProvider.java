package io.github.ddnsjava.providers.netlify;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.AttributeSpec;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.ProviderType;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.ErrorTable;
import io.github.ddnsjava.publish.http.ErrorTable.VendorError;
import io.github.ddnsjava.publish.http.HttpTransport;
import io.github.ddnsjava.publish.http.Meaning;
import io.github.ddnsjava.publish.http.Pages;
import io.github.ddnsjava.publish.http.ProviderEndpoint;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.http.ProviderRequest;
import io.github.ddnsjava.publish.support.Listing;
import io.github.ddnsjava.publish.support.NameForm;
import io.github.ddnsjava.publish.support.SetWrite;
import io.github.ddnsjava.publish.support.SingleRecordsProvider;
import io.github.ddnsjava.publish.support.ValueWrite;
import io.github.ddnsjava.publish.support.Zone;
import io.github.ddnsjava.publish.support.ZoneRecord;
import io.github.ddnsjava.publish.support.Zones;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Publishes to Netlify's DNS: single records with ids and whole names. No call changes a record: a new one is created, and
 * then the old one is deleted. Immutable and thread-safe.
 *
 * @see <a href="https://open-api.netlify.com/">the vendor's reference</a>
 */
public final class NetlifyProvider extends SingleRecordsProvider {
    /** The type {@code netlify}. */
    public static final ProviderType TYPE = ProviderType.of("netlify", "Netlify", "https://open-api.netlify.com/")
            .settings(
                    SettingSpec.secret("token", "a personal access token"),
                    SettingSpec.optional("accountSlug", "the team whose zones are searched; usually all teams are"))
            .http()
            .limits("500 requests a minute")
            .evidence(
                    "the vendor's OpenAPI description; clients of others; tested with a strict fake. The forms of errors are"
                            + " from the description alone")
            .notes(
                    "Make the token in the user settings under Applications, Personal access tokens.",
                    "A new record without a TTL gets 1h. A change keeps the TTL that stands there, unless another one is"
                            + " configured.",
                    "The service cannot change a record. A new one is created first, and then the old one is deleted, so"
                            + " that a name is never without an address.",
                    "Left alone are names that Netlify points at a site (NETLIFY records), managed records, and names with a"
                            + " CNAME record.",
                    "Each address costs two calls. The records of a zone are listed once.")
            .madeBy(NetlifyProvider::new);

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{16,}");
    private static final Pages PAGES = Pages.linkHeader();
    private static final String RECORDS = "/dns_zones/{zone}/dns_records";

    private static final ErrorTable ERRORS = ErrorTable.of(NetlifyProvider::errors)
            .success(answer -> errors(answer).isEmpty())
            .limitsEndBy("X-RateLimit-Reset")
            .hint(
                    Meaning.BAD_CREDENTIALS,
                    "the token is wrong or has expired; make a new one in the user settings under Applications, Personal"
                            + " access tokens");

    private final Optional<String> team;

    /** Creates one by its settings. */
    public NetlifyProvider(Settings settings, ProviderContext context) {
        super(
                settings,
                ProviderEndpoint.of(settings, "https://api.netlify.com/api/v1", context)
                        .authorizedBy(authorizer(settings))
                        .judgedBy(ERRORS),
                Abilities.builder()
                        .read()
                        .delete()
                        .wildcard()
                        .multiValue()
                        .attribute(AttributeSpec.ttl(Duration.ofSeconds(1), Duration.ofDays(7)))
                        .rateLimit(500, Duration.ofMinutes(1))
                        .build());
        team = settings.optionalText("accountSlug");
    }

    /** One token can be for several teams, which may have zones of the same name. */
    private static Authorizer authorizer(Settings settings) {
        Secret token = settings.secret(
                "token",
                TOKEN,
                "a personal access token, as the user settings show it once under Applications, Personal access tokens:"
                        + " without \"Bearer\" and spaces");
        String team =
                settings.optionalText("accountSlug").map(slug -> " " + slug).orElse("");
        return Authorizer.of(() -> token.reveal() + team, Authorizer.bearer(token)::authorize);
    }

    /** A list has none; a record that was refused has its own. */
    private static List<VendorError> errors(HttpTransport.Answer answer) {
        JsonReader json = JsonReader.parse("the body", answer.body());
        List<VendorError> all = new ArrayList<>();
        if (json.get("code").isScalar()) {
            String message =
                    json.get("message").isScalar() ? json.get("message").scalar() : "";
            all.add(new VendorError(json.get("code").scalar(), message));
        }
        JsonReader errors = json.get("errors");
        errors.members().forEach((field, text) -> all.add(new VendorError(field, words(text))));
        if (errors.isList()) {
            errors.asList().forEach(text -> all.add(new VendorError("", words(text))));
        }
        return all;
    }

    private static String words(JsonReader text) {
        JsonReader first = text.isList() ? text.at("0") : text;
        return first.isScalar() ? first.scalar() : "refused";
    }

    @Override
    protected Zones zones() {
        return Zones.listed(http -> {
            ProviderRequest request = http.get("/dns_zones").query("per_page", 100);
            team.ifPresent(slug -> request.query("account_slug", slug));
            return request.all(PAGES, JsonReader::asList).stream()
                    .flatMap(json ->
                            Zone.named(json.get("name").asText(), json.get("id").asId()).stream())
                    .toList();
        });
    }

    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
        Listing listing = new Listing();
        for (JsonReader json :
                http.get(RECORDS, zone.id()).query("per_page", 100).all(PAGES, JsonReader::asList)) {
            NameForm.FULL.read(json.get("hostname").asText(), zone.name()).ifPresent(name -> add(listing, name, json));
        }
        return listing;
    }

    private static void add(Listing listing, DnsName name, JsonReader json) {
        String type = json.get("type").asText();
        if (type.startsWith("NETLIFY")) {
            listing.handsOff(name, "Netlify points it at a site; remove that in the panel first");
        }
        listing.addSet(name, type, known -> {
            if (json.get("managed").optional().map(JsonReader::asBoolean).orElse(false)) {
                listing.handsOff(name, known, "it has a record that Netlify manages");
            }
            return List.of(record(name, known, json));
        });
    }

    private static ZoneRecord record(DnsName name, RecordType type, JsonReader json) {
        ZoneRecord record = ZoneRecord.read(name, type, json.get("value").asText())
                .withId(json.get("id").asId());
        return json.get(Attributes.TTL)
                .optional()
                .map(ttl -> record.withTtl(Duration.ofSeconds(ttl.asLong())))
                .orElse(record);
    }

    /** What is to be changed is created anew, with all that it had, and deleted. */
    @Override
    protected Map<RecordKey, ChangeResult> write(Zone zone, List<SetWrite> writes, Listing listing, ProviderHttp http)
            throws InterruptedException {
        return super.write(zone, writes.stream().map(NetlifyProvider::anew).toList(), listing, http);
    }

    private static SetWrite anew(SetWrite write) {
        List<SetWrite.Create> creates = new ArrayList<>(write.creates());
        List<ZoneRecord> deletes = new ArrayList<>();
        for (SetWrite.Update update : write.updates()) {
            Map<String, Object> attributes = new TreeMap<>(update.record().attributes());
            attributes.putAll(update.attributes());
            creates.add(new SetWrite.Create(update.address(), attributes));
            deletes.add(update.record());
        }
        deletes.addAll(write.deletes());
        return new SetWrite(write.change(), write.present(), creates, List.of(), deletes);
    }

    @Override
    protected ZoneRecord create(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException {
        JsonReader answer = http.post(RECORDS, zone.id())
                .json(body -> {
                    body.put("type", value.type()).put("hostname", value.name()).put("value", value.address());
                    value.attributes().forEach(body::put);
                })
                .send();
        return record(value.name(), value.type(), answer);
    }

    /** Not called: {@link #write} makes a creation and a deletion of it. */
    @Override
    protected ZoneRecord update(Zone zone, ValueWrite value, ProviderHttp http) {
        throw new IllegalStateException("the service cannot change a record");
    }

    @Override
    protected void delete(Zone zone, ZoneRecord value, ProviderHttp http) throws InterruptedException {
        http.delete(RECORDS + "/{record}", zone.id(), value.id()).send();
    }
}
