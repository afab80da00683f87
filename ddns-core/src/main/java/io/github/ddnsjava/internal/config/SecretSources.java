package io.github.ddnsjava.internal.config;

import io.github.ddnsjava.config.SecretSource;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.internal.config.OpenedSources.Source;
import io.github.ddnsjava.internal.discovery.Discovery;
import io.github.ddnsjava.publish.ProviderContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The sources of secrets that a configuration uses, each opened after those that its own settings refer to. Not
 * thread-safe.
 */
final class SecretSources {
    private static final String SECTION = "secrets";

    private final Discovery<SecretSource> found;
    private final Map<String, TypeDescriptor> types = new HashMap<>();
    private final Settings section;
    private final References references;
    private final ProviderContext context;
    private final Problems problems;
    /** Those that could not be opened are there, too: empty. */
    private final Map<String, Optional<Source>> opened = new HashMap<>();
    /** With the sources to which the settings of each refer. */
    private final Map<String, List<Identity>> underWay = new LinkedHashMap<>();

    private final OpenedSources before;

    /**
     * Begins.
     *
     * @param raw all settings, with texts as they are written
     * @param found the sources on the path
     * @param before those that an earlier reading has opened
     */
    SecretSources(
            Settings raw,
            Discovery<SecretSource> found,
            OpenedSources before,
            References references,
            ProviderContext context,
            Problems problems) {
        this.found = found;
        this.before = before;
        this.references = references;
        this.context = context;
        this.problems = problems;
        found.descriptors().forEach(type -> types.put(type.id(), type));
        this.section = problems.read(() -> raw.nested(SECTION)).orElse(Settings.none());
    }

    /** Opens all that are configured, whether or not a reference uses them. */
    void openAll() {
        section.names().forEach(key -> find(section.path(key), key));
    }

    /**
     * Returns the source that references call by that word; empty if there is none, or it cannot be opened. Why is told
     * then.
     *
     * @param path the path of the setting that is a reference
     */
    Optional<Source> find(String path, String key) {
        if (!section.names().contains(key) && !types.containsKey(key)) {
            Set<String> known = new TreeSet<>(types.keySet());
            known.addAll(section.names());
            problems.add(
                    path,
                    "refers to \"" + key
                            + "\", and no secret source is called that; check the spelling, and that its jar is on"
                            + " the path or in the agent's folder plugins" + Spelling.hint(key, known),
                    String.join(", ", known));
            return Optional.empty();
        }
        if (underWay.containsKey(key)) {
            List<String> circle = new ArrayList<>(underWay.keySet());
            String names = String.join(" → ", circle.subList(circle.indexOf(key), circle.size()));
            problems.add(
                    path,
                    "refers to a secret source that needs this setting itself: " + names + " → " + key,
                    "a reference to another source, such as ${file:PATH} or ${credential:NAME}");
            return Optional.empty();
        }
        Optional<Source> known = opened.get(key);
        if (known == null) {
            underWay.put(key, new ArrayList<>());
            known = open(key);
            underWay.remove(key);
            opened.put(key, known);
        }
        // Also those around the innermost one: what changes a source changes all that need it.
        known.ifPresent(source -> underWay.values().forEach(needs -> needs.add(source.identity())));
        return known;
    }

    private Optional<Source> open(String key) {
        String path = SECTION + "." + key;
        Object raw = section.value(key).orElse(Settings.ofLiterals(path, references.directory(), Map.of()));
        if (raw instanceof Settings given) {
            return open(key, path, references.resolve(path, given));
        }
        // The value is not shown: who takes this section for a list of secrets has written one here.
        problems.add(
                path, "has no settings of a secret source, but a value", "an object, as in {\"type\": \"vault\", …}");
        return Optional.empty();
    }

    private Optional<Source> open(String key, String path, Settings given) {
        Object type = references.plain(
                given.path("type"),
                given.value("type").filter(v -> !references.isStandIn(v)).orElse(key));
        if (!(type instanceof String id)) {
            problems.add(given.wrongType("type", type, "a text", String.join(", ", types.keySet())));
            return Optional.empty();
        }
        if (types.containsKey(key) && !id.equals(key)) {
            problems.add(given.path("type"), "is \"" + id + "\" at the key " + key, "\"" + key + "\", or another key");
            return Optional.empty();
        }
        try {
            List<SettingSpec> declared = Optional.ofNullable(types.get(id))
                    .map(TypeDescriptor::settings)
                    .orElse(List.of());
            Settings own = Shape.of(path, given.without("type"), declared, references, problems);
            declared.stream()
                    .filter(spec -> spec.type() instanceof SettingType.FileName)
                    .forEach(spec ->
                            own.file(spec.name()).ifPresent(file -> references.addFile(file, own.path(spec.name()))));
            List<Identity> needs = Objects.requireNonNull(underWay.get(key));
            Identity identity = Identity.of(id, own, references.directory().toString(), needs);
            return Optional.of(before.get(
                    key,
                    id,
                    identity,
                    () -> found.create(id, own, (source, settings) -> source.open(id, settings, context))));
        } catch (ConfigurationException e) {
            problems.addAll(path, e);
        } catch (TransientException e) {
            problems.unreachable(path, e);
        } catch (RuntimeException | Error e) {
            problems.defect(path, "cannot be opened", e);
        }
        return Optional.empty();
    }
}
