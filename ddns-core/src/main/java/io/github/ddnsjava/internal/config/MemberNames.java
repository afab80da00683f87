package io.github.ddnsjava.internal.config;

import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.internal.discovery.SettingChecks;
import java.util.List;
import java.util.Optional;

/**
 * The names of settings in a section of keys, as they are written. They are checked before any value is read: a misspelt
 * name is told also if its value cannot be read, for that is what has to be corrected first. Stateless.
 */
final class MemberNames {
    private MemberNames() {}

    /**
     * Adds each name that the member's type does not have.
     *
     * @param written all settings, with texts as they are written
     * @param section the name of the section
     * @param noun what its members are called
     * @param known the types on the path
     */
    static void check(Settings written, String section, String noun, List<TypeDescriptor> known, Problems problems) {
        Settings members = nested(written, section);
        for (String key : members.names()) {
            Settings member = nested(members, key);
            Optional<Object> type = member.value(TypedSection.TYPE.name());
            known.stream()
                    .filter(descriptor -> type.equals(Optional.of(descriptor.id())))
                    .forEach(descriptor -> check(member, noun, descriptor, problems));
        }
    }

    private static void check(Settings member, String noun, TypeDescriptor type, Problems problems) {
        Settings own = member;
        for (SettingSpec common : TypedSection.COMMON) {
            own = own.without(common.name());
        }
        SettingChecks.unknownNames(noun, type.id(), type.settings(), own).forEach(problems::add);
    }

    /** Returns the object of that name; none if it is anything else. */
    static Settings nested(Settings settings, String name) {
        return settings.value(name).orElse(Settings.none()) instanceof Settings nested ? nested : Settings.none();
    }
}
