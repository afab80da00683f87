package io.github.ddnsjava.detect;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** What a detector says of one family: an address, or that there is none. Immutable and thread-safe. */
public sealed interface Detection {
    /** Returns the family that was asked for. */
    IpFamily family();

    /** Returns every source's answer, in the order in which they were asked. */
    List<SourceAnswer> evidence();

    /** One address was found, learnt from that answer. */
    static Detection found(IpAddress address, SourceAnswer answer) {
        return new Found(address.family(), Set.of(address), OptionalInt.empty(), List.of(answer), false);
    }

    /** These addresses are known, not observed: they were configured, pushed, or read off an interface. */
    static Detection known(IpFamily family, Set<IpAddress> addresses, SourceAnswer answer) {
        return new Found(family, addresses, OptionalInt.empty(), List.of(answer), true);
    }

    /** There is no address of the family, learnt from that answer. */
    static Detection absent(IpFamily family, String reason, SourceAnswer answer) {
        return new Absent(family, reason, List.of(answer));
    }

    /**
     * There is an address, or there are several where a name is meant to have several.
     *
     * @param family the family
     * @param addresses the addresses, sorted, at least one
     * @param prefixLength the length of the network's prefix, if known
     * @param evidence every source's answer
     * @param certain whether the source knows the address rather than observes it, so that no second look is needed
     */
    record Found(
            IpFamily family,
            Set<IpAddress> addresses,
            OptionalInt prefixLength,
            List<SourceAnswer> evidence,
            boolean certain)
            implements Detection {
        /** Checks that there is an address and that all are of the family. */
        public Found {
            SortedSet<IpAddress> sorted = new TreeSet<>(addresses);
            if (sorted.isEmpty()) {
                throw new IllegalArgumentException("found, but no address");
            }
            for (IpAddress address : sorted) {
                if (address.family() != family) {
                    throw new IllegalArgumentException(address + " is not an " + family + " address");
                }
            }
            addresses = java.util.Collections.unmodifiableSortedSet(sorted);
            evidence = List.copyOf(evidence);
        }

        /** Returns how many independent operators said just this. */
        public long agreeing() {
            return evidence.stream()
                    .filter(answer -> answer.addresses().equals(addresses))
                    .map(SourceAnswer::operator)
                    .distinct()
                    .count();
        }
    }

    /**
     * This host has no global address or route of the family.
     *
     * @param family the family
     * @param reason how that is known, for a person
     * @param evidence every source's answer
     */
    record Absent(IpFamily family, String reason, List<SourceAnswer> evidence) implements Detection {
        /** Copies the evidence. */
        public Absent {
            evidence = List.copyOf(evidence);
        }
    }
}
