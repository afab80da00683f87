package io.github.ddnsjava.providers.porkbun;

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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * Publishes to Porkbun: single records with ids. Every call is a POST whose JSON object has the two keys. Names are relative
 * where they are written, and whole where they are read. Immutable and thread-safe.
 *
 * @see <a href="https://porkbun.com/api/json/v3/documentation">the vendor's reference</a>
 */
public final class PorkbunProvider extends SingleRecordsProvider {
    /** The type {@code porkbun}. */
    public static final ProviderType TYPE = ProviderType.of(
                    "porkbun", "Porkbun", "https://porkbun.com/api/json/v3/documentation")
            .settings(
                    SettingSpec.secret("apiKey", "the API key, which begins with pk1_"),
                    SettingSpec.secret("secretApiKey", "the secret API key that belongs to it, which begins with sk1_"))
            .http()
            .limits("not published; more than about ten requests in quick succession are refused")
            .evidence(
                    "recorded traffic; clients of others; tested with a strict fake. The words of some errors are from"
                            + " bug reports")
            .notes(
                    "Make both keys on the web site under API Access. The secret one is shown once. Then switch API Access"
                            + " on for each domain, under Domain Management, Details.",
                    "The TTL is at least 10m. A new record without a TTL gets 10m.",
                    "A change keeps the TTL and the notes that stand there, and the records of others at the same name.",
                    "A name with an ALIAS or CNAME record is left alone. New domains have such records for the parking"
                            + " page, at the domain itself and at *. Remove them first.",
                    "Each address is written by a call of its own. The records of a zone are listed once.")
            .madeBy(PorkbunProvider::new);

    private static final Pattern KEY = Pattern.compile("pk1_[A-Za-z0-9]+");
    private static final Pattern SECRET_KEY = Pattern.compile("sk1_[A-Za-z0-9]+");
    private static final String HOW =
            ", as the web site shows it under API Access: it begins with %s, and has no spaces or line breaks";
    private static final int DOMAINS_PER_PAGE = 1000;
    /** The largest TTL of RFC 2181; the vendor names none. */
    private static final Duration MAX_TTL = Duration.ofSeconds(Integer.MAX_VALUE);

    private static final String TOO_QUICK = "503";
    private static final ErrorTable ERRORS = ErrorTable.of(PorkbunProvider::named)
            .success(Errors.jsonSuccess("status", "SUCCESS"))
            .row(Meaning.RATE_LIMITED, TOO_QUICK)
            .row(Meaning.BAD_CREDENTIALS, "Invalid API key*")
            .row(Meaning.NO_PERMISSION, ProblemScope.ZONE, "Domain is not opted in to API access*")
            .row(Meaning.NOT_FOUND, ProblemScope.ZONE, "Invalid domain*")
            .row(Meaning.NOT_FOUND, ProblemScope.RECORD, "Invalid record ID*")
            .row(Meaning.NOT_DONE, "Edit error: We were unable to edit the DNS record*")
            .hint(Meaning.BAD_CREDENTIALS, "the keys are wrong or were deleted; make new ones under API Access")
            .hint("Domain is not opted in*", "switch API Access on for this domain, under Domain Management, Details")
            .hint("Create error*", "often an ALIAS or CNAME record stands at the name; remove that first");

    /** Creates one by its settings. */
    public PorkbunProvider(Settings settings, ProviderContext context) {
        super(
                settings,
                ProviderEndpoint.of(settings, "https://api.porkbun.com/api/json/v3", context)
                        .authorizedBy(Authorizer.json(
                                        "apikey", settings.secret("apiKey", KEY, "the API key" + HOW.formatted("pk1_")))
                                .and(Authorizer.json(
                                        "secretapikey",
                                        settings.secret(
                                                "secretApiKey",
                                                SECRET_KEY,
                                                "the secret API key" + HOW.formatted("sk1_")))))
                        .judgedBy(ERRORS),
                Abilities.builder()
                        .read()
                        .delete()
                        .wildcard()
                        .multiValue()
                        .attribute(AttributeSpec.ttl(Duration.ofMinutes(10), MAX_TTL))
                        .rateLimit(10, Duration.ofSeconds(10))
                        .build());
    }

    /** Its messages are its codes. After too many requests comes a web page of the proxy. */
    private static List<VendorError> named(HttpTransport.Answer answer) {
        return answer.status() == 503 && answer.body().matches("(?s)\\s*<.*")
                ? List.of(new VendorError(TOO_QUICK, "too many requests in quick succession"))
                : Errors.json("message", "message").apply(answer);
    }

    /** The vendor sets the size of the pages. */
    @Override
    protected Zones zones() {
        return Zones.listed(http -> {
            AtomicInteger read = new AtomicInteger();
            Pages pages = Pages.token("start", page -> {
                        int size = page.get("domains").asList().size();
                        int next = read.addAndGet(size);
                        return size < DOMAINS_PER_PAGE ? Optional.empty() : Optional.of("" + next);
                    })
                    .inJson();
            return http
                    .post("/domain/listAll")
                    .reading()
                    .all(pages, page -> page.get("domains").asList())
                    .stream()
                    .flatMap(json -> Zone.named(json.get("domain").asText()).stream())
                    .toList();
        });
    }

    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
        Listing listing = new Listing();
        JsonReader answer =
                http.post("/dns/retrieve/{domain}", zone.id()).reading().send();
        for (JsonReader json : answer.get("records").asList()) {
            NameForm.FULL
                    .read(json.get("name").asText(), zone.name())
                    .ifPresent(name -> add(listing, name, json.get("type").asText(), json));
        }
        return listing;
    }

    private static void add(Listing listing, DnsName name, String type, JsonReader json) {
        if (type.equals("ALIAS")) {
            listing.handsOff(name, "it has an ALIAS record, beside which no address can stand; remove that first");
        }
        listing.addSet(name, type, known -> List.of(record(name, known, json)));
    }

    private static ZoneRecord record(DnsName name, RecordType type, JsonReader json) {
        return ZoneRecord.read(name, type, json.get("content").asText())
                .withId(json.get("id").asId())
                .withTtl(Duration.ofSeconds(json.get("ttl").asLenientLong()))
                .withRaw(json);
    }

    @Override
    protected ZoneRecord create(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException {
        JsonReader answer = filled(zone, value, http.post("/dns/create/{domain}", zone.id()))
                .send();
        return value.asSent().withId(answer.get("id").asId());
    }

    /** An edit sets the default for what it does not name. */
    @Override
    protected ZoneRecord update(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException {
        filled(zone, value, http.post("/dns/edit/{domain}/{id}", zone.id(), value.id()))
                .send();
        return value.asSent();
    }

    private static ProviderRequest filled(Zone zone, ValueWrite value, ProviderRequest request) {
        return request.json(body -> {
            body.put("name", NameForm.RELATIVE_EMPTY.write(value.name(), zone.name()))
                    .put("type", value.type())
                    .put("content", value.address());
            value.ttl().ifPresent(ttl -> body.put("ttl", ttl));
            value.before()
                    .flatMap(ZoneRecord::raw)
                    .map(JsonReader.class::cast)
                    .ifPresent(before -> List.of("prio", "notes")
                            .forEach(member -> before.get(member)
                                    .optional()
                                    .ifPresent(stays -> body.put(member, stays.scalar()))));
        });
    }

    @Override
    protected void delete(Zone zone, ZoneRecord value, ProviderHttp http) throws InterruptedException {
        http.post("/dns/delete/{domain}/{id}", zone.id(), value.id()).send();
    }
}
