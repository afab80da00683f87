package io.github.ddnsjava.provider.testkit.broken;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.provider.testkit.memory.MemoryDns;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.support.Listing;
import io.github.ddnsjava.publish.support.Zone;
import io.github.ddnsjava.publish.support.ZoneRecord;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Providers with zones that see less than there is. */
final class BrokenReads {
    private BrokenReads() {}

    /** Reads the first page of a zone's records. */
    static final class FirstRecords extends BrokenZoneProvider {
        private static final int PAGE = 100;

        FirstRecords(MemoryDns dns, Abilities abilities) {
            super(dns, abilities);
        }

        @Override
        protected Listing list(Zone zone, Set<RecordKey> keys, Publication publication) throws InterruptedException {
            super.list(zone, keys, publication);
            List<ZoneRecord> all = dns().records(zone.name());
            return Listing.of(all.subList(0, Math.min(PAGE, all.size())));
        }
    }

    /** Reads the first page of the account's zones. */
    static final class FirstZones extends BrokenZoneProvider {
        private static final int PAGE = 50;

        FirstZones(MemoryDns dns, Abilities abilities) {
            super(dns, abilities);
        }

        @Override
        protected List<Zone> zones(Collection<List<DnsName>> names, Publication publication)
                throws InterruptedException {
            List<Zone> all = super.zones(names, publication);
            return all.subList(0, Math.min(PAGE, all.size()));
        }
    }

    /** Takes a zone that is not there for one that has nothing. */
    static final class GoneZoneIsEmpty extends BrokenZoneProvider {
        GoneZoneIsEmpty(MemoryDns dns, Abilities abilities) {
            super(dns, abilities);
        }

        @Override
        protected Listing list(Zone zone, Set<RecordKey> keys, Publication publication) throws InterruptedException {
            try {
                return super.list(zone, keys, publication);
            } catch (RejectedException e) {
                if (isThere(zone.name())) {
                    throw e; // under another id
                }
                return new Listing();
            }
        }

        private boolean isThere(DnsName zone) {
            try {
                dns().records(zone);
                return true;
            } catch (RejectedException e) {
                return false;
            }
        }
    }

    /** Reads set by set, and takes one that is not there for the end. */
    static final class StopsAtMissing extends BrokenZoneProvider {
        StopsAtMissing(MemoryDns dns, Abilities abilities) {
            super(dns, abilities);
        }

        @Override
        protected Listing list(Zone zone, Set<RecordKey> keys, Publication publication) throws InterruptedException {
            Listing whole = super.list(zone, keys, publication);
            Listing read = new Listing();
            for (RecordKey key : keys) {
                List<ZoneRecord> set = whole.at(key.name(), key.type());
                if (set.isEmpty()) {
                    return read;
                }
                set.forEach(read::add);
            }
            return read;
        }
    }
}
