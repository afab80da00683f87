package io.github.ddnsjava.internal.config;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.AttributeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Reads the attributes of a record: every setting that is not the record's own, by what the provider declares. Their
 * bounds are checked with the record.
 */
final class RecordAttributes {
    private static final String INITIAL = "initial";

    private final List<String> ownNames;
    private final Optional<Abilities> abilities;
    private final Supplier<List<SettingSpec>> possible;
    private final Problems problems;

    /**
     * Begins.
     *
     * @param ownNames the record's other settings
     * @param abilities what the provider can do; empty where it is not known
     * @param possible returns the attributes that a provider can have, as far as its type tells
     */
    RecordAttributes(
            List<String> ownNames,
            Optional<Abilities> abilities,
            Supplier<List<SettingSpec>> possible,
            Problems problems) {
        this.possible = possible;
        this.ownNames = ownNames;
        this.abilities = abilities;
        this.problems = problems;
    }

    Attributes read(Settings entry) {
        if (abilities.isEmpty()) {
            addMisspelt(entry);
            return Attributes.none();
        }
        List<String> allowed = new ArrayList<>(ownNames);
        allowed.addAll(new TreeSet<>(abilities.get().attributes().keySet()));
        problems.addUnknown(entry, allowed);
        Map<String, Attributes.Wanted> wanted = new TreeMap<>();
        for (AttributeSpec spec : abilities.get().attributes().values()) {
            Optional<Object> given = entry.value(spec.name());
            if (given.isPresent() && given.get() instanceof Settings initial) {
                problems.addUnknown(initial, List.of(INITIAL));
                value(initial, INITIAL, spec)
                        .ifPresent(value -> wanted.put(spec.name(), new Attributes.Wanted(value, true)));
            } else if (given.isPresent()) {
                value(entry, spec.name(), spec)
                        .ifPresent(value -> wanted.put(spec.name(), new Attributes.Wanted(value, false)));
            }
        }
        return Attributes.of(wanted);
    }

    /** Where it is not known what the provider can do, any name may be an attribute; what resembles a known one is told. */
    private void addMisspelt(Settings entry) {
        if (ownNames.containsAll(entry.names())) {
            return;
        }
        List<String> known = new ArrayList<>(ownNames);
        known.addAll(Sections.names(possible.get()));
        Settings misspelt = entry;
        for (String name : entry.names()) {
            if (Spelling.hint(name, known).isEmpty()) {
                misspelt = misspelt.without(name);
            }
        }
        problems.addUnknown(misspelt, known);
    }

    private Optional<Object> value(Settings settings, String name, AttributeSpec spec) {
        if (settings.value(name).isEmpty()) {
            problems.add(settings.path(name), "is missing", spec.allowed());
            return Optional.empty();
        }
        Object given = settings.value(name).get();
        Optional<Object> value = spec.read(given);
        if (value.isEmpty()) {
            problems.add(
                    given instanceof String || given instanceof List
                            ? settings.wrong(name, given, spec.allowed())
                            : settings.wrongType(name, given, spec.typeName(), spec.allowed()));
        }
        return value;
    }
}
