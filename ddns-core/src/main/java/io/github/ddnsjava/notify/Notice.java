package io.github.ddnsjava.notify;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.internal.text.OneLine;
import io.github.ddnsjava.publish.support.NameForm;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One thing that somebody is told. Its texts are single lines without control characters, and have no secret. Immutable and
 * thread-safe.
 *
 * @param kind what kind of thing happened
 * @param at when it happened, by the updater's clock
 * @param subject what it happened to: a record, a detector, the network, the state or the configuration
 * @param values what the placeholders of templates stand for, by their names; all of {@link #PLACEHOLDERS}, empty where they
 *     do not apply
 */
public record Notice(Kind kind, Instant at, String subject, Map<String, String> values) {
    /** The names of the placeholders of a notice. */
    public static final Set<String> PLACEHOLDERS = Set.of(
            "event",
            "subject",
            "text",
            "time",
            "name",
            "zone",
            "host",
            "type",
            "address",
            "ipv4",
            "ipv6",
            "ttl",
            "previous",
            "problem");

    /** So much of a problem is told; the log has all of it. */
    private static final int LONGEST = 500;

    /** Problems after which nothing is sent for the record until a wait ends, settings change or a person acts. */
    private static final Set<ProblemKind> HOLDS = EnumSet.of(
            ProblemKind.AUTHENTICATION,
            ProblemKind.REJECTED,
            ProblemKind.BLOCKED,
            ProblemKind.CONFIGURATION,
            ProblemKind.AMBIGUOUS,
            ProblemKind.UNCONFIRMED,
            ProblemKind.FLAPPING);

    /** The kinds of notices. The words are those of the setting {@code on}. */
    public enum Kind {
        /** An address was published or withdrawn. */
        CHANGED("changed"),
        /** A record, a detector, the network, the state or the configuration got into trouble. */
        TROUBLE("trouble"),
        /** The trouble is over, or what was in trouble is no longer in use. */
        RECOVERED("recovered"),
        /** A record got into trouble, and nothing is sent for it until a wait ends, settings change or a person acts. */
        HELD("held");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** Returns the word of the configuration. */
        @Override
        public String toString() {
            return word;
        }
    }

    /** Copies the values. */
    public Notice {
        values = Map.copyOf(values);
    }

    /** Returns the sentence that says what happened. */
    public String text() {
        return values.getOrDefault("text", "");
    }

    /** Returns what an event tells; empty if nobody is told of such events. */
    static Optional<Notice> of(UpdateEvent event, Function<RecordKey, Optional<ManagedRecord>> records) {
        if (event instanceof UpdateEvent.Changed changed) {
            Map<String, String> values = ofRecord(changed.key(), records);
            values.put("address", joined(changed.addresses()));
            values.put("previous", joined(changed.previous()));
            values.put(family(changed.key()), joined(changed.addresses()));
            return Optional.of(made(Kind.CHANGED, event.at(), subject(changed.key()), text(changed), values));
        } else if (event instanceof UpdateEvent.Trouble trouble) {
            Problem problem = trouble.problem();
            Map<String, String> values = ofEvent(event, records);
            values.put("problem", problem.message());
            boolean held = event instanceof UpdateEvent.OfRecord && HOLDS.contains(problem.kind());
            String subject = event instanceof UpdateEvent.OfRecord of ? subject(of.key()) : trouble.subject();
            Kind kind = held ? Kind.HELD : Kind.TROUBLE;
            return Optional.of(made(kind, event.at(), subject, subject + ": " + problem.message(), values));
        } else if (event instanceof UpdateEvent.Recovery recovery) {
            String subject = event instanceof UpdateEvent.OfRecord of ? subject(of.key()) : recovery.subject();
            String text = subject + " is in order again";
            return Optional.of(made(Kind.RECOVERED, event.at(), subject, text, ofEvent(event, records)));
        }
        return Optional.empty();
    }

    /** Returns what is told of something that was in trouble and is not configured any more, or switched off. */
    static Notice noLongerInUse(Instant at, String subject) {
        return made(Kind.RECOVERED, at, subject, subject + " is no longer in use", new TreeMap<>());
    }

    private static Notice made(Kind kind, Instant at, String subject, String text, Map<String, String> values) {
        values.put("event", kind.toString());
        values.put("subject", subject);
        values.put("text", text);
        values.put("time", at.toString());
        PLACEHOLDERS.forEach(name -> values.putIfAbsent(name, ""));
        values.replaceAll((name, value) -> OneLine.of(value, LONGEST));
        return new Notice(kind, at, OneLine.of(subject, LONGEST), values);
    }

    /** Names a record, and its provider if it has a name. */
    private static String subject(RecordKey key) {
        return key.provider().equals(ManagedRecord.DEFAULT) ? key.name() + " " + key.type() : key.toString();
    }

    private static String text(UpdateEvent.Changed changed) {
        String previous = joined(changed.previous());
        if (changed.outcome() == Outcome.WITHDRAWN) {
            return subject(changed.key()) + " was withdrawn" + (previous.isEmpty() ? "" : "; it was " + previous);
        }
        return subject(changed.key()) + " is now " + joined(changed.addresses())
                + (previous.isEmpty() ? "" : "; it was " + previous);
    }

    private static Map<String, String> ofEvent(
            UpdateEvent event, Function<RecordKey, Optional<ManagedRecord>> records) {
        return event instanceof UpdateEvent.OfRecord of ? ofRecord(of.key(), records) : new TreeMap<>();
    }

    private static Map<String, String> ofRecord(RecordKey key, Function<RecordKey, Optional<ManagedRecord>> records) {
        Map<String, String> values = new TreeMap<>();
        values.put("name", key.name().toString());
        values.put("type", key.type().toString());
        records.apply(key).ifPresent(record -> {
            Optional<DnsName> zone = record.zone();
            zone.ifPresent(name -> {
                values.put("zone", name.toString());
                values.put("host", NameForm.RELATIVE_AT.write(key.name(), name));
            });
            Optional.ofNullable(record.attributes().asMap().get(Attributes.TTL))
                    .map(Attributes.Wanted::value)
                    .filter(Duration.class::isInstance)
                    .ifPresent(ttl -> values.put("ttl", String.valueOf(((Duration) ttl).toSeconds())));
        });
        return values;
    }

    private static String family(RecordKey key) {
        return key.type().family() == IpFamily.IPV4 ? "ipv4" : "ipv6";
    }

    private static String joined(Collection<IpAddress> addresses) {
        return addresses.stream().sorted().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
