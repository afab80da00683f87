package io.github.ddnsjava.internal.config;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.UpdateMode;
import io.github.ddnsjava.config.Durations;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.exception.ConfigurationException.Entry;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.AttributeSpec;
import io.github.ddnsjava.publish.DnsProvider;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Checks whether records are consistent, and whether their providers support them. The same checks apply to records
 * from a configuration and from code. Nothing is sent.
 */
public final class RecordChecks {
    private static final String WITHDRAW_ON_CLOSE = "withdrawOnClose";

    /** What is wrong if records shall be withdrawn that another node takes over. */
    public static final Entry WITHDRAWN_IN_CLUSTER = new Entry(
            WITHDRAW_ON_CLOSE,
            "cannot be used in a cluster, because another node takes the records over",
            "no cluster, or records that stay");

    private final Set<String> detectors;
    private final Map<String, Optional<Abilities>> providers;
    private final Set<String> policies;
    private final Set<Entry> problems = new LinkedHashSet<>();

    private RecordChecks(Set<String> detectors, Map<String, Optional<Abilities>> providers, Set<String> policies) {
        this.detectors = new TreeSet<>(detectors);
        this.providers = new TreeMap<>(providers);
        this.policies = new TreeSet<>(policies);
    }

    /** Returns the problems, with paths like {@code records[0].ttl}; an empty list if there are none. */
    public static List<Entry> check(
            List<ManagedRecord> records,
            Map<String, IpDetector> detectors,
            Map<String, DnsProvider> providers,
            Set<String> policies) {
        List<String> paths = IntStream.range(0, records.size())
                .mapToObj(i -> "records[" + i + "]")
                .toList();
        Map<String, Optional<Abilities>> abilities = new TreeMap<>();
        providers.forEach((key, provider) -> abilities.put(key, Optional.of(provider.abilities())));
        if (providers.isEmpty()) {
            // That there is none is one problem, not one of each record.
            records.forEach(record -> abilities.put(record.provider(), Optional.empty()));
        }
        // Without any detector the application pushes what it knows.
        Set<String> keys = detectors.isEmpty() ? Set.of(ManagedRecord.DEFAULT) : detectors.keySet();
        return check(records, paths, keys, abilities, policies);
    }

    /**
     * Returns what is wrong.
     *
     * @param paths where each record stands
     * @param detectors the keys of all detectors
     * @param providers what each provider can do; empty where it is known only that there is one
     * @param policies the keys of all policies
     */
    static List<Entry> check(
            List<ManagedRecord> records,
            List<String> paths,
            Set<String> detectors,
            Map<String, Optional<Abilities>> providers,
            Set<String> policies) {
        RecordChecks checks = new RecordChecks(detectors, providers, policies);
        Map<RecordKey, String> seen = new HashMap<>();
        for (int i = 0; i < records.size(); i++) {
            ManagedRecord record = records.get(i);
            String path = paths.get(i);
            String first = seen.putIfAbsent(record.key(), path);
            if (first != null) {
                checks.add(
                        path, record + " is configured twice, first by " + first, "each name, type and provider once");
            }
            checks.check(record, path);
        }
        return List.copyOf(checks.problems);
    }

    /** Returns the problems that prevent records from being withdrawn on close; an empty list if there are none. */
    public static Set<Entry> withdrawable(Collection<ManagedRecord> records, Map<String, DnsProvider> providers) {
        Set<Entry> problems = new LinkedHashSet<>();
        for (ManagedRecord record : records) {
            DnsProvider provider = providers.get(record.provider());
            if (provider != null && !provider.abilities().delete()) {
                String message = "provider \"" + record.provider() + "\" cannot withdraw values";
                problems.add(new Entry(WITHDRAW_ON_CLOSE, message, "providers that can"));
            }
            if (record.mode() == UpdateMode.UPDATE_ONLY) {
                String message = record + " could not be created again in mode " + record.mode();
                problems.add(new Entry(WITHDRAW_ON_CLOSE, message, "another mode"));
            }
        }
        return problems;
    }

    /** Returns the records with the texts among their attributes as the values that their providers declare. */
    public static List<ManagedRecord> asDeclared(
            Collection<ManagedRecord> records, Map<String, DnsProvider> providers) {
        return records.stream()
                .map(record -> {
                    DnsProvider provider = providers.get(record.provider());
                    return provider == null ? record : asDeclared(record, provider.abilities());
                })
                .toList();
    }

