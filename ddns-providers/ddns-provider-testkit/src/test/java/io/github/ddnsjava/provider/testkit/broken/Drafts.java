package io.github.ddnsjava.provider.testkit.broken;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.provider.testkit.memory.MemoryContract;
import io.github.ddnsjava.provider.testkit.memory.MemoryProvider;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.support.Listing;
import io.github.ddnsjava.publish.support.SetWrite;
import io.github.ddnsjava.publish.support.Zone;
import io.github.ddnsjava.publish.support.ZoneRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A server whose lists show what was written, and which serves it after a commit; and providers for it. */
class Drafts extends MemoryContract {
    private final Map<DnsName, List<ZoneRecord>> served = new HashMap<>();
    private final boolean good;

    /**
     * Makes one.
     *
     * @param good whether its provider leaves the commits to the base class
     */
    Drafts(boolean good) {
        super(MemoryProvider.everyAbility());
        this.good = good;
    }

    @Override
    public void reset() {
        super.reset();
        served.clear();
    }

    @Override
    public void put(DnsName zone, ZoneRecord record) {
        super.put(zone, record);
        List<ZoneRecord> there = new ArrayList<>(served.getOrDefault(zone, List.of()));
        super.records(zone).stream().filter(row -> !there.contains(row)).forEach(there::add);
        served.put(zone, there);
    }

    @Override
    public void renewZone(DnsName zone) {
        super.renewZone(zone);
        served.remove(zone);
    }

    @Override
    public List<ZoneRecord> records(DnsName zone) {
        return served.getOrDefault(zone, List.of());
    }

    @Override
    public boolean isWrite(String exchange) {
        return !exchange.endsWith("/commit");
    }

    @Override
    public DnsProvider provider() {
        return good ? new Commits() : new ForgetsLostCommits();
    }

    private void commit(Zone zone, Publication publication) throws InterruptedException {
        publication.exchange(
                "POST memory/zones/{zone}/commit", () -> served.put(zone.name(), Drafts.super.records(zone.name())));
    }

    private final class Commits extends MemoryProvider {
        Commits() {
            super(Drafts.this.dns(), Settings.none(), Drafts.this.abilities());
        }

        @Override
        protected boolean commits() {
            return true;
        }

        @Override
        protected void commit(Zone zone, Publication publication) throws InterruptedException {
            Drafts.this.commit(zone, publication);
        }
    }

    /** Ends each write with a commit. One that was lost is never made, because the list then shows what is wanted. */
    private final class ForgetsLostCommits extends MemoryProvider {
        ForgetsLostCommits() {
            super(Drafts.this.dns(), Settings.none(), Drafts.this.abilities());
        }

        @Override
        protected Map<RecordKey, ChangeResult> write(
                Zone zone, List<SetWrite> writes, Listing listing, Publication publication)
                throws InterruptedException {
            Map<RecordKey, ChangeResult> results = super.write(zone, writes, listing, publication);
            try {
                Drafts.this.commit(zone, publication);
            } catch (DdnsException e) {
                results.replaceAll((key, result) -> new ChangeResult.Unknown(e.problem()));
            }
            return results;
        }
    }
}
