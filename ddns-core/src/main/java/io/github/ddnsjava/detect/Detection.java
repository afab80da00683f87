package io.github.ddnsjava.detect;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.SourceAnswer;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The result of a detector for one family: an address, or that there is none. Immutable and thread-safe. */
public sealed interface Detection {
    /** Returns the requested family. */
    IpFamily family();

    /** Returns the answer of every source, in the order in which they were asked. */
    List<SourceAnswer> evidence();

    /** Returns that this address was found. The answer is its only evidence. */
    static Detection found(IpAddress address, SourceAnswer answer) {
        return new Found(address.family(), Set.of(address), OptionalInt.empty(), List.of(answer), false);
    }

    /**
     * Returns that these addresses are known and not observed: they were configured, pushed, or read from an interface.
     *
     * @throws IllegalArgumentException if there is no address, or one is of the other family
     */
    static Detection known(IpFamily family, Set<IpAddress> addresses, SourceAnswer answer) {
        return new Found(family, addresses, OptionalInt.empty(), List.of(answer), true);
    }

    /** Returns that there is no address of the family. The answer is the only evidence. */
    static Detection absent(IpFamily family, String reason, SourceAnswer answer) {
        return new Absent(family, reason, List.of(answer));
    }

    /**
     * There is an address. There are several if a name should have several.
     *
     * @param family the family
     * @param addresses the addresses, sorted, at least one
     * @param prefixLength the length of the network's prefix, if known
     * @param evidence the answer of every source
     * @param certain whether the source knows the address and does not observe it; then no second reading is needed
     */
    record Found(
            IpFamily family,
            Set<IpAddress> addresses,
            OptionalInt prefixLength,
            List<SourceAnswer> evidence,
            boolean certain)
            implements Detection {
        /**
         * Checks and copies the addresses.
         *
         * @throws IllegalArgumentException if there is no address, or one is of the other family
         */
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

        /** Returns how many independent operators reported exactly these addresses. */
        public long agreeing() {
            return evidence.stream()
                    .filter(answer -> answer.addresses().equals(addresses))
                    .map(SourceAnswer::operator)
                    .distinct()
                    .count();
        }
    }

    /**
     * This host has no global address or no route of the family.
     *
     * @param family the family
     * @param reason how this is known, for people
     * @param evidence the answer of every source
     */
    record Absent(IpFamily family, String reason, List<SourceAnswer> evidence) implements Detection {
        /** Copies the evidence. */
        public Absent {
            evidence = List.copyOf(evidence);
        }
    }
}
