package io.github.ddnsjava.provider.testkit.broken;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.provider.testkit.memory.MemoryDns;
import io.github.ddnsjava.provider.testkit.memory.MemoryProvider;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.support.Listing;
import io.github.ddnsjava.publish.support.SetWrite;
import io.github.ddnsjava.publish.support.Zone;
import io.github.ddnsjava.publish.support.ZoneRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Providers with zones that write more than they should, or in a bad order, or do not know what they wrote. */
final class BrokenWrites {
    private BrokenWrites() {}

    /** A good one that writes each value by a call of its own. */
    static class InPieces extends MemoryProvider {
        InPieces(MemoryDns dns, Abilities abilities) {
            super(dns, Settings.none(), abilities);
        }

        /** Returns the calls of a write, in their order. */
        List<SetWrite> pieces(SetWrite write) {
            List<SetWrite> pieces = new ArrayList<>();
            write.creates().forEach(create -> pieces.add(piece(write, List.of(create), List.of(), List.of())));
            write.updates().forEach(update -> pieces.add(piece(write, List.of(), List.of(update), List.of())));
            write.deletes().forEach(delete -> pieces.add(piece(write, List.of(), List.of(), List.of(delete))));
            return pieces;
        }

        static SetWrite piece(
                SetWrite write,
                List<SetWrite.Create> creates,
                List<SetWrite.Update> updates,
                List<ZoneRecord> deletes) {
            return new SetWrite(write.change(), write.present(), creates, updates, deletes);
        }

        /** Returns what is to be said of a set, some of whose calls have succeeded. */
        ChangeResult halfDone(DdnsException e) {
            return new ChangeResult.Unknown(e.problem());
        }

        @Override
        protected Map<RecordKey, ChangeResult> write(
                Zone zone, List<SetWrite> writes, Listing listing, Publication publication)
                throws InterruptedException {
            Map<RecordKey, ChangeResult> results = new HashMap<>();
            for (SetWrite write : writes) {
                boolean begun = false;
                for (SetWrite piece : pieces(write)) {
                    try {
                        results.putAll(super.write(zone, List.of(piece), listing, publication));
                    } catch (DdnsException e) {
                        if (!begun) {
                            throw e;
                        }
                        results.put(write.change().key(), halfDone(e));
                        break;
                    }
                    begun = true;
                }
            }
            return results;
        }
    }

    /** Takes a set for not written because its last call was refused. */
    static final class SaysFailed extends InPieces {
        SaysFailed(MemoryDns dns, Abilities abilities) {
            super(dns, abilities);
        }

        @Override
        ChangeResult halfDone(DdnsException e) {
            return e.certainlyNotApplied()
                    ? new ChangeResult.Failed(e.problem())
                    : new ChangeResult.Unknown(e.problem());
        }
    }

    /** Makes room first, where there are several values. */
    static final class DeletesFirst extends InPieces {
        DeletesFirst(MemoryDns dns, Abilities abilities) {
            super(dns, abilities);
        }

        @Override
        List<SetWrite> pieces(SetWrite write) {
            if (write.updates().size() < 2) {
                return super.pieces(write);
            }
            List<SetWrite> pieces = new ArrayList<>();
            for (SetWrite.Update update : write.updates()) {
                pieces.add(piece(write, List.of(), List.of(), List.of(update.record())));
            }
            for (SetWrite.Update update : write.updates()) {
                pieces.add(piece(
                        write,
                        List.of(new SetWrite.Create(update.address(), update.attributes())),
                        List.of(),
                        List.of()));
            }
            pieces.addAll(super.pieces(piece(write, write.creates(), List.of(), write.deletes())));
            return pieces;
        }
    }

    /** Removes AAAA with A, where that is to be removed. */
    static final class WithdrawsAaaa extends BrokenZoneProvider {
        WithdrawsAaaa(MemoryDns dns, Abilities abilities) {
            super(dns, abilities);
        }

        @Override
        SetWrite spoil(SetWrite write) {
            List<ZoneRecord> deletes = new ArrayList<>(write.deletes());
            if (write.change().intent() == Intent.WITHDRAW && write.type() == RecordType.A) {
                deletes.addAll(others(write, RecordType.AAAA, dns()));
            }
            return new SetWrite(write.change(), write.present(), write.creates(), write.updates(), deletes);
        }
    }

    /** Removes the whole name, where a set is to be removed. */
    static final class WithdrawsTexts extends BrokenZoneProvider {
        private final Consumer<DnsName> removal;

        WithdrawsTexts(MemoryDns dns, Abilities abilities, Consumer<DnsName> removal) {
            super(dns, abilities);
            this.removal = removal;
        }

