package io.github.ddnsjava.internal.config;

import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A section of keys, each with a type and that type's settings: {@code detectors}, {@code providers}, {@code notify}. */
final class TypedSection {
    /** The setting that says which. */
    static final SettingSpec TYPE = SettingSpec.required("type", "Which one.");

    /** The setting by which anything can be left unused. */
    static final SettingSpec ENABLED = SettingSpec.optional("enabled", "With `false`, it is not used. Default: `true`.")
            .as(SettingType.flag());

    /** The settings that every member has, whatever its type; the type is the first. */
    static final List<SettingSpec> COMMON = List.of(TYPE, ENABLED);

    private static final String SHAPE = "an object with at least one: {\"key\": {\"type\": …}}";

    private final Set<String> keys;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final List<TypeDescriptor> known;
    private final Path directory;
    private final Object sources;
    private final Problems problems;

    /**
     * One thing of the section.
     *
     * @param type its type
     * @param settings its other settings: {@code Secret}s or texts for those that are secret, otherwise plain values
     * @param enabled whether it is used
     */
    record Member(String type, Settings settings, boolean enabled) {}

    /**
     * Reads the section of that name. It must be there, and have a member, unless it is {@code notify}.
     *
     * @param known the types on the path; it is enough if those are there that the section has
     * @param ids the ids of all types on the path, for messages
     * @param directory what relative file names are relative to
     * @param sources the settings of the sources of secrets
     */
    TypedSection(
            Settings root,
            String name,
            List<TypeDescriptor> known,
            Collection<String> ids,
            Path directory,
            Object sources,
            Problems problems) {
        this.known = known;
        this.directory = directory;
        this.sources = sources;
        this.problems = problems;
        Settings section = problems.read(() -> root.nested(name)).orElse(Settings.none());
        this.keys = section.names();
        boolean none = root.value(name).isEmpty() || root.value(name).get() instanceof Settings && keys.isEmpty();
        if (none && !name.equals(Listeners.SECTION)) {
            problems.add(name, keys.isEmpty() && root.value(name).isPresent() ? "is empty" : "is missing", SHAPE);
        }
        for (String key : keys) {
            problems.read(() -> section.nested(key)).ifPresent(settings -> {
                boolean enabled = problems.read(() -> settings.flag(ENABLED)).orElse(true);
                type(settings, ids)
                        .ifPresent(id -> members.put(
                                key,
                                new Member(id, settings.without(TYPE.name()).without(ENABLED.name()), enabled)));
            });
        }
    }

    private Optional<String> type(Settings settings, Collection<String> ids) {
        Optional<Object> type = settings.value("type");
        if (type.isEmpty()) {
            problems.add(settings.path("type"), "is missing", Spelling.nearest("", ids));
        } else if (!(type.get() instanceof String)) {
            problems.add(settings.wrongType("type", type.get(), "a text", Spelling.nearest("", ids)));
        }
        return type.filter(String.class::isInstance).map(String.class::cast);
    }

    /** Returns every key, also of what is wrong. */
    Set<String> keys() {
        return keys;
    }

    /** Returns the keys of what is not used. */
    Set<String> disabled() {
        return members.entrySet().stream()
                .filter(member -> !member.getValue().enabled())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /**
     * Returns by what a member is recognised when the configuration is read again. If it has secrets, the settings of their
     * sources count, too.
     *
     * @param others what else it is made with
     */
    Identity identity(String key, Member member, Object others) {
        Object secrets = Identity.hasSecret(member.settings()) ? sources : "none";
        return Identity.of(key, member.type(), member.settings(), directory.toString(), others, secrets);
    }

    /** Returns the type of a member; empty if it could not be read. */
    String type(String key) {
        return Optional.ofNullable(members.get(key)).map(Member::type).orElse("");
    }

    /** Returns the description of a member's type; empty if there is none. */
    Optional<TypeDescriptor> descriptor(String key) {
        String type = type(key);
        return known.stream().filter(each -> each.id().equals(type)).findFirst();
    }

    /** Returns the settings of a member; none if they could not be read. */
    Settings settings(String key) {
        return Optional.ofNullable(members.get(key)).map(Member::settings).orElse(Settings.none());
    }

    /** Returns what could be read, by key. */
    Map<String, Member> members() {
        return members;
    }
}
