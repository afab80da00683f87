package io.github.ddnsjava.internal.config;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.internal.follow.FileContent;
import io.github.ddnsjava.internal.secret.CoreSecrets;
import io.github.ddnsjava.publish.ProviderContext;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Replaces references, as {@code ${env:NAME}}, by what they stand for. Not thread-safe. */
final class References {
    private final Path directory;
    private final ProviderContext context;
    private final Problems problems;
    private final Map<Path, String> files = new LinkedHashMap<>();
    private final Map<Path, String> contents = new LinkedHashMap<>();
    private @Nullable SecretSources sources;

    /**
     * Begins.
     *
     * @param directory what relative file names are relative to
     * @param context what sources of secrets may use
     */
    References(Path directory, ProviderContext context, Problems problems) {
        this.directory = directory;
        this.context = context;
        this.problems = problems;
    }

    /** Returns the files that references name, each with the path of a setting that does. */
    Map<Path, String> files() {
        return files;
    }

    /** Notes a file that the setting of that path names. It must be read after this, not before. */
    void addFile(Path file, String path) {
        contents.computeIfAbsent(file, FileContent::digest);
        files.put(file, path);
    }

    /** Returns these files, each with the digest of its content, taken before it was used. */
    Map<Path, String> contents() {
        return contents;
    }

    /** Returns what relative file names are relative to. */
    Path directory() {
        return directory;
    }

    /**
     * Returns the settings of a configuration with its texts as they are meant. A reference becomes a {@link Secret}, and
     * one that cannot be read is left out.
     *
     * @param raw all settings, with texts as they are written
     */
    Settings resolved(Settings raw) {
        sources = new SecretSources(raw, this, context, problems);
        Settings all = resolve("", raw);
        Objects.requireNonNull(sources).openAll();
        return all;
    }

    /** Returns settings of the configuration in the same way, those of a source, say. */
    Settings resolve(String path, Settings raw) {
        Map<String, Object> values = new TreeMap<>();
        for (String name : raw.names()) {
            resolve(raw.path(name), raw.value(name).orElseThrow()).ifPresent(value -> values.put(name, value));
        }
        return Settings.ofLiterals(path, directory, values);
    }

    private Optional<Object> resolve(String path, Object value) {
        if (value instanceof Settings nested) {
            return Optional.of(resolve(path, nested));
        }
        if (value instanceof List<?> list) {
            return Optional.of(IntStream.range(0, list.size())
                    .mapToObj(i -> resolve(path + "[" + i + "]", (Object) list.get(i)))
                    .flatMap(Optional::stream)
                    .toList());
        }
        return value instanceof String text ? text(path, text) : Optional.of(value);
    }

    private Optional<Object> text(String path, String text) {
        Optional<Reference> reference = Reference.of(text);
        if (reference.isPresent()) {
            return secret(path, text, reference.get());
        }
        try {
            return Optional.of(Reference.literal(text));
        } catch (IllegalArgumentException e) {
            problems.addUnresolved(path, String.valueOf(e.getMessage()), Reference.ALLOWED);
            return Optional.empty();
        }
    }

    private Optional<Object> secret(String path, String text, Reference reference) {
        Optional<SecretSources.Open> source = Objects.requireNonNull(sources).find(path, reference.source());
        if (source.isEmpty()) {
            problems.unresolved(path);
            return Optional.empty();
        }
        try {
            Secret secret = source.get().secrets().apply(reference.name());
            switch (source.get().type()) {
                case "file" -> addFile(directory.resolve(reference.name()), path);
                case "credential" -> addFile(CoreSecrets.credentials().resolve(reference.name()), path);
                default -> {
                    // It is no file, or one that the settings of the source name.
                }
            }
            problems.hide(secret, text);
            if (Reference.of(secret.reveal()).isPresent()) {
                problems.addUnresolved(
                        path,
                        "is a reference to another reference, and that one is never resolved; refer to the value itself",
                        "");
                return Optional.empty();
            }
            return Optional.of(secret);
        } catch (ConfigurationException e) {
            ConfigurationException.Entry first = e.problems().get(0);
            problems.addUnresolved(path, first.message(), first.allowed());
        } catch (TransientException e) {
            problems.unreachable(path, e);
        } catch (RuntimeException | LinkageError e) {
            // Its message is not shown, because it may quote the secret.
            problems.addUnresolved(
                    path,
                    "cannot be read: its source failed with " + e.getClass().getName()
                            + "; this is a defect of the source",
                    "");
        }
        return Optional.empty();
    }

    /** Returns settings, a list or a single value with plain texts instead of references. */
    Object plain(String path, Object value) {
        if (value instanceof Secret secret) {
            return secret.reveal();
        }
        if (value instanceof Settings settings) {
            Map<String, Object> values = new TreeMap<>();
            for (String name : settings.names()) {
                values.put(name, plain(settings.path(name), settings.value(name).orElseThrow()));
            }
            return Settings.ofLiterals(path, directory, values);
        }
        if (value instanceof List<?> list) {
            return IntStream.range(0, list.size())
                    .mapToObj(i -> plain(path + "[" + i + "]", list.get(i)))
                    .toList();
        }
        return value;
    }
}
