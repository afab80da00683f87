package io.github.ddnsjava.providers.vercel;

import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.RejectedException;
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
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Publishes to Vercel's DNS: single records with ids, whose names are relative to the zone. A change is a PATCH, which keeps
 * what it does not name; the vendor allows few creations. Immutable and thread-safe.
 *
 * @see <a href="https://vercel.com/docs/rest-api/reference/endpoints/dns">the vendor's reference</a>
 */
public final class VercelProvider extends SingleRecordsProvider {
    private static final SettingSpec TOKEN = SettingSpec.secret(
                    "token", "an access token with the right to change the domain")
            .inForm(
                    "[A-Za-z0-9_-]{16,}",
                    "an access token, as https://vercel.com/account/tokens shows it once, without \"Bearer\"");
    private static final SettingSpec TEAM = SettingSpec.optional(
                    "teamId", "the id of the team that has the domain, as in team_…")
            .inForm("team_[A-Za-z0-9]+", "the id in the team's settings, as in team_…");

    private static final Function<HttpTransport.Answer, List<VendorError>> NAMED =
            Errors.json("error/code", "error/message");

    private static final String INVALID_TOKEN = " (invalid token)";

    private static final ErrorTable ERRORS = ErrorTable.of(VercelProvider::named)
            .successUnlessNamed()
            .rowIf(Meaning.BAD_CREDENTIALS, error -> error.code().endsWith(INVALID_TOKEN))
            .row(Meaning.NO_PERMISSION, "forbidden", "not_authorized")
            .row(Meaning.NOT_FOUND, "not_found")
            .row(Meaning.ALREADY_THERE, "record_already_exists")
            .row(Meaning.RATE_LIMITED, "rate_limited")
            .row(Meaning.QUOTA, "payment_required")
            .status(Meaning.QUOTA, 402)
            .status(Meaning.ALREADY_THERE, 409)
            .limitsEndBy("x-ratelimit-reset")
            .hint(
                    Meaning.NO_PERMISSION,
                    "the token is not one for the team that has the domain; if a team has it, set teamId")
            .hint(
                    Meaning.BAD_CREDENTIALS,
                    "the token is wrong or has expired; make a new one at https://vercel.com/account/tokens");

    /** The type {@code vercel}. */
    public static final ProviderType TYPE = ProviderType.of(
                    "vercel", "Vercel", "https://vercel.com/docs/rest-api/reference/endpoints/dns")
            .settings(TOKEN, TEAM)
            .http("https://api.vercel.com", VercelProvider::authorizer, ERRORS)
            .abilities(Abilities.forZones()
                    .attribute(AttributeSpec.ttl(Duration.ofMinutes(1)))
                    .rateLimit(50, Duration.ofMinutes(1)))
            .limits("100 new records an hour and 50 changes a minute")
            .evidence("recorded traffic of 2021; the vendor's reference for changes; tested with a strict fake")
            .notes(
                    "Make the token at https://vercel.com/account/tokens. If a team has the domain, the token needs that"
                            + " team as its scope, and teamId must name the team: its settings show the id.",
                    "A new record without a TTL gets 1m. A change keeps the comment that stands there.",
                    "A name with a CNAME or ALIAS record is left alone, unless it is one of Vercel's own defaults. A domain"
                            + " that does not use Vercel's name servers is refused.")
            .madeBy(VercelProvider::new);

    /** The types of service of a domain whose name servers are not the vendor's. */
    private static final Set<String> ELSEWHERE = Set.of("external", "na");

    private static final Pages PAGES =
            Pages.token("until", page -> page.at("pagination/next").optional().map(JsonReader::asId));

    /** By the vendor's schema a record may have no TTL. */
    private static final RecordFields FIELDS = RecordFields.of(NameForm.RELATIVE_EMPTY, "name", "type", "value")
            .id("id")
            .optionalTtl("ttl")
            .handsOff(VercelProvider::isDefault, "it has a record that Vercel manages")
            .standsAlone(Set.of("ALIAS"));

    /** Creates one by its settings. */
    public VercelProvider(Settings settings, ProviderContext context) {
        super(TYPE, settings, context);
    }

    /** The code of a token that is wrong is that of a permission that is missing; another member tells them apart. */
    private static List<VendorError> named(HttpTransport.Answer answer) {
        JsonReader invalid = JsonReader.parse("the body", answer.body()).at("error/invalidToken");
        String suffix = invalid.isScalar() && invalid.scalar().equals("true") ? INVALID_TOKEN : "";
        return NAMED.apply(answer).stream()
                .map(error -> new VendorError(error.code() + suffix, error.message()))
                .toList();
    }

    /** One token can be for several teams, whose domains are not the same. */
    private static Authorizer authorizer(Settings settings) {
        Optional<String> team = settings.optionalText(TEAM);
        return Authorizer.bearer(settings.secret(TOKEN))
                .within(team)
                .and(Authorizer.of(() -> "", request -> team.ifPresent(id -> request.query("teamId", id))));
    }

    @Override
    protected Zones zones() {
        return Zones.probed((name, http) -> {
            JsonReader domain = http.get("/v5/domains/{domain}", name).send().get("domain");
            Optional<String> service = domain.at("serviceType").optional().map(JsonReader::asText);
            return Zone.named(domain.get("name").asText()).map(zone -> zone.withHandle(service.orElse("")));
        });
    }

    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
        if (ELSEWHERE.contains(zone.handle(String.class))) {
            // Not found, so that the next publication asks for the domain again.
            throw new RejectedException(
                    ProblemScope.ZONE,
                    RejectedException.Reason.NOT_FOUND,
                    "the domain " + zone.name() + " does not use Vercel's name servers, so its records there have no"
                            + " effect; set them at the registrar, or update the domain where its DNS is");
        }
        return FIELDS.listing(
                zone,
                http.get("/v4/domains/{domain}/records", zone.id()).query("limit", 100).all(PAGES, "records").stream()
                        .filter(json -> !isReplaceable(json))
                        .toList());
    }

    private static boolean isDefault(JsonReader json) {
        return json.get("creator").isPresent() && json.get("creator").asText().equals("system");
    }

    /** A record of one's own takes the place of the vendor's default. */
    private static boolean isReplaceable(JsonReader json) {
        return isDefault(json)
                && List.of("ALIAS", "CNAME").contains(json.get("type").asText());
    }

    @Override
    protected ZoneRecord create(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException {
        JsonReader answer = http.post("/v2/domains/{domain}/records", zone.id())
                .json(body -> FIELDS.put(body, zone, value))
                .send();
        return value.asSent().withId(answer.get("uid").asId());
    }

    @Override
    protected ZoneRecord update(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException {
        return FIELDS.change(http.patch("/v1/domains/records/{record}", value.id()), value, "");
    }

    @Override
    protected void delete(Zone zone, ZoneRecord value, ProviderHttp http) throws InterruptedException {
        http.delete("/v2/domains/{domain}/records/{record}", zone.id(), value.id())
                .sendForObject();
    }
}
