package io.github.ddnsjava.internal.config;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.SecretSource;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.internal.discovery.Discovery;
import io.github.ddnsjava.internal.follow.FileContent;
import io.github.ddnsjava.publish.ProviderContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Replaces references, as {@code ${env:NAME}}, by what they stand for. Not thread-safe. */
final class References {
    /** Most credentials have this form. */
    private static final String UNKNOWN = "unknown0".repeat(5);

    /** The sources that read only what is on this host. Another one may ask somebody, and may never return. */
    private static final Set<String> LOCAL = Set.of("env", "file", "credential", "keystore", "encrypted");

    private final Path directory;
    private final ProviderContext context;
    private final Problems problems;
    private final Map<Path, String> files = new LinkedHashMap<>();
    private final Map<Path, String> contents = new LinkedHashMap<>();
    private final Set<String> fileNames = new HashSet<>();
    private final boolean offline;
    /** In the place of what cannot be read, offline. */
    private final Set<Secret> standIns = Collections.newSetFromMap(new IdentityHashMap<>());

    private boolean literalSecret;

    private @Nullable SecretSources sources;
    private boolean mayPass;

    /**
     * Begins.
     *
     * @param directory what relative file names are relative to
     * @param context what sources of secrets may use
     * @param offline whether a secret that cannot be read is only noted
     */
    References(Path directory, ProviderContext context, boolean offline, Problems problems) {
        this.directory = directory;
        this.context = context;
        this.offline = offline;
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

    /** Notes that the setting of that path is declared as the name of a file. */
    void isFileName(String path) {
        fileNames.add(path);
    }

    /** Returns the paths of the settings that are declared as names of files. */
    Set<String> fileNames() {
        return fileNames;
    }

    /** Notes that a secret stands in the configuration itself, without a reference. */
    void addLiteralSecret() {
        literalSecret = true;
    }

    /** Tells whether a secret stands in the configuration itself. */
    boolean hasLiteralSecret() {
        return literalSecret;
    }

    /** Returns these files, each with the digest of its content, taken before it was used. */
    Map<Path, String> contents() {
        return contents;
    }

    /** Returns all problems as one exception, with what was read. */
    DdnsException refusal() {
        DdnsException all = problems.toException();
        return all instanceof ConfigurationException wrong
                ? new ConfigurationException(
                        wrong.problems(), new ConfigurationException.Reading(contents, mayPass), wrong.notes())
                : all;
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
     * @param found the sources of secrets on the path
     * @param before those that an earlier reading has opened
     */
    Settings resolved(Settings raw, Discovery<SecretSource> found, OpenedSources before) {
        sources = new SecretSources(raw, found, before, this, context, problems);
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
                    .mapToObj(i -> resolve(path + "[" + i + "]", (Object) list.get(i))
                            .orElse(Settings.none())) // so that those after it keep their paths
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
        Optional<OpenedSources.Source> source = Objects.requireNonNull(sources).find(path, reference.source());
        if (source.isEmpty()) {
            problems.unresolved(path);
            return Optional.empty();
        }
        Secret secret;
        try {
            secret = source.get().secrets().apply(reference.name());
        } catch (ConfigurationException e) {
            ConfigurationException.Entry first = e.problems().get(0);
            problems.addUnresolved(path, first.message(), first.allowed());
            return Optional.empty();
        } catch (RuntimeException | LinkageError e) {
            failed(path, e);
            return Optional.empty();
        }
        try {
            secret.file().ifPresent(file -> addFile(file, path));
            if (offline && !LOCAL.contains(source.get().type())) {
                return Optional.of(noted(path, text, "is not read offline"));
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
            if (offline && !isUnusable(secret)) {
                return Optional.of(noted(path, text, first.message()));
            }
            mayPass |= !LOCAL.contains(reference.source());
            problems.addUnresolved(path, first.message(), first.allowed());
            if (offline) {
                return Optional.of(standIn(path, text, first.message()));
            }
        } catch (TransientException e) {
            if (offline) {
                return Optional.of(noted(path, text, e.problem().message()));
            }
            problems.unreachable(path, e);
        } catch (RuntimeException | LinkageError e) {
            failed(path, e);
        }
        return Optional.empty();
    }

    /** Tells whether a value was found on this host and cannot be used, as opposed to one that this host does not have. */
    private static boolean isUnusable(Secret secret) {
        if (secret.file().filter(Files::isReadable).isPresent()) {
            return true;
        }
        try {
            return secret.flaw().isPresent();
        } catch (DdnsException e) {
            return false;
        }
    }

    /** Tells that a source failed in a way that it should not. Its message is not shown, because it may quote the secret. */
    private void failed(String path, Throwable e) {
        if (e instanceof TransientException down) {
            problems.unreachable(path, down);
        } else {
            problems.addUnresolved(
                    path,
                    "cannot be read: its source failed with " + e.getClass().getName()
                            + "; this is a defect of the source",
                    "");
        }
    }

    /** Returns a stand-in, and notes why. */
    private Secret noted(String path, String text, String why) {
        problems.note(path, why);
        return standIn(path, text, why);
    }

    /** Returns a secret that fails wherever it is read, at a path whose problems are not told: they follow from that. */
    private Secret standIn(String path, String text, String why) {
        Secret standIn = Secret.from(text, () -> {
            throw new ConfigurationException(path, why, "");
        });
        standIns.add(standIn);
        return standIn;
    }

    /** Tells whether that is in the place of a value that cannot be read. */
    boolean isStandIn(Object value) {
        return value instanceof Secret secret && standIns.contains(secret);
    }

    /**
     * Returns the settings of providers with a value in the place of each that cannot be read. Most providers read their
     * credentials when they are made, and can be judged by their other settings alone. Nothing is ever sent with it:
     * offline no updater is built.
     */
    Settings filled(Settings settings) {
        return (Settings) filled((Object) settings);
    }

    /** The same for any value. */
    Object filled(Object value) {
        return standIns.isEmpty() ? value : filled("", value);
    }

    private Object filled(String path, Object value) {
        if (isStandIn(value)) {
            return Secret.from("nowhere", () -> UNKNOWN);
        }
        if (value instanceof Settings settings) {
            Map<String, Object> values = new TreeMap<>();
            settings.names()
                    .forEach(name -> values.put(
                            name,
                            filled(settings.path(name), settings.value(name).orElseThrow())));
            return Settings.ofLiterals(path, directory, values);
        }
        if (value instanceof List<?> list) {
            return IntStream.range(0, list.size())
                    .mapToObj(i -> filled(path + "[" + i + "]", list.get(i)))
                    .toList();
        }
        return value;
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