    private static ManagedRecord asDeclared(ManagedRecord record, Abilities abilities) {
        if (record.attributes().asMap().isEmpty()) {
            return record;
        }
        Map<String, Attributes.Wanted> wanted =
                new TreeMap<>(record.attributes().asMap());
        wanted.replaceAll(
                (name, given) -> Optional.ofNullable(abilities.attributes().get(name))
                        .flatMap(spec -> spec.read(given.value()))
                        .map(value -> new Attributes.Wanted(value, given.initialOnly()))
                        .orElse(given));
        if (wanted.equals(record.attributes().asMap())) {
            return record;
        }
        return record.withAttributes(Attributes.of(wanted));
    }

    private void add(String path, String message, String allowed) {
        problems.add(new Entry(path, message, allowed));
    }

    private void check(ManagedRecord record, String path) {
        mustBeKnown(path, "detector", record.detector(), detectors);
        mustBeKnown(path, "provider", record.provider(), providers.keySet());
        record.policy().ifPresent(key -> mustBeKnown(path, "policy", key, policies));
        if (record.zone().filter(zone -> !record.name().isWithin(zone)).isPresent()) {
            add(
                    path + ".zone",
                    record.name() + " is not within " + record.zone().get(),
                    "the name itself, or one that it ends with");
        }
        providers
                .getOrDefault(record.provider(), Optional.empty())
                .ifPresent(abilities -> checkAbilities(record, path, abilities));
    }

    /** No text is made for what is right: there may be many records. */
    private void mustBeKnown(String path, String what, String key, Set<String> keys) {
        if (!keys.contains(key)) {
            unknown(path + "." + what, what, key, keys).ifPresent(problems::add);
        }
    }

    /** Returns the problem that a record names a detector, provider or policy which does not exist, if it does. */
    static Optional<Entry> unknown(String path, String what, String key, Set<String> keys) {
        if (keys.contains(key)) {
            return Optional.empty();
        }
        String message = "no " + what + " is called \"" + key + "\"" + Spelling.hint(key, keys);
        return Optional.of(new Entry(path, message, String.join(", ", keys)));
    }

    private void checkAbilities(ManagedRecord record, String path, Abilities abilities) {
        if (!abilities.families().contains(record.type().family())) {
            add(
                    path + ".types",
                    provider(record) + " does not publish " + record.type(),
                    abilities.families().stream()
                            .sorted()
                            .map(family -> RecordType.of(family).toString())
                            .collect(Collectors.joining(", ")));
        }
        if (record.name().isWildcard() && !abilities.wildcard()) {
            add(path + ".name", provider(record) + " does not support wildcards: " + record.name(), "names without *");
        }
        if (!abilities.names().allows(record.name())) {
            add(
                    path + ".name",
                    provider(record) + " cannot publish " + record.name(),
                    abilities.names().allowed());
        }
        if (abilities.needsZone() && record.zone().isEmpty()) {
            add(
                    path + ".zone",
                    "is missing; " + provider(record) + " cannot find out in which zone " + record.name() + " is",
                    "the name of the zone, which " + record.name() + " ends with");
        }
        if (record.owns().marker().isPresent() && !abilities.marker()) {
            add(path + ".marker", provider(record) + " cannot mark values", "no marker");
        }
        if (record.mode() != UpdateMode.UPSERT && !abilities.read()) {
            add(
                    path + ".mode",
                    provider(record) + " cannot be read, and mode " + record.mode() + " needs to know what is there",
                    "\"upsert\"");
        }
        record.attributes().asMap().forEach((name, wanted) -> {
            AttributeSpec spec = abilities.attributes().get(name);
            if (spec == null) {
                Set<String> names = new TreeSet<>(abilities.attributes().keySet());
                add(
                        path + "." + name,
                        provider(record) + " has no attribute \"" + name + "\"" + Spelling.hint(name, names),
                        names.isEmpty() ? "none" : String.join(", ", names));
            } else if (!spec.accepts(wanted.value())) {
                add(at(path, name, wanted), "is " + show(wanted.value()), spec.allowed());
            } else if (wanted.value() instanceof Duration duration && duration.toNanosPart() != 0) {
                add(at(path, name, wanted), "is " + show(duration), "whole seconds");
            }
        });
    }

    private static String provider(ManagedRecord record) {
        return "provider \"" + record.provider() + "\"";
    }

    private static String at(String path, String name, Attributes.Wanted wanted) {
        return path + "." + name + (wanted.initialOnly() ? ".initial" : "");
    }

    private static String show(Object value) {
        return value instanceof Duration duration ? Durations.format(duration) : "\"" + value + "\"";
    }
}
