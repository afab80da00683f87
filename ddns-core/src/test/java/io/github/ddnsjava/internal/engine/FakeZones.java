package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.AttributeSpec;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.support.Listing;
import io.github.ddnsjava.publish.support.SetWrite;
import io.github.ddnsjava.publish.support.Zone;
import io.github.ddnsjava.publish.support.ZoneDnsProvider;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A provider with zones, in memory. Its token is {@code secret-1}, or what the supplier says. */
final class FakeZones extends ZoneDnsProvider {
    private final FakeCloud cloud;
    private final Secret token;

    FakeZones(FakeCloud cloud) {
        this(cloud, "account", Settings.none(), Secret.of("secret-1"), can().build());
    }

    FakeZones(FakeCloud cloud, String account, Settings settings, Secret token, Abilities abilities) {
        super(account, settings.with("token", token), abilities);
        this.cloud = cloud;
        this.token = token;
    }

    static Abilities.Builder can() {
        return Abilities.builder()
                .read()
                .delete()
                .multiValue()
                .attribute(AttributeSpec.ttl(Duration.ofSeconds(30), Duration.ofDays(1)))
                .batch(new Abilities.Batch(1000, true));
    }

    @Override
    protected List<Zone> zones(Collection<List<DnsName>> names, Publication publication) throws InterruptedException {
        return publication.exchange("GET /zones", () -> cloud.zones(token.reveal()));
    }

    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, Publication publication) throws InterruptedException {
        return Listing.of(publication.exchange("GET /zones/{zone}", () -> cloud.records(token.reveal(), zone)));
    }

    @Override
    protected Map<RecordKey, ChangeResult> write(
            Zone zone, List<SetWrite> writes, Listing listing, Publication publication) throws InterruptedException {
        publication.exchange("PATCH /zones/{zone}", () -> {
            cloud.write(token.reveal(), zone, writes);
            return true;
        });
        return Map.of();
    }
}
