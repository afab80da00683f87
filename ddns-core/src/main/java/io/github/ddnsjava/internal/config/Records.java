package io.github.ddnsjava.internal.config;

import static io.github.ddnsjava.internal.config.TypedSection.ENABLED;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.Ownership;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.UpdateMode;
import io.github.ddnsjava.config.RecordExplanation.Weakness;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.decide.UpdatePolicy;
import io.github.ddnsjava.exception.ConfigurationException.Entry;
import io.github.ddnsjava.publish.Abilities;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads {@code records}: one {@link ManagedRecord} for each type of each entry. Not thread-safe. */
final class Records {
    private static final List<String> NAMES = Sections.names(Sections.RECORD);
    private static final Map<String, UpdateMode> MODES =
            Stream.of(UpdateMode.values()).collect(Collectors.toMap(UpdateMode::toString, mode -> mode));
    private static final String TYPES = "A, AAAA";
    private static final String LEFT = "; its value in DNS is left as it is";

    private final Set<String> detectors;
    private final Map<String, Optional<Abilities>> providers;
    private final Supplier<List<SettingSpec>> attributes;
    private final Set<String> disabledDetectors;
    private final Set<String> disabledProviders;
    private final Settings policy;
    private final Problems problems;
    private final Map<String, UpdatePolicy> policies = new TreeMap<>();
    private final List<ManagedRecord> records = new ArrayList<>();
    private final List<String> paths = new ArrayList<>();
    private final List<Read> read = new ArrayList<>();

    /**
     * A record that was read.
     *
     * @param path the path of its entry, as in {@code records[0]}
     * @param weaknesses the promises that its policy weakens
     */
    record Read(ManagedRecord record, String path, List<Weakness> weaknesses) {}

    /**
     * Begins.
     *
     * @param detectors the keys of all detectors
     * @param providers what each provider can do; empty where the provider is wrong
     * @param attributes returns the attributes that a provider can have; it is only asked where a provider is wrong
     * @param disabledDetectors the keys of the detectors that are not used
     * @param disabledProviders the keys of the providers that are not used
     * @param policy the top-level policy
     */
    Records(
            Set<String> detectors,
            Map<String, Optional<Abilities>> providers,
            Supplier<List<SettingSpec>> attributes,
            Set<String> disabledDetectors,
            Set<String> disabledProviders,
            Settings policy,
            Problems problems) {
        this.detectors = detectors;
        this.providers = providers;
        this.attributes = attributes;
        this.disabledDetectors = disabledDetectors;
        this.disabledProviders = disabledProviders;
        this.policy = policy;
        this.problems = problems;
    }