        @Override
        SetWrite spoil(SetWrite write) {
            if (write.change().intent() == Intent.WITHDRAW) {
                removal.accept(write.name());
            }
            return write;
        }
    }

    /** Changes the TTL of others' values together with ours. */
    static final class SpoilsOthers extends BrokenZoneProvider {
        SpoilsOthers(MemoryDns dns, Abilities abilities) {
            super(dns, abilities);
        }

        @Override
        SetWrite spoil(SetWrite write) {
            return write.updates().isEmpty() ? write : withTtl(write, write.present(), Duration.ofMinutes(1));
        }
    }

    /** Corrects the TTL of the whole name. */
    static final class SpoilsOtherFamily extends BrokenZoneProvider {
        SpoilsOtherFamily(MemoryDns dns, Abilities abilities) {
            super(dns, abilities);
        }

        @Override
        SetWrite spoil(SetWrite write) {
            return write.change()
                    .attributes()
                    .onUpdate(Attributes.TTL, Duration.class)
                    .filter(ttl -> write.type() == RecordType.A)
                    .map(ttl -> withTtl(write, others(write, RecordType.AAAA, dns()), ttl))
                    .orElse(write);
        }
    }

    /** Gives the TTL for new records to a set that stands there, because a value of it is new. */
    static final class InitialForAll extends BrokenZoneProvider {
        InitialForAll(MemoryDns dns, Abilities abilities) {
            super(dns, abilities);
        }

        @Override
        SetWrite spoil(SetWrite write) {
            return write.creates().stream()
                    .flatMap(create -> Stream.ofNullable(create.attributes().get(Attributes.TTL)))
                    .findFirst()
                    .map(ttl -> withTtl(write, write.present(), (Duration) ttl))
                    .orElse(write);
        }
    }

    /** Reports the attributes that it sent, and not those that the server has made of them. */
    static final class ReportsAsSent extends BrokenZoneProvider {
        ReportsAsSent(MemoryDns dns, Abilities abilities) {
            super(dns, abilities);
        }

        @Override
        protected Map<RecordKey, ChangeResult> write(
                Zone zone, List<SetWrite> writes, Listing listing, Publication publication)
                throws InterruptedException {
            Map<RecordKey, ChangeResult> results = new HashMap<>(super.write(zone, writes, listing, publication));
            writes.stream()
                    .filter(write -> results.get(write.change().key()) instanceof ChangeResult.Applied)
                    .forEach(write -> results.put(write.change().key(), applied(write, write.attributes())));
            return results;
        }
    }

    /** Says of every TTL that it sent that the server has taken it. */
    static final class ClaimsTtl extends BrokenZoneProvider {
        ClaimsTtl(MemoryDns dns, Abilities abilities) {
            super(dns, abilities);
        }

        @Override
        protected Map<RecordKey, ChangeResult> write(
                Zone zone, List<SetWrite> writes, Listing listing, Publication publication)
                throws InterruptedException {
            Map<RecordKey, ChangeResult> results = new HashMap<>(super.write(zone, writes, listing, publication));
            for (SetWrite write : writes) {
                results.computeIfPresent(
                        write.change().key(),
                        (key, result) -> result instanceof ChangeResult.Applied applied
                                ? new ChangeResult.Applied(applied.outcome(), applied.previous(), write.attributes())
                                : result);
            }
            return results;
        }
    }

    /** Does not count the values of a batch. */
    static final class CountsNoValues extends BrokenZoneProvider {
        CountsNoValues(MemoryDns dns, Abilities abilities) {
            super(dns, abilities);
        }

        @Override
        protected Weight weigh(SetWrite write) {
            return new Weight(1, 1, 0);
        }
    }

    private static List<ZoneRecord> others(SetWrite write, RecordType type, MemoryDns dns) {
        return dns.records(DnsName.of("example.com")).stream()
                .filter(record -> record.name().equals(write.name()) && record.type() == type)
                .toList();
    }

    /** Adds updates of these values, unless they are written anyway. */
    private static SetWrite withTtl(SetWrite write, List<ZoneRecord> values, Duration ttl) {
        List<SetWrite.Update> updates = new ArrayList<>(write.updates());
        List<ZoneRecord> written = new ArrayList<>(write.deletes());
        write.updates().forEach(update -> written.add(update.record()));
        for (ZoneRecord value : values) {
            IpAddress same = value.address();
            if (!written.contains(value)) {
                updates.add(new SetWrite.Update(value, same, Map.of(Attributes.TTL, ttl)));
            }
        }
        return new SetWrite(write.change(), write.present(), write.creates(), updates, write.deletes());
    }
}
