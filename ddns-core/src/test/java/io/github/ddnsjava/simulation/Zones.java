package io.github.ddnsjava.simulation;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.Accounts;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.TicketStatus;
import io.github.ddnsjava.publish.support.Listing;
import io.github.ddnsjava.publish.support.SetWrite;
import io.github.ddnsjava.publish.support.Zone;
import io.github.ddnsjava.publish.support.ZoneDnsProvider;
import io.github.ddnsjava.publish.support.ZoneRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A provider of the usual shape: zones, lists of values with ids, and writes one by one or in atomic batches. */
final class Zones extends ZoneDnsProvider {
    static final DnsName ZONE = DnsName.of("example.com");

    private final JudgedDns cloud;
    private final Account account;
    private final Home home;
    private final Life life;
    private final Optional<Queue> queue;

    Zones(JudgedDns cloud, Account account, boolean batches, Home home, Life life, Optional<Queue> queue) {
        super(
                Accounts.key("zones", account.name),
                Settings.of("token", account.token()),
                abilities(batches, queue.isPresent()));
        this.cloud = cloud;
        this.account = account;
        this.home = home;
        this.life = life;
        this.queue = queue;
    }

    private static Abilities abilities(boolean batches, boolean queued) {
        Abilities.Builder abilities =
                Abilities.builder().read().delete().marker().multiValue().rateLimit(Account.PERMITS, Account.PERIOD);
        if (queued) {
            abilities.tickets();
        }
        return batches ? abilities.batch(new Abilities.Batch(50, true)).build() : abilities.build();
    }

    @Override
    protected List<Zone> zones(Collection<List<DnsName>> names, Publication publication) throws InterruptedException {
        return call("GET /zones", Set.of(), publication, () -> List.of(new Zone(ZONE, "z1")));
    }

    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, Publication publication) throws InterruptedException {
        List<JudgedDns.Value> values = call("GET /zones/{zone}/records", Set.of(), publication, () -> {
            cloud.propagate();
            return account.suffers(Account.Trouble.LAGS) ? cloud.stale() : cloud.all();
        });
        home.heard(account, values);
        Listing listing = new Listing();
        values.forEach(v -> listing.add(new ZoneRecord(v.id(), v.name(), v.address(), Map.of(), v.marker())));
        return listing;
    }

    @Override
    protected Map<RecordKey, ChangeResult> write(
            Zone zone, List<SetWrite> writes, Listing listing, Publication publication) throws InterruptedException {
        List<JudgedDns.Write> all = new ArrayList<>();
        for (SetWrite write : writes) {
            Optional<String> marker = write.change().marker();
            write.deletes()
                    .forEach(value -> all.add(new JudgedDns.Write(
                            Optional.of(value.id()), write.name(), Optional.empty(), Optional.empty())));
            write.updates()
                    .forEach(update -> all.add(new JudgedDns.Write(
                            Optional.of(update.record().id()),
                            write.name(),
                            Optional.of(update.address()),
                            update.record().marker())));
            write.creates()
                    .forEach(create -> all.add(new JudgedDns.Write(
                            Optional.empty(), write.name(), Optional.of(create.address()), marker)));
        }
        Set<JudgedDns.Key> keys = writes.stream()
                .map(write -> new JudgedDns.Key(write.name(), write.type()))
                .collect(Collectors.toSet());
        Optional<String> ticket = call("PATCH /zones/{zone}/records " + all, keys, publication, () -> {
            account.accept(keys);
            if (queue.isEmpty()) {
                cloud.write(all, home);
            }
            return queue.map(accepting -> accepting.accept(all, keys, home));
        });
        if (ticket.isPresent()) {
            Map<RecordKey, ChangeResult> accepted = new HashMap<>();
            writes.forEach(
                    write -> accepted.put(write.change().key(), new ChangeResult.Accepted(publication.now(), ticket)));
            return accepted;
        }
        writes.forEach(write -> home.confirmations().heard(write.change().key(), write.values()));
        return Map.of();
    }

    @Override
    public TicketStatus accepted(String ticket, List<RecordChange> changes, Publication publication)
            throws InterruptedException {
        Set<JudgedDns.Key> keys = changes.stream()
                .map(change -> new JudgedDns.Key(change.name(), change.type()))
                .collect(Collectors.toSet());
        Queue asked = queue.orElseThrow();
        TicketStatus status;
        try {
            status = call("GET /changes/" + ticket, Set.of(), publication, () -> asked.status(ticket, keys));
        } catch (RejectedException e) {
            asked.closed(keys);
            throw e;
        }
        if (status instanceof TicketStatus.Done) {
            changes.forEach(change -> home.confirmations().heard(change.key(), change.addresses()));
        }
        return status;
    }

    private <T> T call(String what, Set<JudgedDns.Key> about, Publication publication, Supplier<T> work)
            throws InterruptedException {
        return publication.exchange(
                what, () -> account.call(what, about, account.token().reveal(), life, work));
    }
}
