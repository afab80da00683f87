package io.github.ddnsjava.internal.engine.account;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.decide.Decision;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.internal.engine.memory.Memory;
import io.github.ddnsjava.internal.engine.records.Agenda;
import io.github.ddnsjava.internal.engine.records.Entry;
import io.github.ddnsjava.internal.engine.records.Feed;
import io.github.ddnsjava.internal.engine.records.Roster;
import io.github.ddnsjava.internal.engine.records.Sighting;
import io.github.ddnsjava.internal.engine.report.Events;
import io.github.ddnsjava.internal.engine.rules.Backoff;
import io.github.ddnsjava.internal.engine.rules.Holds;
import io.github.ddnsjava.internal.engine.when.Rhythm;
import io.github.ddnsjava.internal.engine.work.EngineParts;
import io.github.ddnsjava.internal.engine.work.Workers;
import io.github.ddnsjava.publish.DnsProvider;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What the parts of the engine share: for good, or for one plan, which writes nothing and keeps to itself what it would
 * remember. Immutable.
 *
 * @param rhythm knows whether there is a network, and when to look again
 * @param roster returns the records that are managed at present
 * @param dry whether it is a plan
 */
public record Run(
        EngineParts parts,
        Workers workers,
        Events events,
        Backoff backoff,
        Memory memory,
        Rhythm rhythm,
        Supplier<Roster> roster,
        boolean dry) {
    public Instant now() {
        return parts.clock().instant();
    }

    /** Returns where to put down when a record is to be looked at; what a plan puts down is thrown away. */
    public Agenda agenda(Entry entry) {
        return dry ? new Agenda(at -> {}) : entry.feed.agenda;
    }

    /** Tells whether nothing is to be sent for want of a network; a plan tries all the same. */
    public boolean isOffline() {
        return !dry && rhythm.heartbeat().isOffline();
    }

    /** Takes note of what a feed said, unless this is a plan, and returns what that counts as. */
    public Sighting looked(Feed feed, Sighting sighting) {
        return dry ? sighting : rhythm.looked(feed, sighting);
    }

    /** Tells listeners that a feed got into trouble or out of it, unless this is a plan. */
    public void left(Feed feed) {
        if (!dry) {
            rhythm.left(feed);
        }
    }

    /** Takes note that an exchange with an account ended, and whether the other side was reached. */
    void exchanged(String account, Optional<Problem> problem, boolean reached) {
        if (!dry) {
            rhythm.heartbeat().exchanged(account, problem, reached);
        }
    }

    /** Tells listeners, unless this is a plan. */
    public void tell(UpdateEvent event) {
        if (!dry) {
            events.tell(event);
        }
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
    private static String settings(Entry entry) {
        return entry.record.fingerprint() + "|" + settings(entry.provider);
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