    /** Reads and checks all of them. */
    List<ManagedRecord> read(Settings root) {
        Optional<Object> value = root.value("records");
        if (!(value.orElse(null) instanceof List<?> entries)) {
            String allowed = "a list: [{\"name\": …}]";
            value.ifPresentOrElse(
                    other -> problems.add(root.wrongType("records", other, "a list", allowed)),
                    () -> problems.add("records", "is missing", allowed));
            return records;
        }
        if (entries.isEmpty()) {
            problems.add("records", "is empty", "at least one record");
        }
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i) instanceof Settings entry) {
                read(entry, "records[" + i + "]");
            } else {
                problems.add(root.wrongType(
                        "records[" + i + "]", entries.get(i), "an object", "{\"name\": …, \"types\": …}"));
            }
        }
        RecordChecks.check(records, paths, detectors, providers, policies.keySet())
                .forEach(problems::add);
        return records;
    }

    /** Returns the records with what is said of them. */
    List<Read> explained() {
        return read;
    }

    /** Returns the policies that the records name, by key. */
    Map<String, UpdatePolicy> policies() {
        return policies;
    }

    private void read(Settings entry, String path) {
        Optional<String> detector = key(entry, "detector", detectors);
        Optional<String> provider = key(entry, "provider", providers.keySet());
        Optional<Abilities> abilities = provider.flatMap(key -> providers.getOrDefault(key, Optional.empty()));
        RecordAttributes attributes = new RecordAttributes(NAMES, abilities, this.attributes, problems);
        if (entry.value("name").isEmpty()) {
            problems.add(entry.path("name"), "is missing", "a full host name");
        }
        Optional<DnsName> name = name(entry, "name");
        Optional<DnsName> zone = name(entry, "zone");
        Optional<Ownership> owns = owns(entry);
        UpdateMode mode = mode(entry);
        Policies own =
                Policies.read(problems.read(() -> entry.nested("policy")).orElse(Settings.none()), policy, problems);
        if (own.withdrawsAt().isPresent() && abilities.filter(a -> !a.delete()).isPresent()) {
            String message = "provider \"" + provider.orElseThrow() + "\" cannot withdraw values";
            problems.add(own.withdrawsAt().get(), message, "\"keep\"");
        }
        if (own.withdrawsAt().isPresent() && mode == UpdateMode.UPDATE_ONLY) {
            String message = "a withdrawn record is not created again in mode " + mode;
            problems.add(own.withdrawsAt().get(), message, "\"keep\"");
        }
        boolean enabled = problems.read(() -> entry.flag(ENABLED.name())).orElse(true);
        Attributes wanted = attributes.read(entry); // what is wrong with them is told whatever else is wrong
        for (RecordType type : types(entry)) {
            if (name.isPresent() && detector.isPresent() && provider.isPresent()) {
                ManagedRecord.Builder record = ManagedRecord.builder(name.get().toString(), type)
                        .detector(detector.get())
                        .provider(provider.get())
                        .attributes(wanted);
                zone.map(DnsName::toString).ifPresent(record::zone);
                owns.ifPresent(record::owns);
                record.mode(mode);
                disabled(enabled, detector.get(), provider.get()).ifPresent(record::disabled);
                // Always, so that records can be replaced at run time by those of a changed configuration.
                record.policy(own.key());
                policies.putIfAbsent(own.key(), own.policy());
                records.add(record.build());
                paths.add(path);
                read.add(new Read(records.get(records.size() - 1), path, own.weaknesses()));
            }
        }
    }

    /** Returns why a record is disabled: its own setting comes first. */
    private Optional<String> disabled(boolean enabled, String detector, String provider) {
        if (!enabled) {
            return Optional.of("the record is disabled" + LEFT);
        } else if (disabledProviders.contains(provider)) {
            return Optional.of("its provider \"" + provider + "\" is disabled" + LEFT);
        }
        return disabledDetectors.contains(detector)
                ? Optional.of("its detector \"" + detector + "\" is disabled" + LEFT)
                : Optional.empty();
    }

    private Optional<String> key(Settings entry, String what, Set<String> keys) {
        if (entry.value(what).isEmpty()) {
            if (keys.size() > 1) {
                problems.add(entry.path(what), "is missing, and several are configured", String.join(", ", keys));
            }
            return keys.size() == 1 ? keys.stream().findFirst() : Optional.empty();
        }
        Optional<String> key = problems.read(() -> entry.optionalText(what));
        Optional<Entry> unknown = key.flatMap(k -> RecordChecks.unknown(entry.path(what), what, k, keys));
        unknown.ifPresent(problems::add);
        return key;
    }

    private Optional<DnsName> name(Settings entry, String setting) {
        return problems.read(() -> entry.optionalText(setting)).flatMap(text -> {
            try {
                return Optional.of(DnsName.of(text));
            } catch (IllegalArgumentException e) {
                problems.add(entry.path(setting), String.valueOf(e.getMessage()), "as in host.example.com");
                return Optional.empty();
            }
        });
    }

    private Optional<Ownership> owns(Settings entry) {
        Optional<Object> value = entry.value("owns");
        if (value.isPresent() && !value.get().equals("values") && !value.get().equals("set")) {
            problems.add(entry.wrong("owns", value.get(), "\"values\" or \"set\""));
            return Optional.empty();
        }
        boolean wholeSet = value.filter("set"::equals).isPresent();
        Optional<String> marker = problems.read(() -> entry.optionalText("marker"));
        if (marker.filter(String::isBlank).isPresent()) {
            problems.add(entry.path("marker"), "is blank", "a text");
            return Optional.empty();
        }
        if (marker.isPresent() && wholeSet) {
            problems.add(
                    entry.path("marker"),
                    "says that only marked values are ours, and \"owns\": \"set\" that all are",
                    "one of the two");
            return Optional.empty();
        }
        try {
            return wholeSet ? Optional.of(Ownership.wholeSet()) : marker.map(Ownership::marked);
        } catch (IllegalArgumentException e) {
            problems.add(
                    entry.path("marker"),
                    "is longer than 100 characters or has control characters",
                    "one line of up to 100 characters");
            return Optional.empty();
        }
    }

    private UpdateMode mode(Settings entry) {
        Object value = entry.value("mode").orElse("upsert");
        UpdateMode mode = MODES.get(value);
        if (mode == null) {
            problems.add(entry.wrong("mode", value, "\"upsert\", \"update-only\" or \"create-only\""));
            return UpdateMode.UPSERT;
        }
        return mode;
    }

    private List<RecordType> types(Settings entry) {
        String setting = entry.value("type").isPresent() ? "type" : "types";
        if (entry.value("type").isPresent() && entry.value("types").isPresent()) {
            problems.add(entry.path("type"), "is set together with \"types\"", "one of the two");
        }
        List<Object> texts = entry.list(setting);
        if (texts.isEmpty()) {
            boolean given = entry.value(setting).isPresent();
            problems.add(entry.path(setting), given ? "is empty" : "is missing", TYPES);
        }
        List<RecordType> types = new ArrayList<>();
        for (Object text : texts) {
            if (text.equals("A") || text.equals("AAAA")) {
                types.add(RecordType.valueOf((String) text));
            } else {
                problems.add(entry.wrong(setting, text, TYPES));
            }
        }
        return types;
    }
}
