package io.github.ddnsjava.providers.gandi;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordKey;
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
import io.github.ddnsjava.publish.support.Listing;
import io.github.ddnsjava.publish.support.NameForm;
import io.github.ddnsjava.publish.support.RecordSetsProvider;
import io.github.ddnsjava.publish.support.SetWrite;
import io.github.ddnsjava.publish.support.Zone;
import io.github.ddnsjava.publish.support.ZoneRecord;
import io.github.ddnsjava.publish.support.Zones;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Gandi's LiveDNS: record sets by name and type. Immutable and thread-safe. */
public final class GandiProvider extends RecordSetsProvider {
    /** The type {@code gandi}. */
    public static final ProviderType TYPE = ProviderType.of(
                    "gandi", "Gandi LiveDNS", "https://api.gandi.net/docs/livedns/")
            .settings(
                    SettingSpec.secret(
                            "token",
                            "a personal access token with the permission to manage the technical configurations of the domains"))
            .http()
            .limits("1,000 requests a minute from one address")
            .evidence("the vendor's documentation; recorded traffic")
            .notes("The old API keys are not accepted; make a personal access token.")
            .madeBy(GandiProvider::new);

    private static final String SET = "/domains/{domain}/records/{name}/{type}";

    /** Creates one by its settings. */
    public GandiProvider(Settings settings, ProviderContext context) {
        super(
                settings,
                ProviderEndpoint.of(settings, "https://api.gandi.net/v5/livedns", context)
                        .authorizedBy(Authorizer.bearer(settings.secret("token"))),
                Abilities.builder()
                        .read()
                        .delete()
                        .wildcard()
                        .multiValue()
                        .attribute(AttributeSpec.ttl(Duration.ofMinutes(5), Duration.ofDays(30)))
                        .rateLimit(1000, Duration.ofMinutes(1))
                        .build());
    }

    @Override
    protected Zones zones() {
        return Zones.probed((name, http) ->
                http.get("/domains/{domain}", name).sendIfPresent().map(json -> new Zone(name, name.toString())));
    }

    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
        Listing listing = new Listing();
        for (RecordKey key : keys) {
            String name = NameForm.RELATIVE_AT.write(key.name(), zone.name());
            Optional<JsonReader> set =
                    http.get(SET, zone.id(), name, key.type()).sendIfPresent();
            if (set.isPresent()) {
                Duration ttl = Duration.ofSeconds(set.get().get("rrset_ttl").asLong());
                for (JsonReader value : set.get().get("rrset_values").asList()) {
                    listing.add(ZoneRecord.of(key.name(), IpAddress.parse(value.asText()))
                            .withTtl(ttl));
                }
            }
        }
        return listing;
    }

    /** Without a TTL the server would set its default, and not keep what is there. */
    @Override
    protected Map<String, Object> put(Zone zone, SetWrite set, Listing listing, ProviderHttp http)
            throws InterruptedException {
        http.put(SET, zone.id(), NameForm.RELATIVE_AT.write(set.name(), zone.name()), set.type())
                .json(body -> {
                    body.put("rrset_values", List.copyOf(set.values()));
                    set.ttl().ifPresent(ttl -> body.put("rrset_ttl", ttl));
                })
                .send();
        return set.attributes();
    }

    @Override
    protected void remove(Zone zone, SetWrite set, Listing listing, ProviderHttp http) throws InterruptedException {
        http.delete(SET, zone.id(), NameForm.RELATIVE_AT.write(set.name(), zone.name()), set.type())
                .exchange();
    }
}
