package io.github.ddnsjava.internal.config;

import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.internal.follow.LastGood;
import io.github.ddnsjava.internal.journal.JournalStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The files that a configuration names, itself included. The state file must not be one of them, because it would
 * replace that file. Not thread-safe.
 */
final class NamedFiles {
    private static final String STATE_FILE = "state.file";

    private final Map<Path, String> files = new LinkedHashMap<>();
    private final References references;

    private NamedFiles(References references) {
        this.references = references;
    }

    /**
     * Collects them.
     *
     * @param root all settings
     * @param itself the configuration's own file
     */
    static NamedFiles of(Settings root, References references, Optional<Path> itself) {
        NamedFiles named = new NamedFiles(references);
        itself.ifPresent(file -> named.files.put(file, "the configuration itself"));
        references.files().forEach((file, path) -> named.files.put(file, "the file that " + path + " names"));
        named.collect(root);
        return named;
    }

    private void collect(Settings settings) {
        for (String name : settings.names()) {
            collect(settings.path(name), settings.value(name).orElseThrow());
        }
    }

    private void collect(String path, Object value) {
        if (value instanceof Settings nested) {
            collect(nested);
        } else if (value instanceof List<?> list) {
            list.forEach(item -> collect(path, item));
        } else if (value instanceof String text && !path.equals(STATE_FILE) && isFile(path, text)) {
            try {
                files.putIfAbsent(references.directory().resolve(text), "the file that " + path + " names");
            } catch (InvalidPathException e) {
                // Then it names none.
            }
        }
    }

    /** Also an argument of a program can be the name of a file: then it has a separator. */
    private boolean isFile(String path, String text) {
        return references.fileNames().contains(path) || text.indexOf('/') >= 0 || text.indexOf('\\') >= 0;
    }

    /**
     * Returns why a file cannot be that of the state, if one of these would be replaced: by the state, or by the copies of
     * the configuration that are kept beside it.
     */
    Optional<String> takenBy(Path state, Optional<Path> itself) {
        List<Path> copies =
                itself.map(file -> LastGood.written(directoryOf(state), file)).orElse(List.of());
        Map<Path, String> all = new LinkedHashMap<>(files);
        copies.forEach(copy -> all.putIfAbsent(copy, "a last good copy of the configuration"));
        return replaced(state, JournalStore.filesOf(state), all, "the state")
                .or(() -> replaced(state, copies, files, "the last good copies of the configuration"));
    }

    private static Path directoryOf(Path state) {
        Path absolute = state.toAbsolutePath();
        return Objects.requireNonNullElse(absolute.getParent(), absolute);
    }

    private static Optional<String> replaced(Path state, List<Path> written, Map<Path, String> files, String by) {
        for (Path replaces : written) {
            for (Map.Entry<Path, String> file : files.entrySet()) {
                if (isSame(replaces, file.getKey())) {
                    return Optional.of("is " + state + "; " + by + " would replace "
                            + (replaces.equals(state) ? "" : replaces.getFileName() + ", ") + file.getValue());
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return one.toAbsolutePath()
                            .normalize()
                            .equals(other.toAbsolutePath().normalize())
                    || Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
        } catch (IOException e) {
            return false;
        }
    }
}
