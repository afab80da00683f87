package io.github.ddnsjava.internal.config;

import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.secret.CoreSecrets;
import io.github.ddnsjava.internal.text.FileRights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which files others may read or write: the configuration, which may be read if it has no secret itself, and what its
 * references name. What a service manager or a cluster has put there is left to it. Stateless.
 */
final class ReadableFiles {
    private ReadableFiles() {}

    /**
     * Returns a warning for each.
     *
     * @param itself the configuration's own file
     * @param hasSecret whether a secret stands in that
     * @param named files, each with the path of the setting that names it
     */
    static List<ConfigurationException.Entry> warnings(
            Optional<Path> itself, boolean hasSecret, Map<Path, String> named) {
        List<ConfigurationException.Entry> warnings = new ArrayList<>();
        itself.ifPresent(file -> warn("", file, hasSecret, warnings));
        named.forEach((file, path) -> warn(path, file, true, warnings));
        return List.copyOf(warnings);
    }

    private static void warn(String path, Path file, boolean isSecret, List<ConfigurationException.Entry> warnings) {
        if (!isMounted(file)) {
            FileRights.othersMayUse(file, isSecret)
                    .ifPresent(reason -> warnings.add(new ConfigurationException.Entry(path, reason, "")));
        }
    }

    private static boolean isMounted(Path file) {
        try {
            Path absolute = file.toAbsolutePath();
            Path real = file.toRealPath();
            Path directory = absolute.getParent();
            return absolute.startsWith(CoreSecrets.RUN_SECRETS)
                    || real.startsWith(CoreSecrets.RUN_SECRETS)
                    || absolute.startsWith(CoreSecrets.credentials())
                    // How Kubernetes mounts a secret: token -> ..data/token, ..data -> ..2026_03_01_…
                    || directory != null && Files.isSymbolicLink(directory.resolve("..data"));
        } catch (IOException e) {
            return false;
        }
    }
}
