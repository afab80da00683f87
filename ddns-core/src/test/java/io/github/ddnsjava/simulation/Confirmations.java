package io.github.ddnsjava.simulation;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.remember.RecordState;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What providers and DNS told a household: only that may be remembered as confirmed. */
final class Confirmations {
    private final Chronicle chronicle;
    private final Map<RecordKey, Set<IpAddress>> heard = new HashMap<>();

    Confirmations(Chronicle chronicle) {
        this.chronicle = chronicle;
    }

    /** A provider, or DNS, said that this stands there. */
    void heard(RecordKey key, Set<IpAddress> addresses) {
        heard.put(key, Set.copyOf(addresses));
    }

    /** The state is about to say so. */
    void check(RecordState before, RecordState after) {
        boolean newly = !after.confirmed().equals(before.confirmed())
                || before.inDoubt().isPresent()
                        && after.inDoubt().isEmpty()
                        && !after.checkedAt().equals(before.checkedAt());
        if (!newly) {
            return;
        }
        Set<IpAddress> confirmed = after.confirmed().orElse(Set.of());
        Set<IpAddress> said = heard.getOrDefault(after.key(), Set.of());
        if (!said.containsAll(confirmed)) {
            throw chronicle.broken(
                    "confirmed means confirmed",
                    after.key() + " is remembered as " + confirmed + ", but the provider said " + said);
        }
    }
}
