package io.github.ddnsjava.internal.config;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.internal.text.FileRights;
import io.github.ddnsjava.program.LocalCommand;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What must be so where a configuration names programs: it decides what runs on this host, with the rights of this process.
 * Nobody else may be able to write it. Stateless.
 */
final class ProgramChecks {
    private static final String COMMAND = LocalCommand.SPEC.name();

    private ProgramChecks() {}

    /**
     * Checks all members of the sections with detectors, providers and notifications.
     *
     * @param raw all settings, with references as secrets
     * @param files the configuration's own file, and the copy of it that was read in its place
     */
    static void check(Settings raw, Stream<Path> files, Problems problems) {
        Optional<String> others =
                files.flatMap(file -> FileRights.othersMayWrite(file).stream()).findFirst();
        for (String section : List.of("detectors", "providers", Listeners.SECTION)) {
            Settings members = nested(raw, section);
            for (String key : members.names()) {
                Settings member = nested(members, key);
                Optional<Object> command = member.value(COMMAND);
                if (command.isPresent()) {
                    others.ifPresent(reason -> problems.add(
                            member.path(COMMAND),
                            "names a program in a configuration that others may write, and who writes it decides what"
                                    + " runs here: " + reason,
                            ""));
                    if (!section.equals("detectors") && hasReference(command.get())) {
                        problems.add(
                                member.path(COMMAND),
                                "has a reference, and every user of this host sees arguments in the list of processes",
                                "a secret in secrets (for the environment) or in input");
                    }
                }
            }
        }
    }

    private static Settings nested(Settings settings, String name) {
        return settings.value(name).orElse(Settings.none()) instanceof Settings nested ? nested : Settings.none();
    }

    private static boolean hasReference(Object command) {
        return command instanceof Secret
                || command instanceof List<?> words && words.stream().anyMatch(Secret.class::isInstance);
    }
}
