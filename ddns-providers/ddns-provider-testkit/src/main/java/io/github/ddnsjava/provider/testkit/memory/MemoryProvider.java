package io.github.ddnsjava.provider.testkit.memory;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.Accounts;
import io.github.ddnsjava.publish.AttributeSpec;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.TicketStatus;
import io.github.ddnsjava.publish.support.Listing;
import io.github.ddnsjava.publish.support.SetWrite;
import io.github.ddnsjava.publish.support.Zone;
import io.github.ddnsjava.publish.support.ZoneDnsProvider;
import io.github.ddnsjava.publish.support.ZoneRecord;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A provider with zones and record lists, whose server is a {@link MemoryDns}. By default it has all abilities of a
 * provider. A test may declare fewer, or extend this class to make it wrong on purpose. Thread-safe. Its id is {@code
 * memory}.
 */
public class MemoryProvider extends ZoneDnsProvider {
    private final MemoryDns dns;

    /**
     * Creates a provider with all abilities: those of {@link #everyAbility}, and batches of up to 100 values that are
     * not atomic.
     */
    public MemoryProvider(MemoryDns dns) {
        this(
                dns,
                Settings.none(),
                everyAbility().batch(new Abilities.Batch(100, false)).build());
    }

    /**
     * Creates a provider with these abilities, which must include {@code read}.
     *
     * @param settings for the account and the fingerprint; the setting {@code account} distinguishes accounts
     */
    public MemoryProvider(MemoryDns dns, Settings settings, Abilities abilities) {
        super(Accounts.key("memory", settings.optionalText("account").orElse("")), settings, abilities);
        this.dns = dns;
    }

    /**
     * Returns all abilities except for batches and tickets: read, delete, marker, wildcard, several values, a TTL from one second
     * to a week.
     */
    public static Abilities.Builder everyAbility() {
        return Abilities.builder()
                .read()
                .delete()
                .marker()
                .wildcard()
                .multiValue()
                .attribute(AttributeSpec.ttl(Duration.ofSeconds(1), Duration.ofDays(7)));
    }

    /** Returns the server. */
    public final MemoryDns dns() {
        return dns;
    }

    @Override
    protected List<Zone> zones(Collection<List<DnsName>> names, Publication publication) throws InterruptedException {
        return publication.exchange("GET memory/zones", dns::zones);
    }

    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, Publication publication) throws InterruptedException {
        return Listing.of(publication.exchange("GET memory/zones/{zone}/records", () -> dns.list(zone)));
    }

    @Override
    protected Map<RecordKey, ChangeResult> write(
            Zone zone, List<SetWrite> writes, Listing listing, Publication publication) throws InterruptedException {
        if (abilities().tickets()) {
            String ticket = publication.exchange("POST memory/zones/{zone}/records", () -> dns.accept(zone, writes));
            ChangeResult accepted = new ChangeResult.Accepted(publication.now(), Optional.of(ticket));
            return writes.stream()
                    .collect(Collectors.toMap(write -> write.change().key(), write -> accepted));
        }
        boolean atomic = abilities().batch().filter(Abilities.Batch::atomic).isPresent();
        Set<DnsName> refused =
                publication.exchange("POST memory/zones/{zone}/records", () -> dns.write(zone, writes, atomic));
        List<ZoneRecord> after = dns.records(zone.name());
        Map<RecordKey, ChangeResult> results = new HashMap<>();
        for (SetWrite write : writes) {
            results.put(
                    write.change().key(),
                    refused.contains(write.name())
                            ? new ChangeResult.Failed(
                                    Problem.of(ProblemKind.REJECTED, "the server does not like " + write.name()))
                            : applied(write, ttl(write, after)));
        }
        return results;
    }

    @Override
    public TicketStatus accepted(String ticket, List<RecordChange> changes, Publication publication)
            throws InterruptedException {
        return publication.exchange("GET memory/changes/{ticket}", () -> dns.status(ticket));
    }

    /** Returns the time to live after a write, as answers of real servers contain it. It may have been adjusted. */
    private static Map<String, Object> ttl(SetWrite write, List<ZoneRecord> after) {
        return after.stream()
                .filter(record -> record.name().equals(write.name()) && record.type() == write.type())
                .findFirst()
                .map(record -> Map.of(Attributes.TTL, record.attributes().get(Attributes.TTL)))
                .orElse(Map.of());
    }
}
