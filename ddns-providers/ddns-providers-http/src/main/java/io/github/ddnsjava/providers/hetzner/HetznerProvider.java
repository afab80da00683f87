package io.github.ddnsjava.providers.hetzner;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.ProblemKind;
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
import io.github.ddnsjava.publish.TicketStatus;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.ErrorTable;
import io.github.ddnsjava.publish.http.Errors;
import io.github.ddnsjava.publish.http.JsonBody;
import io.github.ddnsjava.publish.http.Meaning;
import io.github.ddnsjava.publish.http.Pages;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.http.ProviderRequest;
import io.github.ddnsjava.publish.support.Listing;
import io.github.ddnsjava.publish.support.NameForm;
import io.github.ddnsjava.publish.support.RecordSetsProvider;
import io.github.ddnsjava.publish.support.SetFields;
import io.github.ddnsjava.publish.support.SetWrite;
import io.github.ddnsjava.publish.support.ValueWrite;
import io.github.ddnsjava.publish.support.Zone;
import io.github.ddnsjava.publish.support.ZoneRecord;
import io.github.ddnsjava.publish.support.Zones;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Publishes to Hetzner's DNS in its Cloud API: record sets, whose changes are accepted as actions and carried out later.
 * Immutable and thread-safe.
 *
 * @see <a href="https://docs.hetzner.cloud/reference/cloud#zone-rrsets">the vendor's reference</a>
 */
public final class HetznerProvider extends RecordSetsProvider {
    /** The tokens of the former DNS Console had exactly 32 letters and digits. */
    private static final SettingSpec TOKEN = SettingSpec.secret(
                    "token", "a Cloud API token with the right to read and write")
            .withoutSpacesAndNot(
                    "[A-Za-z0-9]{32}$",
                    "a Cloud API token, as the Cloud Console shows it once under Security, API Tokens: without \"Bearer\","
                            + " spaces and line breaks, and none of the former DNS Console");

    /** The time of the header ratelimit-reset is not read: requests are allowed again long before it. */
    private static final ErrorTable ERRORS = ErrorTable.of(Errors.json("error/code", "error/message"))
            .row(Meaning.BAD_CREDENTIALS, "unauthorized")
            .row(Meaning.NO_PERMISSION, ProblemScope.ACCOUNT, "token_readonly")
            .row(Meaning.NO_PERMISSION, "forbidden")
            .rowIf(
                    Meaning.NOT_FOUND,
                    ProblemScope.ZONE,
                    error -> error.code().equals("not_found") && error.message().startsWith("Zone "))
            .row(Meaning.NOT_FOUND, "not_found")
            .row(Meaning.ALREADY_THERE, "uniqueness_error")
            .row(Meaning.TRANSIENT, "conflict", "locked")
            .row(Meaning.INVALID, "invalid_input", "json_error", "unsupported_error", "deprecated_api_endpoint")
            .row(Meaning.INVALID, "protected", "resource_locked")
            .row(Meaning.QUOTA, "resource_limit_exceeded")
            .row(Meaning.RATE_LIMITED, "rate_limit_exceeded")
            .permissionsPer(ProblemScope.ZONE)
            .hint(Meaning.BAD_CREDENTIALS, "make a new token in the project of the zone, under Security, API Tokens")
            .hint(Meaning.NO_PERMISSION, "the token needs Read & Write")
            .hint("protected", "remove its protection in the console")
            .hint("resource_locked", "it is locked by the vendor, whose support can tell why");

    /** The type {@code hetzner}. */
    public static final ProviderType TYPE = ProviderType.of(
                    "hetzner", "Hetzner", "https://docs.hetzner.cloud/reference/cloud#zone-rrsets")
            .settings(TOKEN)
            .http("https://api.hetzner.cloud/v1", settings -> Authorizer.bearer(settings.secret(TOKEN)), ERRORS)
            .abilities(Abilities.forZones()
                    .attribute(AttributeSpec.ttl(Duration.ofMinutes(1)))
                    .tickets()
                    .rateLimit(3600, Duration.ofHours(1)))
            .limits("3,600 requests an hour")
            .evidence("the vendor's client; recorded traffic of 2026; tested with a strict fake")
            .notes(
                    "Make the token in the Cloud Console, in the project that has the zone, under Security, API Tokens,"
                            + " with Read & Write. The tokens of the former DNS Console are not accepted.",
                    "Secondary zones cannot be changed. A record set that is protected is left alone.",
                    "A new record without a TTL gets that of the zone, usually 1d. A change keeps the comments.",
                    "A change is reported as pending until its action has ended, mostly within seconds. Another TTL for a set"
                            + " takes one more call, after that action has ended.")
            .madeBy(HetznerProvider::new);

    private static final String SETS = "/zones/{zone}/rrsets";
    private static final String SET = SETS + "/{name}/{type}";
    private static final String ACTION = "/zones/actions/{action}";
    /** The end of a ticket. */
    private static final String TTL_IS_LEFT = ",ttl";

    private static final NameForm FORM = NameForm.RELATIVE_AT;
    /** A set without a TTL has that of the zone. */
    private static final SetFields FIELDS = SetFields.of(FORM, "name", "type", "records", "ttl")
            .valueAt("value")
            .ttlMayBeMissing()
            .handsOff(
                    set -> set.get("protection").get("change").asBoolean(),
                    "it is protected; remove its protection in the console first");

