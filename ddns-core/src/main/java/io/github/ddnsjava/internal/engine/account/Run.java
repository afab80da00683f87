package io.github.ddnsjava.internal.engine.account;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.decide.Decision;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.internal.engine.memory.Memory;
import io.github.ddnsjava.internal.engine.records.Agenda;
import io.github.ddnsjava.internal.engine.records.Entry;
import io.github.ddnsjava.internal.engine.records.Roster;
import io.github.ddnsjava.internal.engine.rules.Backoff;
import io.github.ddnsjava.internal.engine.rules.Holds;
import io.github.ddnsjava.internal.engine.work.EngineParts;
import io.github.ddnsjava.internal.engine.work.Workers;
import io.github.ddnsjava.publish.DnsProvider;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What the parts of the engine share. There is one for real work, and one for each plan. A plan writes nothing, and
 * keeps its changes of rows to itself. Immutable.
 *
 * @param clock the time
 * @param events takes what happened; a plan's tells nobody
 * @param connectivity whether there is a network; a plan's takes no note of anything
 * @param roster returns the present set-up and its records
 * @param mandate says for which records this node may send something; a plan's for all
 * @param dry whether it is a plan
 */
public record Run(
        InstantSource clock,
        Workers workers,
        Consumer<UpdateEvent> events,
        Backoff backoff,
        Memory memory,
        Connectivity connectivity,
        Supplier<Roster> roster,
        Mandate mandate,
        boolean dry) {
    public Instant now() {
        return clock.instant();
    }

    /** Returns the present set-up. */
    public EngineParts parts() {
        return roster.get().parts();
    }

    /**
     * Returns the agenda that holds when a record is processed next. What a plan writes there is discarded, and so is what
     * is written for a record that was removed or changed in the meantime.
     */
    public Agenda agenda(Entry entry) {
        return dry || !roster.get().has(entry) ? new Agenda(at -> {}) : entry.feed.agenda;
    }

    /**
     * A change of a record has ended. If the record was replaced in the meantime, the one in its place may have waited for
     * that, and is looked at now.
     */
    public void wakeSuccessor(Entry entry) {
        Entry present = roster.get().entries().get(entry.key());
        if (!dry && present != null && present != entry && roster.get().keeps(present)) {
            present.feed.agenda.put(present, now());
        }
    }

    /** Returns the key of a configured provider; the account of one that is no longer configured. */
    String key(DnsProvider provider) {
        return parts().providers().entrySet().stream()
                .filter(configured -> configured.getValue() == provider)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(provider::account);
    }

    /** Returns the groups of these records. */
    Set<Integer> groups(Collection<RecordKey> keys) {
        Roster now = roster.get();
        return keys.stream().map(now::groupOf).collect(Collectors.toSet());
    }

    /** Tells listeners. */
    public void tell(UpdateEvent event) {
        events.accept(event);
    }

    /** Returns why and until when nothing may be sent to an account. */
    public Optional<Decision.Hold> holdOnAccount(String account) {
        return Holds.onAccount(memory.account(account), () -> settings(account), now());
    }

    /** Returns why and until when nothing may be sent to a zone of an account, the account itself aside. */
    Optional<Decision.Hold> holdOnZone(String account, DnsName zone) {
        return Holds.onAccount(memory.account(Holds.zoneRow(account, zone)), () -> settings(account), now());
    }

    /** Returns why and until when nothing may be sent for a record, its account aside. */
    public Optional<Decision.Hold> holdOnRecord(Entry entry) {
        return Holds.onRecord(memory.record(entry.key()), () -> settings(entry), now());
    }

    /** Returns what the settings are by which a hold on a record ends: its own and its provider's. */
    private static Optional<String> settings(Entry entry) {
        return settings(entry.provider).map(settings -> entry.record.fingerprint() + "|" + settings);
    }

    /**
     * Returns the settings of a provider as a text; empty if a secret cannot be read now, which the publication reports.
     */
    static Optional<String> settings(DnsProvider provider) {
        try {
            return Optional.of(provider.fingerprint());
        } catch (RuntimeException | Error e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the settings of an account: of all providers that share it, because a hold applies to all of them. Empty if a
     * secret cannot be read now.
     */
    Optional<String> settings(String account) {
        List<Optional<String>> all = parts().providers().values().stream()
                .filter(provider -> provider.account().equals(account))
                .map(Run::settings)
                .toList();
        return all.stream().anyMatch(Optional::isEmpty)
                ? Optional.empty()
                : Optional.of(all.stream()
                        .flatMap(Optional::stream)
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining("+")));
    }

    /**
     * Tells whether credentials that were refused have changed since. Secrets are read anew for that.
     *
     * @param sent the provider's settings when they were sent; empty if they were not known
     */
    static boolean isRotated(DnsProvider provider, Optional<String> sent) {
        try {
            provider.credentialsRefused();
        } catch (RuntimeException | Error e) {
            return false; // a defect of the provider, whose hold is none the worse for it
        }
        Optional<String> now = settings(provider);
        return sent.isPresent() && now.isPresent() && !sent.equals(now);
    }
}
