package io.github.ddnsjava.providers.desec;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
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
import io.github.ddnsjava.publish.http.Errors;
import io.github.ddnsjava.publish.http.HttpTransport;
import io.github.ddnsjava.publish.http.Meaning;
import io.github.ddnsjava.publish.http.Pages;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.support.Listing;
import io.github.ddnsjava.publish.support.NameForm;
import io.github.ddnsjava.publish.support.RecordSetsProvider;
import io.github.ddnsjava.publish.support.SetFields;
import io.github.ddnsjava.publish.support.SetWrite;
import io.github.ddnsjava.publish.support.Zone;
import io.github.ddnsjava.publish.support.Zones;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Publishes to deSEC: record sets, of which one atomic PATCH of the zone writes as many as are wanted. Immutable and
 * thread-safe.
 *
 * @see <a href="https://desec.readthedocs.io/en/latest/dns/rrsets.html">the vendor's reference</a>
 */
public final class DesecProvider extends RecordSetsProvider {
    /** A prefix, spaces, and the e-mail address and password of the web site are no tokens. */
    private static final SettingSpec TOKEN = SettingSpec.secret(
                    "token", "an API token that may write the record sets of the domains")
            .inForm(
                    "[A-Za-z0-9_./+=-]{16,}",
                    "an API token, as the web site shows it once under Token Management: without \"Token\", spaces and line"
                            + " breaks, and not the account's password");

    private static final ErrorTable ERRORS = ErrorTable.of(
                    Errors.either(Errors.json("code", "detail"), DesecProvider::wrongFields))
            .rowIf(Meaning.QUOTA, error -> error.message().startsWith("Domain limit exceeded"))
            .status(Meaning.TRANSIENT, 409)
            .hint(Meaning.BAD_CREDENTIALS, "the token is wrong or was deleted; make a new one under Token Management")
            .hint(Meaning.NO_PERMISSION, "check the token's policies, and the networks from which it may be used");

    /** The type {@code desec}. */
    public static final ProviderType TYPE = ProviderType.of("desec", "deSEC", "https://desec.readthedocs.io/")
            .settings(TOKEN)
            .http(
                    "https://desec.io/api/v1",
                    settings -> Authorizer.header("Authorization", "Token ", settings.secret(TOKEN)),
                    ERRORS)
            .abilities(Abilities.forZones()
                    .attribute(AttributeSpec.ttl(Duration.ofMinutes(1), Duration.ofDays(1)))
                    .batch(new Abilities.Batch(500, true)) // no limit is documented; a page of the list has as many
                    .rateLimit(50, Duration.ofMinutes(1)))
            .limits(
                    "for each domain 2 writes a second, 15 a minute, 100 an hour and 300 a day; 50 reads a minute and 2,000"
                            + " requests a day in all")
            .evidence("the vendor's documentation; recorded traffic of 2025; tested with a strict fake")
            .notes(
                    "Make the token under Token Management. It needs no further permission. If it has policies, they must"
                            + " allow writing for the names and the types A and AAAA. If it is restricted to networks,"
                            + " they must contain the addresses of this host, also after a change.",
                    "The TTL is at least the domain's minimum, mostly 1h (60s below dedyn.io). A shorter one is raised to the"
                            + " minimum, and the report shows it. A new record without a TTL gets the minimum.",
                    "All changes of a zone are sent in one atomic call. After too many writes in one domain, the other"
                            + " domains go on.")
            .madeBy(DesecProvider::new);

    private static final NameForm FORM = NameForm.RELATIVE_EMPTY;
    private static final SetFields FIELDS = SetFields.of(FORM, "subname", "type", "records", "ttl");
    private static final String SETS = "/domains/{domain}/rrsets/";

    /** Creates one by its settings. */
    public DesecProvider(Settings settings, ProviderContext context) {
        super(TYPE, settings, context);
    }

    /**
     * Wrong fields have their names and a list of texts each, in one object, or in a list with an object for each set of the
     * request; it is empty where the set is fine. The form of Django REST framework.
     */
    private static List<VendorError> wrongFields(HttpTransport.Answer answer) {
        JsonReader json = JsonReader.parse("the body", answer.body());
        List<VendorError> all = new ArrayList<>();
        for (JsonReader item : json.isList() ? json.asList() : List.of(json)) {
            item.members().forEach((field, texts) -> {
                if (texts.isList()) {
                    texts.asList().forEach(text -> all.add(new VendorError(field, text.isText() ? text.asText() : "")));
                }
            });
        }
        return all;
    }

    /** The handle of a zone is its minimum TTL. An empty cursor is the first page; without one, 501 items are refused. */
    @Override
    protected Zones zones() {
        return Zones.listed(http ->
                http.get("/domains/").query("cursor", "").all(Pages.linkHeader(), JsonReader::asList).stream()
                        .flatMap(json -> Zone.named(json.get("name").asText()).stream()
                                .map(zone ->
                                        zone.withHandle(json.get("minimum_ttl").asSeconds())))
                        .toList());
    }

    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
        return FIELDS.listing(
                zone,
                http.get(SETS, zone.id())
                        .query("cursor", "")
                        .query("subname", onlyName(keys).map(name -> FORM.write(name, zone.name())))
                        .all(Pages.linkHeader(), JsonReader::asList));
    }

    /** The limits of writes are the domain's own. A set without records is deleted, and a TTL that is not named stays. */
    @Override
    protected Map<RecordKey, ChangeResult> write(Zone zone, List<SetWrite> writes, Listing listing, ProviderHttp http)
            throws InterruptedException {
        ProviderHttp limitedPerZone = endpoint().limitedPer(ProblemScope.ZONE).on(http.publication());
        JsonReader answer = limitedPerZone
                .patch(SETS, zone.id())
                .jsonArray(writes, (body, set) -> {
                    FIELDS.put(body, zone, set);
                    body.put("records", List.copyOf(set.values())).put("ttl", ttl(zone, set));
                })
                .send();
        return results(writes, FIELDS.listing(zone, answer.asList()));
    }

    private static Optional<Duration> ttl(Zone zone, SetWrite set) {
        Duration minimum = zone.handle(Duration.class);
        return Optional.ofNullable((Duration) set.corrections().get(Attributes.TTL))
                .map(wanted -> wanted.compareTo(minimum) < 0 ? minimum : wanted)
                .or(() -> set.present().isEmpty() ? Optional.of(minimum) : Optional.empty());
    }
}
