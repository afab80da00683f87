package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.publish.DnsProvider;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** One lane for each account, made when first used. Thread-safe. */
final class Lanes {
    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
    private final EngineParts parts;
    private final Workers workers;
    private final Events events;
    private final Backoff backoff;
    private final Memory memory;
    private final Supplier<Roster> roster;
    private final boolean dry;

    Lanes(
            EngineParts parts,
            Workers workers,
            Events events,
            Backoff backoff,
            Memory memory,
            Supplier<Roster> roster,
            boolean dry) {
        this.parts = parts;
        this.workers = workers;
        this.events = events;
        this.backoff = backoff;
        this.memory = memory;
        this.roster = roster;
        this.dry = dry;
    }

    Lane of(DnsProvider provider) {
        return lanes.computeIfAbsent(provider.account(), account -> {
            Gate gate = new Gate(account, provider.abilities(), memory, parts, workers, events, backoff);
            return new Lane(account, gate, parts, workers, events, backoff, memory, roster, dry);
        });
    }
}
