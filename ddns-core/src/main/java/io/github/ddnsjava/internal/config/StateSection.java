package io.github.ddnsjava.internal.config;

import io.github.ddnsjava.cluster.Cluster;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.internal.journal.JournalStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads {@code state}: where the state is kept. Stateless. */
final class StateSection {
    static final SettingSpec FILE = SettingSpec.optional("file", "The state file.")
            .as(SettingType.file())
            .example("ddns-state");
    static final SettingSpec TYPE = SettingSpec.optional(
                    "type", "The type of the cluster, to keep the state in its engine. `jdbc` can do that.")
            .example("jdbc");

    private static final String A_FILE = "or \"file\" for a state of this machine";

    private StateSection() {}

    /**
     * Where the state is kept.
     *
     * @param file the file, if it is one
     * @param shared whether it is in the engine of the cluster
     */
    record Place(Optional<Path> file, boolean shared) {
        /** Tells whether it is in memory only. */
        boolean isForgotten() {
            return file.isEmpty() && !shared;
        }
    }

    /**
     * Reads it.
     *
     * @param root the whole configuration
     * @param cluster the cluster, if there is one that can be used
     */
    static Place read(Settings section, Settings root, Optional<Cluster> cluster, Problems problems) {
        problems.addUnknown(section, Sections.names(List.of(FILE, TYPE)));
        Optional<Path> file = problems.read(() -> section.file(FILE.name()));
        Optional<String> type = problems.read(() -> section.optionalText(TYPE.name()));
        file.ifPresent(path -> check(section, path, problems));
        type.ifPresent(named -> {
            if (section.value(FILE.name()).isPresent()) {
                problems.add(
                        section.path(TYPE.name()),
                        "is set beside \"file\", but a state is in one place",
                        "\"type\" or \"file\", not both");
            } else {
                check(section, named, root, cluster, problems);
            }
        });
        return new Place(file, type.isPresent());
    }

    private static void check(Settings section, Path file, Problems problems) {
        if (Files.isDirectory(file)) {
            problems.add(section.wrong(FILE.name(), file, "the name of a file; this is a directory"));
        } else if (Files.exists(file) && !Files.isRegularFile(file)) {
            problems.add(section.wrong(FILE.name(), file, "the name of a file; this is a pipe or a device"));
        } else {
            JournalStore.wrongPlace(file, section.path(FILE.name())).ifPresent(problems::add);
        }
    }

    private static void check(
            Settings section, String type, Settings root, Optional<Cluster> cluster, Problems problems) {
        String path = section.path(TYPE.name());
        Settings engine = problems.read(() -> root.nested(ClusterSection.NAME)).orElse(Settings.none());
        Optional<String> other = problems.read(() -> engine.optionalText(TypedSection.TYPE.name()))
                .filter(name -> !name.equals(type));
        if (root.value(ClusterSection.NAME).isEmpty()) {
            problems.add(
                    path,
                    "\"" + type + "\" is the engine of a cluster, and there is no cluster",
                    "\"cluster\": {\"type\": \"jdbc\", …}, " + A_FILE);
        } else if (other.isPresent()) {
            problems.add(
                    path,
                    "\"" + type + "\" is not the type of the cluster, which is \"" + other.get() + "\"",
                    "the type of the cluster if it keeps a state, as jdbc does, " + A_FILE);
        } else if (!problems.read(() -> engine.flag(TypedSection.ENABLED)).orElse(true)) {
            problems.add(
                    path, "\"" + type + "\" needs the cluster, which is not enabled", "a cluster in use, " + A_FILE);
        } else if (cluster.filter(shared -> shared.leadership().state().isEmpty())
                .isPresent()) {
            problems.add(
                    path,
                    "a cluster of the type \"" + type + "\" keeps no state",
                    "a cluster of the type jdbc, " + A_FILE);
        }
    }
}
