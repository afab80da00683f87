package io.github.ddnsjava.providers.porkbun;

import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
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
import io.github.ddnsjava.publish.http.ProviderHttp;
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
import java.util.Set;

/**
 * Publishes to Porkbun: single records with ids. Every call is a POST whose JSON object has the two keys. Names are relative
 * where they are written, and whole where they are read. Immutable and thread-safe.
 *
 * @see <a href="https://porkbun.com/api/json/v3/documentation">the vendor's reference</a>
 */
public final class PorkbunProvider extends SingleRecordsProvider {
    private static final SettingSpec KEY = SettingSpec.secret("apiKey", "the API key, which begins with pk1_")
            .inForm(
                    "pk1_[A-Za-z0-9]+",
                    "the API key, as the web site shows it under API Access: it begins with pk1_, and has no spaces or"
                            + " line breaks");
    private static final SettingSpec SECRET_KEY = SettingSpec.secret(
                    "secretApiKey", "the secret API key that belongs to it, which begins with sk1_")
            .inForm(
                    "sk1_[A-Za-z0-9]+",
                    "the secret API key, as the web site shows it under API Access: it begins with sk1_, and has no"
                            + " spaces or line breaks");

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

    /** The type {@code porkbun}. */
    public static final ProviderType TYPE = ProviderType.of(
                    "porkbun", "Porkbun", "https://porkbun.com/api/json/v3/documentation")
            .settings(KEY, SECRET_KEY)
            .http(
                    "https://api.porkbun.com/api/json/v3",
                    settings -> Authorizer.json("apikey", settings.secret(KEY))
                            .and(Authorizer.json("secretapikey", settings.secret(SECRET_KEY))),
                    ERRORS)
            .abilities(Abilities.forZones()
                    .attribute(AttributeSpec.ttl(Duration.ofMinutes(10)))
                    .rateLimit(10, Duration.ofSeconds(10)))
            .limits("not published; more than about ten requests in quick succession are refused")
            .evidence(
                    "recorded traffic; clients of others; tested with a strict fake. The words of some errors are from"
                            + " bug reports")
            .notes(
                    "Make both keys on the web site under API Access. The secret one is shown once. Then switch API Access"
                            + " on for each domain, under Domain Management, Details.",
                    "A new record without a TTL gets 10m. A change keeps the notes that stand there.",
                    "A name with an ALIAS record is left alone. New domains have an ALIAS or a CNAME record for the"
                            + " parking page, at the domain itself and at *. Remove them first.")
            .madeBy(PorkbunProvider::new);

    private static final Pages DOMAINS = Pages.offset("start", 1000).inJsonTexts();

    private static final RecordFields FIELDS = RecordFields.of(NameForm.FULL, "name", "type", "content")
            .written(NameForm.RELATIVE_EMPTY, "name", "type")
            .id("id")
            .textTtl("ttl")
            .standsAlone(Set.of("ALIAS"));

    /** Creates one by its settings. */
    public PorkbunProvider(Settings settings, ProviderContext context) {
        super(TYPE, settings, context);
    }

    /** Its messages are its codes. After too many requests comes a web page of the proxy. */
    private static List<VendorError> named(HttpTransport.Answer answer) {
        return answer.status() == 503 && answer.body().matches("(?s)\\s*<.*")
                ? List.of(new VendorError(TOO_QUICK, "too many requests in quick succession"))
                : Errors.json("message", "message").apply(answer);
    }

    @Override
    protected Zones zones() {
        return Zones.listed(
                http -> Zone.all(http.post("/domain/listAll").reading().all(DOMAINS, "domains"), "domain"));
    }

    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
        JsonReader answer =
                http.post("/dns/retrieve/{domain}", zone.id()).reading().send();
        return FIELDS.listing(zone, answer.get("records").asList());
    }

    @Override
    protected ZoneRecord create(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException {
        JsonReader answer = http.post("/dns/create/{domain}", zone.id())
                .json(body -> FIELDS.put(body, zone, value))
                .send();
        return value.asSent().withId(answer.get("id").asId());
    }

    /** An edit sets the default for what it does not name. */
    @Override
    protected ZoneRecord update(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException {
        http.post("/dns/edit/{domain}/{id}", zone.id(), value.id())
                .json(body -> {
                    FIELDS.put(body, zone, value);
                    value.before().ifPresent(old -> old.repeat(body, "prio", "notes"));
                })
                .send();
        return value.asSent();
    }

    @Override
    protected void delete(Zone zone, ZoneRecord value, ProviderHttp http) throws InterruptedException {
        http.post("/dns/delete/{domain}/{id}", zone.id(), value.id()).send();
    }
}
