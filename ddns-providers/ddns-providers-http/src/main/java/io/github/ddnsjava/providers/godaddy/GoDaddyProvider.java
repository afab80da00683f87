package io.github.ddnsjava.providers.godaddy;

import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.AttributeSpec;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.ProviderType;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.ErrorTable;
import io.github.ddnsjava.publish.http.Errors;
import io.github.ddnsjava.publish.http.HttpTransport;
import io.github.ddnsjava.publish.http.Meaning;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.support.Listing;
import io.github.ddnsjava.publish.support.NameForm;
import io.github.ddnsjava.publish.support.RecordSetsProvider;
import io.github.ddnsjava.publish.support.SetWrite;
import io.github.ddnsjava.publish.support.Zone;
import io.github.ddnsjava.publish.support.Zones;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Publishes to GoDaddy: record sets, each with a URL of its own by type and name. Immutable and thread-safe.
 *
 * @see <a href="https://developer.godaddy.com/doc/endpoint/domains">the vendor's reference</a>
 */
public final class GoDaddyProvider extends RecordSetsProvider {
    private static final String FORM_OF_PARTS = "[A-Za-z0-9_-]{8,}";
    private static final String HOW = ", as developer.godaddy.com shows it once: one of the two parts, without"
            + " \"sso-key\", colons, spaces and line breaks";
    private static final SettingSpec KEY = SettingSpec.secret("apiKey", "the key of an API key for production")
            .inForm(FORM_OF_PARTS, "the key of an API key" + HOW);
    private static final SettingSpec SECRET = SettingSpec.secret("apiSecret", "the secret that belongs to that key")
            .inForm(FORM_OF_PARTS, "the secret of an API key" + HOW);

    private static final ErrorTable ERRORS = ErrorTable.of(
                    Errors.either(Errors.jsonList("fields", "path", "message"), Errors.json("code", "message")))
            .row(Meaning.BAD_CREDENTIALS, "UNABLE_TO_AUTHENTICATE")
            .row(Meaning.NO_PERMISSION, ProblemScope.ACCOUNT, "ACCESS_DENIED")
            .row(Meaning.NOT_FOUND, ProblemScope.ZONE, "UNKNOWN_DOMAIN")
            .row(Meaning.NOT_FOUND, "NOT_FOUND")
            .hint(Meaning.BAD_CREDENTIALS, "the key or its secret is wrong; make a new key at developer.godaddy.com")
            .hint(
                    Meaning.NO_PERMISSION,
                    "GoDaddy restricts this API to accounts with at least 10 domains or a Discount Domain Club plan; a key"
                            + " for the test environment (OTE) is refused too");

    /** The type {@code godaddy}. */
    public static final ProviderType TYPE = ProviderType.of(
                    "godaddy", "GoDaddy", "https://developer.godaddy.com/doc/endpoint/domains")
            .settings(KEY, SECRET)
            .http(
                    "https://api.godaddy.com",
                    GoDaddyProvider::key,
                    (asked, answer, now) -> ERRORS.check(asked, withRetryAfter(answer), now))
            .abilities(Abilities.forZones()
                    .attribute(AttributeSpec.ttl(Duration.ofMinutes(10), Duration.ofDays(7)))
                    .rateLimit(60, Duration.ofMinutes(1)))
            .limits("60 requests a minute")
            .evidence("recorded traffic of 2024; clients of others; tested with a strict fake. The codes of most errors"
                    + " are from memory")
            .notes(
                    "Make a key for the environment Production at developer.godaddy.com. The secret is shown once.",
                    "GoDaddy restricts this API to accounts with at least 10 domains or a Discount Domain Club plan. Others"
                            + " report that the calls for records still work for them. No other calls are made here.",
                    "A new record without a TTL gets 1h.",
                    "A new domain has addresses of the parking page at its own name. Remove them first.")
            .madeBy(GoDaddyProvider::new);

    private static final Pattern WAIT = Pattern.compile("\"retryAfterSec\"\\s*:\\s*([0-9]{1,9})");
    private static final NameForm FORM = NameForm.RELATIVE_AT;
    private static final String SET = "/v1/domains/{domain}/records/{type}/{name}";
    /** A call for records. The call for the domain itself is refused to accounts with few domains. */
    private static final String ZONE = "/v1/domains/{domain}/records/NS/@";

    /** Creates one by its settings. */
    public GoDaddyProvider(Settings settings, ProviderContext context) {
        super(TYPE, settings, context);
    }

    private static Authorizer key(Settings settings) {
        Secret key = settings.secret(KEY);
        Secret secret = settings.secret(SECRET);
        return Authorizer.of(
                key::reveal,
                request -> request.header(
                        "Authorization",
                        "sso-key " + request.secret(request.reveal(key) + ":" + request.reveal(secret))));
    }

    /** The wait after too many requests stands in the body. */
    private static HttpTransport.Answer withRetryAfter(HttpTransport.Answer answer) {
        Matcher wait = WAIT.matcher(answer.body());
        if (answer.status() != 429 || !wait.find()) {
            return answer;
        }
        Map<String, List<String>> headers = new TreeMap<>(answer.headers());
        headers.putIfAbsent("retry-after", List.of(wait.group(1)));
        return new HttpTransport.Answer(answer.status(), headers, answer.body());
    }

    @Override
    protected Zones zones() {
        return Zones.probed((name, http) -> {
            http.get(ZONE, name).send().asList(); // confirms it
            return Optional.of(new Zone(name, name.toString()));
        });
    }

    /** What is not there is an empty list; a domain that is not there is not found. */
    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
        Listing listing = new Listing();
        for (RecordKey key : keys) {
            for (JsonReader json : http.get(SET, zone.id(), key.type(), FORM.write(key.name(), zone.name()))
                    .send()
                    .asList()) {
                // The apex of a new domain has the value Parked.
                listing.addSet(key, List.of(json.get("data")), json.get("ttl").asSeconds());
            }
        }
        return listing;
    }

    /** Without a TTL the server would set its default. The answer to a success is empty. */
    @Override
    protected Map<String, Object> put(Zone zone, SetWrite set, Listing listing, ProviderHttp http)
            throws InterruptedException {
        http.put(SET, zone.id(), set.type(), FORM.write(set.name(), zone.name()))
                .jsonArray(
                        set.values(),
                        (body, address) -> body.put("data", address).put("ttl", set.ttl()))
                .sendForNoContent();
        return set.attributes();
    }

    @Override
    protected void remove(Zone zone, SetWrite set, Listing listing, ProviderHttp http) throws InterruptedException {
        http.delete(SET, zone.id(), set.type(), FORM.write(set.name(), zone.name()))
                .send();
    }
}
