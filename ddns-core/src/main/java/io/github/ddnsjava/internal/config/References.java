package io.github.ddnsjava.internal.config;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Replaces {@code ${env:NAME}} and {@code ${file:PATH}} by what they stand for. Not thread-safe. */
final class References {
    private final Path directory;
    private final Problems problems;
    private final Map<Path, String> files = new LinkedHashMap<>();

    /**
     * Begins.
     *
     * @param directory what relative file names are relative to
     */
    References(Path directory, Problems problems) {
        this.directory = directory;
        this.problems = problems;
    }

    /** Returns the files that references name, each with the path of a setting that does. */
    Map<Path, String> files() {
        return files;
    }

    /** Returns what relative file names are relative to. */
    Path directory() {
        return directory;
    }

    /** Returns a text as it is meant, a reference as a {@link Secret}, and nothing for one that cannot be read. */
    Optional<Object> resolve(String path, String text) {
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
        try {
            Secret secret;
            if (reference.source().equals("env")) {
                secret = Secret.env(reference.name());
            } else {
                Path file = directory.resolve(reference.name());
                files.put(file, path);
                secret = Secret.file(file);
            }
            problems.hide(secret, text);
            return Optional.of(secret);
        } catch (ConfigurationException e) {
            problems.addUnresolved(path, e.problems().get(0).message(), "");
        } catch (InvalidPathException e) {
            problems.addUnresolved(path, "names no file", Reference.ALLOWED);
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
