package io.github.ddnsjava.provider.testkit.sample;

import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.AttributeSpec;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.ProviderContext;
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
import java.util.Set;

/** Speaks to {@link SampleZones}. The broken ones override a method. */
public class SampleZonesProvider extends RecordSetsProvider {
    private static final String SETS = "/zones/{zone}/sets";

    public SampleZonesProvider(Settings settings, ProviderContext context) {
        super(
                settings,
                ProviderEndpoint.of(settings, "https://zones.example/v1", context)
                        .authorizedBy(Authorizer.bearer(settings.secret("token"))),
                Abilities.builder()
                        .read()
                        .delete()
                        .wildcard()
                        .multiValue()
                        .attribute(AttributeSpec.ttl(Duration.ofMinutes(1), Duration.ofDays(1)))
                        .batch(new Abilities.Batch(50, Integer.MAX_VALUE, SampleZones.MAX_BYTES - 2, true))
                        .build());
    }

    @Override
    protected Zones zones() {
        return Zones.probed((name, http) ->
                http.get("/zones/{zone}", name).sendIfPresent().map(json -> new Zone(name, name.toString())));
    }

    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
        Listing listing = new Listing();
        for (JsonReader set : http.get(SETS, zone.id()).send().get("sets").asList()) {
            NameForm.FULL
                    .read(set.get("name").asText(), zone.name())
                    .ifPresent(name -> keys.stream()
                            .filter(key -> key.name().equals(name)
                                    && key.type().name().equals(set.get("type").asText()))
                            .forEach(key -> set.get("values")
                                    .asList()
                                    .forEach(value -> listing.addSet(
                                            name,
                                            key.type().name(),
                                            type -> List.of(ZoneRecord.read(name, type, value.asText())
                                                    .withTtl(Duration.ofSeconds(
                                                            set.get("ttl").asLong())))))));
        }
        return listing;
    }

    @Override
    protected Weight weigh(SetWrite write) {
        Weight usual = super.weigh(write);
        int bytes = 60 + write.name().toString().length() + 50 * write.values().size();
        return new Weight(usual.writes(), usual.values(), bytes);
    }

    @Override
    protected Map<RecordKey, ChangeResult> write(Zone zone, List<SetWrite> writes, Listing listing, ProviderHttp http)
            throws InterruptedException {
        JsonReader answer = http.patch(SETS, zone.id())
                .jsonArray(
                        writes,
                        (json, write) -> json.put("name", write.name())
                                .put("type", write.type())
                                .put("ttl", write.ttl().orElse(Duration.ofHours(1)))
                                .put("values", List.copyOf(write.values())))
                .send();
        if (!answer.get("done").asBoolean()) {
            throw new ProtocolException("not done");
        }
        return Map.of();
    }

    @Override
    protected Map<String, Object> put(Zone zone, SetWrite set, Listing listing, ProviderHttp http) {
        throw new AssertionError("a batch takes all");
    }

    @Override
    protected void remove(Zone zone, SetWrite set, Listing listing, ProviderHttp http) {
        throw new AssertionError("a batch takes all");
    }
}
