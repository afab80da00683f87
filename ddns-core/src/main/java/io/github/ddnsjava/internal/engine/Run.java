package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.publish.DnsProvider;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What the parts of the engine share: for good, or for one plan, which writes nothing and keeps to itself what it would
 * remember. Immutable.
 *
 * @param roster returns the records that are managed at present
 * @param dry whether it is a plan
 */
record Run(
        EngineParts parts,
        Workers workers,
        Events events,
        Backoff backoff,
        Memory memory,
        Supplier<Roster> roster,
        boolean dry) {
    Instant now() {
        return parts.clock().instant();
    }

    /** Tells listeners, unless this is a plan. */
    void tell(UpdateEvent event) {
        if (!dry) {
            events.tell(event);
        }
    }

    /** Returns the settings of a provider as a text; that a secret cannot be read is for the publication to say. */
    static String settings(DnsProvider provider) {
        try {
            return provider.fingerprint();
        } catch (RuntimeException e) {
            return e.getClass().getName();
        }
    }

    /** Returns the settings of an account: of all providers that share it, so that what one learnt counts for all. */
    String settings(String account) {
        return parts.providers().values().stream()
                .filter(provider -> provider.account().equals(account))
                .map(Run::settings)
                .distinct()
                .sorted()
                .collect(Collectors.joining("+"));
    }
}