    private static final Duration USUALLY_DONE = Duration.ofSeconds(5);

    private static final Pages PAGES = Pages.numberedWhile(
            "page",
            "per_page",
            50,
            page -> page.at("meta/pagination/next_page").optional().isPresent());

    /** Creates one by its settings. */
    public HetznerProvider(Settings settings, ProviderContext context) {
        super(TYPE, settings, context);
    }

    @Override
    protected Zones zones() {
        return Zones.listed(http -> Zone.all(
                http.get("/zones").all(PAGES, "zones").stream()
                        .filter(zone -> zone.get("mode").asText().equals("primary"))
                        .toList(),
                "name",
                "id"));
    }

    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
        Listing listing = new Listing();
        for (DnsName name : keys.stream().map(RecordKey::name).collect(Collectors.toSet())) {
            for (JsonReader set : http.get(SETS, zone.id())
                    .query("name", FORM.write(name, zone.name()))
                    .all(PAGES, "rrsets")) {
                add(listing, zone, name, set);
            }
        }
        return listing;
    }

    /** Some have seen the apex with the name of the zone, which as a relative name would be another one. */
    private static void add(Listing listing, Zone zone, DnsName asked, JsonReader set) {
        String text = set.get("name").asText();
        boolean apex = asked.equals(zone.name()) && text.equals(zone.name().toString());
        Optional<DnsName> name = apex ? Optional.of(asked) : FORM.read(text, zone.name());
        name.ifPresent(found -> FIELDS.add(listing, found, set));
    }

    @Override
    protected Map<RecordKey, ChangeResult> write(Zone zone, List<SetWrite> writes, Listing listing, ProviderHttp http)
            throws InterruptedException {
        SetWrite set = writes.get(0); // the only one: no ability says that a call can have more
        Optional<String> ticket = write(zone, set, FORM.write(set.name(), zone.name()), http);
        // Without a ticket it was gone already.
        return results(
                writes,
                write -> ticket.map(id -> pending(http, USUALLY_DONE, id)).orElseGet(write::applied));
    }

    /**
     * Writes the values, or else the TTL: they have calls of their own, and a set is locked while an action is running. The
     * ticket tells what is left, and then the set is looked at and written again.
     */
    private static Optional<String> write(Zone zone, SetWrite set, String name, ProviderHttp http)
            throws InterruptedException {
        Set<IpAddress> before = set.present().stream().map(ZoneRecord::address).collect(Collectors.toSet());
        if (set.removesAll()) {
            return http.delete(SET, zone.id(), name, set.type())
                    .sendIfPresent(ProblemScope.RECORD)
                    .map(HetznerProvider::action);
        }
        if (before.isEmpty()) {
            return Optional.of(action(http.post(SETS, zone.id()).json(body -> {
                FIELDS.put(body, zone, set);
                putTtl(body, set);
                putRecords(body, set);
            })));
        }
        boolean ttlIsLeft = !set.corrections().isEmpty();
        if (ttlIsLeft && before.equals(set.values())) {
            return Optional.of(action(http.post(SET + "/actions/change_ttl", zone.id(), name, set.type())
                    .json(body -> putTtl(body, set))));
        }
        String action = action(http.post(SET + "/actions/set_records", zone.id(), name, set.type())
                .json(body -> putRecords(body, set)));
        return Optional.of(ttlIsLeft ? action + TTL_IS_LEFT : action);
    }

    private static void putTtl(JsonBody body, SetWrite set) {
        set.corrections().forEach(body::put); // only ttl is declared
    }

    /** A comment that is not repeated would be lost. */
    private static void putRecords(JsonBody body, SetWrite set) {
        body.array("records", set.allValues(), (json, value) -> {
            json.put("value", value.address());
            json.put("comment", comment(value));
        });
    }

    private static Optional<String> comment(ValueWrite value) {
        return value.rawBefore(JsonReader.class)
                .flatMap(raw -> raw.get("comment").optional())
                .map(JsonReader::asText)
                .filter(text -> !text.isEmpty());
    }

    private static String action(ProviderRequest request) throws InterruptedException {
        return action(request.send());
    }

    private static String action(JsonReader answer) {
        return answer.get("action").get("id").asId();
    }

    /** Where the TTL is left, another look at the set writes it. */
    @Override
    protected TicketStatus accepted(String ticket, ProviderHttp http) throws InterruptedException {
        boolean ttlIsLeft = ticket.endsWith(TTL_IS_LEFT);
        String id = ttlIsLeft ? ticket.substring(0, ticket.length() - TTL_IS_LEFT.length()) : ticket;
        JsonReader action = http.get(ACTION, id).send().get("action");
        return switch (action.get("status").asText()) {
            case "success" -> ttlIsLeft ? TicketStatus.unknown() : TicketStatus.done();
            case "running" -> TicketStatus.pending();
            case "error" -> {
                JsonReader error = action.get("error");
                String reason =
                        error.get("code").asText() + " " + error.get("message").asText();
                yield TicketStatus.failed(ProblemKind.TRANSIENT, "GET " + ACTION, reason);
            }
            default -> TicketStatus.unknown();
        };
    }
}
