package io.github.ddnsjava.providers.gandi;

import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.AttributeSpec;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.ProviderType;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.ErrorTable;
import io.github.ddnsjava.publish.http.Errors;
import io.github.ddnsjava.publish.http.Meaning;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.support.Listing;
import io.github.ddnsjava.publish.support.NameForm;
import io.github.ddnsjava.publish.support.RecordSetsProvider;
import io.github.ddnsjava.publish.support.SetFields;
import io.github.ddnsjava.publish.support.SetWrite;
import io.github.ddnsjava.publish.support.Zone;
import io.github.ddnsjava.publish.support.Zones;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Publishes to Gandi's LiveDNS: record sets, each with a URL of its own by name and type. Immutable and thread-safe.
 *
 * @see <a href="https://api.gandi.net/docs/livedns/">the vendor's reference</a>
 */
public final class GandiProvider extends RecordSetsProvider {
    /** The older kind of key has exactly 24 letters and digits. */
    private static final SettingSpec TOKEN = SettingSpec.secret(
                    "token",
                    "a personal access token with the permission to manage the technical configurations of the domains")
            .withoutSpacesAndNot(
                    "[A-Za-z0-9]{24}$",
                    "a personal access token, as the account's settings show it once under Personal Access Tokens: without"
                            + " \"Bearer\", spaces and line breaks, and none of the older API keys");

    /** A success has a message too, but no object of an error. */
    private static final ErrorTable ERRORS = ErrorTable.of(
                    Errors.either(Errors.jsonList("errors", "name", "description"), Errors.json("object", "message")))
            .successIfOnly("")
            .row(Meaning.BAD_CREDENTIALS, "HTTPUnauthorized")
            .row(Meaning.NO_PERMISSION, "HTTPForbidden")
            .row(Meaning.NOT_FOUND, ProblemScope.RECORD, "dns-record")
            .row(Meaning.NOT_FOUND, ProblemScope.ZONE, "HTTPNotFound")
            .hint(Meaning.BAD_CREDENTIALS, "the token is wrong or has expired; make a new personal access token")
            .hint(
                    Meaning.NO_PERMISSION,
                    "check that the personal access token is right, has not expired, and has the permission \"Manage domain"
                            + " name technical configurations\" for this domain");

    /** The type {@code gandi}. */
    public static final ProviderType TYPE = ProviderType.of(
                    "gandi", "Gandi LiveDNS", "https://api.gandi.net/docs/livedns/")
            .settings(TOKEN)
            .http("https://api.gandi.net/v5/livedns", settings -> Authorizer.bearer(settings.secret(TOKEN)), ERRORS)
            .abilities(Abilities.forZones()
                    .attribute(AttributeSpec.ttl(Duration.ofMinutes(5), Duration.ofDays(30)))
                    .rateLimit(1000, Duration.ofMinutes(1)))
            .limits("1,000 requests a minute from one address")
            .evidence("the vendor's documentation; recorded traffic; tested with a strict fake")
            .notes(
                    "Make the token in the account's settings under Personal Access Tokens, for the domains of the"
                            + " records, with the permission \"Manage domain name technical configurations\". The older"
                            + " API keys are not accepted.",
                    "The domain must use Gandi's LiveDNS name servers.",
                    "A new record without a TTL gets 3h.",
                    "Each write makes a snapshot of the zone, if automatic snapshots are switched on.")
            .madeBy(GandiProvider::new);

    private static final NameForm FORM = NameForm.RELATIVE_AT;
    private static final SetFields FIELDS = SetFields.of(FORM, "rrset_name", "rrset_type", "rrset_values", "rrset_ttl");
    private static final String SET = "/domains/{domain}/records/{name}/{type}";

    /** Creates one by its settings. */
    public GandiProvider(Settings settings, ProviderContext context) {
        super(TYPE, settings, context);
    }

    @Override
    protected Zones zones() {
        return Zones.probed((name, http) -> http.get("/domains/{domain}", name)
                .sendIfPresent()
                .map(json -> new Zone(name, json.get("fqdn").asText())));
    }

    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
        Listing listing = new Listing();
        for (RecordKey key : keys) {
            http.get(SET, zone.id(), FORM.write(key.name(), zone.name()), key.type())
                    .sendIfPresent(ProblemScope.RECORD)
                    .ifPresent(set -> FIELDS.add(listing, key, set));
        }
        return listing;
    }

    /** Without a TTL the server would set its default, and not keep what stands there. */
    @Override
    protected Map<String, Object> put(Zone zone, SetWrite set, Listing listing, ProviderHttp http)
            throws InterruptedException {
        http.put(SET, zone.id(), FORM.write(set.name(), zone.name()), set.type())
                .json(body ->
                        body.put("rrset_values", List.copyOf(set.values())).put("rrset_ttl", set.ttl()))
                .send()
                .get("message")
                .asText();
        return set.attributes();
    }

    @Override
    protected void remove(Zone zone, SetWrite set, Listing listing, ProviderHttp http) throws InterruptedException {
        http.delete(SET, zone.id(), FORM.write(set.name(), zone.name()), set.type())
                .send();
    }
}
