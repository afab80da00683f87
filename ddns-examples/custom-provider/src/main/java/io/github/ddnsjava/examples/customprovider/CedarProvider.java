package io.github.ddnsjava.examples.customprovider;

import io.github.ddnsjava.Attributes;
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
import io.github.ddnsjava.publish.http.ProviderEndpoint;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.http.Session;
import io.github.ddnsjava.publish.support.Listing;
import io.github.ddnsjava.publish.support.NameForm;
import io.github.ddnsjava.publish.support.RecordSetsProvider;
import io.github.ddnsjava.publish.support.SetWrite;
import io.github.ddnsjava.publish.support.Zone;
import io.github.ddnsjava.publish.support.Zones;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Cedar DNS: record sets by name and type, in zones that are known by their names. Immutable and thread-safe. */
public final class CedarProvider extends RecordSetsProvider {
    /** The type {@code cedar}. */
    public static final ProviderType TYPE = ProviderType.of("cedar", "Cedar DNS", "https://cedar.example/docs/api")
            .settings(
                    SettingSpec.optionalSecret("token", "an API token; required unless user and password are set"),
                    SettingSpec.optional("user", "the user name; used with password"),
                    SettingSpec.optionalSecret("password", "the user's password"),
                    ProviderEndpoint.LOGIN_SETTING)
            .http("https://api.cedar.example/v2", CedarProvider::authorizer)
            .abilities(Abilities.forZones()
                    .attribute(AttributeSpec.ttl(Duration.ofMinutes(5), Duration.ofDays(7)))
                    .rateLimit(300, Duration.ofMinutes(5)))
            .limits("300 requests in 5 minutes")
            .evidence("an invented service")
            .madeBy(CedarProvider::new);

    private static final String SET = "/zones/{zone}/sets/{name}/{type}";

    /** Creates one by its settings. */
    public CedarProvider(Settings settings, ProviderContext context) {
        super(TYPE, settings, context);
    }

    private static Authorizer authorizer(Settings settings, ProviderContext context) {
        Optional<Secret> token = settings.optionalSecret("token");
        return token.isPresent() ? Authorizer.bearer(token.get()) : session(settings, context);
    }

    private static Session session(Settings settings, ProviderContext context) {
        String user = settings.text("user");
        Secret password = settings.secret("password");
        ProviderEndpoint login = ProviderEndpoint.ofLogin(settings, "https://login.cedar.example/session", context);
        return Session.of(
                () -> user,
                login,
                http -> {
                    JsonReader answer = http.post("")
                            .json(body -> body.put("user", user).put("password", password))
                            .send();
                    Instant now = http.publication().now();
                    Duration life = Duration.ofSeconds(answer.get("expires_in").asLong());
                    return Session.Grant.lasting(answer.get("token").asText(), life, now);
                },
                Session::asBearer);
    }

    @Override
    protected Zones zones() {
        return Zones.probed((name, http) ->
                http.get("/zones/{zone}", name).sendIfPresent().map(json -> new Zone(name, name.toString())));
    }

    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
        Listing listing = new Listing();
        for (RecordKey key : keys) {
            String host = NameForm.RELATIVE_AT.write(key.name(), zone.name());
            JsonReader set = http.get(SET, zone.id(), host, key.type()).send(); // without values if it is not there
            listing.addSet(key, set.get("values").asList(), ttl(set));
        }
        return listing;
    }

    private static Duration ttl(JsonReader set) {
        return Duration.ofSeconds(set.get("ttl").asLong());
    }

    @Override
    protected Map<String, Object> put(Zone zone, SetWrite set, Listing listing, ProviderHttp http)
            throws InterruptedException {
        String host = NameForm.RELATIVE_AT.write(set.name(), zone.name());
        JsonReader answer = http.put(SET, zone.id(), host, set.type())
                .json(body -> {
                    body.put("values", List.copyOf(set.values())); // ours and those of others
                    body.put("ttl", set.ttl()); // without it the server would set its default
                })
                .send();
        return Map.of(Attributes.TTL, ttl(answer));
    }

    @Override
    protected void remove(Zone zone, SetWrite set, Listing listing, ProviderHttp http) throws InterruptedException {
        http.delete(SET, zone.id(), NameForm.RELATIVE_AT.write(set.name(), zone.name()), set.type())
                .send();
    }
}
