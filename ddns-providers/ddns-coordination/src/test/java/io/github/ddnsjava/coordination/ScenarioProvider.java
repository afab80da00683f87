package io.github.ddnsjava.coordination;

import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.ProviderEndpoint;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.support.Listing;
import io.github.ddnsjava.publish.support.RecordSetsProvider;
import io.github.ddnsjava.publish.support.SetWrite;
import io.github.ddnsjava.publish.support.Zone;
import io.github.ddnsjava.publish.support.Zones;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Speaks to the provider of a {@link RecordingServer}. Immutable and thread-safe. */
final class ScenarioProvider extends RecordSetsProvider {
    private static final Abilities ABILITIES = Abilities.forZones().build();

    private static final String SET = "/{zone}/{name}";

    ScenarioProvider(String url) {
        super(
                Settings.none(),
                ProviderEndpoint.of(
                                Settings.of("endpoint", url, "allowInsecure", true), url, ProviderContext.standard())
                        .authorizedBy(Authorizer.none("scenario")),
                ABILITIES);
    }

    @Override
    protected Zones zones() {
        return Zones.probed(
                (name, http) -> http.get("/{zone}", name).sendIfPresent().map(json -> new Zone(name, name.toString())));
    }

    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
        Listing listing = new Listing();
        for (RecordKey key : keys) {
            JsonReader set = http.get(SET, zone.id(), key.name()).send();
            listing.addSet(
                    key,
                    set.get("values").asList(),
                    Duration.ofSeconds(set.get("ttl").asLong()));
        }
        return listing;
    }

    @Override
    protected Map<String, Object> put(Zone zone, SetWrite set, Listing listing, ProviderHttp http)
            throws InterruptedException {
        http.put(SET, zone.id(), set.name())
                .json(body -> body.put("values", List.copyOf(set.values())))
                .send();
        return Map.of();
    }

    @Override
    protected void remove(Zone zone, SetWrite set, Listing listing, ProviderHttp http) throws InterruptedException {
        http.put(SET, zone.id(), set.name())
                .json(body -> body.put("values", List.of()))
                .send();
    }
}
