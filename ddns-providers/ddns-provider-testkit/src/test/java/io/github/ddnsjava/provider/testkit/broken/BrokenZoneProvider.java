package io.github.ddnsjava.provider.testkit.broken;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.RateLimitedException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.provider.testkit.memory.MemoryDns;
import io.github.ddnsjava.provider.testkit.memory.MemoryProvider;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.support.Listing;
import io.github.ddnsjava.publish.support.SetWrite;
import io.github.ddnsjava.publish.support.Zone;
import io.github.ddnsjava.publish.support.ZoneRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A provider with zones that does one thing wrong. */
class BrokenZoneProvider extends MemoryProvider {
    BrokenZoneProvider(MemoryDns dns, Abilities abilities) {
        super(dns, Settings.none(), abilities);
    }

    /** Returns what is written in place of what should be. */
    SetWrite spoil(SetWrite write) {
        return write;
    }

    @Override
    protected Map<RecordKey, ChangeResult> write(
            Zone zone, List<SetWrite> writes, Listing listing, Publication publication) throws InterruptedException {
        return super.write(zone, writes.stream().map(this::spoil).toList(), listing, publication);
    }

    /** Sets a name as a whole, as if there were only A. */
    static final class ClearsAaaa extends BrokenZoneProvider {
        ClearsAaaa(MemoryDns dns, Abilities abilities) {
            super(dns, abilities);
        }

        @Override
        SetWrite spoil(SetWrite write) {
            List<ZoneRecord> deletes = new ArrayList<>(write.deletes());
            if (write.type() == RecordType.A && write.name().isWithin(DnsName.of("example.com"))) {
                dns().records(DnsName.of("example.com")).stream()
                        .filter(r -> r.name().equals(write.name()) && r.type() == RecordType.AAAA)
                        .forEach(deletes::add);
            }
            return new SetWrite(write.change(), write.present(), write.creates(), write.updates(), deletes);
        }
    }

    /** Sets a record set as a whole, as if all values were ours. */
    static final class DeletesForeignValues extends BrokenZoneProvider {
        DeletesForeignValues(MemoryDns dns, Abilities abilities) {
            super(dns, abilities);
        }

        @Override
        SetWrite spoil(SetWrite write) {
            List<ZoneRecord> deletes = new ArrayList<>(write.present());
            write.updates().forEach(update -> deletes.remove(update.record()));
            deletes.removeIf(record -> write.change().addresses().contains(record.address()));
            return new SetWrite(write.change(), write.present(), write.creates(), write.updates(), deletes);
        }
    }

    /** Deletes and creates in place of an update. */
    static final class LosesTtl extends BrokenZoneProvider {
        LosesTtl(MemoryDns dns, Abilities abilities) {
            super(dns, abilities);
        }

        @Override
        SetWrite spoil(SetWrite write) {
            List<ZoneRecord> deletes = new ArrayList<>(write.deletes());
            List<SetWrite.Create> creates = new ArrayList<>(write.creates());
            for (SetWrite.Update update : write.updates()) {
                deletes.add(update.record());
                creates.add(new SetWrite.Create(update.address(), update.attributes()));
            }
            return new SetWrite(write.change(), write.present(), creates, List.of(), deletes);
        }
    }

    /** Gives up when one of the zones is not there. */
    static final class StopsAtUnknownZone extends BrokenZoneProvider {
        StopsAtUnknownZone(MemoryDns dns, Abilities abilities) {
            super(dns, abilities);
        }

        @Override
        protected List<Zone> zones(Collection<List<DnsName>> names, Publication publication)
                throws InterruptedException {
            List<Zone> zones = super.zones(names, publication);
            if (names.stream().anyMatch(candidates -> candidates.contains(DnsName.of("host.example.net")))) {
                throw new RejectedException(RejectedException.Reason.NOT_FOUND, "no zone example.net");
            }
            return zones;
        }
    }

    /** Takes the answer to a batch for success although it says that a part was refused. */
    static final class ReadsNoPartialFailure extends BrokenZoneProvider {
        ReadsNoPartialFailure(MemoryDns dns, Abilities abilities) {
            super(dns, abilities);
        }

        @Override
        protected Map<RecordKey, ChangeResult> write(
                Zone zone, List<SetWrite> writes, Listing listing, Publication publication)
                throws InterruptedException {
            super.write(zone, writes, listing, publication);
            return Map.of();
        }
    }

    /** Says of every refusal that it concerns something else than it does. */
    static final class MistakesScope extends BrokenZoneProvider {
        private final ProblemScope right;
        private final ProblemScope wrong;

        MistakesScope(MemoryDns dns, Abilities abilities, ProblemScope right, ProblemScope wrong) {
            super(dns, abilities);
            this.right = right;
            this.wrong = wrong;
        }

        @Override
        protected Listing list(Zone zone, Set<RecordKey> keys, Publication publication) throws InterruptedException {
            try {
                return super.list(zone, keys, publication);
            } catch (AuthenticationException e) {
                throw mistaken(e);
            } catch (RateLimitedException e) {
                throw e.scope() == right ? new RateLimitedException(wrong, "too many", e.retryAfter()) : e;
            }
        }

        @Override
        protected Map<RecordKey, ChangeResult> write(
                Zone zone, List<SetWrite> writes, Listing listing, Publication publication)
                throws InterruptedException {
            try {
                return super.write(zone, writes, listing, publication);
            } catch (AuthenticationException e) {
                throw mistaken(e);
            }
        }

        private AuthenticationException mistaken(AuthenticationException e) {
            return e.scope() == right ? new AuthenticationException(wrong, "not allowed") : e;
        }
    }

    /** Takes too many requests for one zone for too many of the account. */
    static final class LimitsAccountForZone extends BrokenZoneProvider {
        LimitsAccountForZone(MemoryDns dns, Abilities abilities) {
            super(dns, abilities);
        }

        @Override
        protected Listing list(Zone zone, Set<RecordKey> keys, Publication publication) throws InterruptedException {
            try {
                return super.list(zone, keys, publication);
            } catch (RateLimitedException e) {
                throw new RateLimitedException("too many", e.retryAfter());
            }
        }
    }

    /** Lists a zone for each name anew. */
    static final class ListsEachName extends BrokenZoneProvider {
        ListsEachName(MemoryDns dns, Abilities abilities) {
            super(dns, abilities);
        }

        @Override
        protected Listing list(Zone zone, Set<RecordKey> keys, Publication publication) throws InterruptedException {
            Listing all = new Listing();
            for (RecordKey key : keys) {
                all = super.list(zone, Set.of(key), publication);
            }
            return all;
        }
    }
}
