package io.github.ddnsjava.config;

import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.UpdaterEnvironment;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.config.ClusterSection;
import io.github.ddnsjava.internal.config.ConfigurationParts;
import io.github.ddnsjava.internal.config.ConfigurationReader;
import io.github.ddnsjava.internal.config.JsonSchema;
import io.github.ddnsjava.internal.config.OpenedSources;
import io.github.ddnsjava.internal.config.Sections;
import io.github.ddnsjava.internal.discovery.Discovery;
import io.github.ddnsjava.internal.follow.FileContent;
import io.github.ddnsjava.internal.follow.LastGood;
import io.github.ddnsjava.notify.Notifications;
import io.github.ddnsjava.publish.DnsProviders;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.remember.StateStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A configuration that was read and checked as a whole, from JSON, YAML or the map of an application. It contains detectors, providers, records, and the
 * settings of an updater. To read it, only sources of secrets are asked; nothing else is sent until an updater that was built from it runs. Immutable and thread-safe.
 *
 * <pre>{@code
 * {
 *   "detectors": { "wan": { "type": "http", "urls": ["https://one.example", "https://two.example"] } },
 *   "providers": { "cf":  { "type": "cloudflare", "token": "${env:CF_API_TOKEN}" } },
 *   "records":   [ { "name": "home.example.com", "types": ["A", "AAAA"], "ttl": "5m" } ],
 *   "schedule":  { "every": "5m", "jitter": 0.1 },
 *   "state":     { "file": "ddns-state" }
 * }
 * }</pre>
 *
 * <p>In JSON, comments and trailing commas are allowed. YAML is read as YAML 1.2, one document without anchors, aliases,
 * tags and merge keys. A duplicate name is an error. A whole value may be a reference to a {@link SecretSource}, as
 * {@code ${env:NAME}} or {@code ${file:PATH}}. Such a reference is resolved at each use if the value is a secret, otherwise when the
 * configuration is read. Relative file names are relative to the configuration's directory. A record needs {@code detector} and {@code provider}
 * only if several are configured. A record, detector, provider or notification with {@code "enabled": false} is checked like any other. It is not
 * used, and records that need it are left as they are. {@link Durations} describes the form of durations. Without {@code state} an updater remembers only until it ends.
 */
public final class UpdaterConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(UpdaterConfiguration.class);

    private final ConfigurationParts parts;
    private final Optional<ConfigurationFile> origin;
    private final boolean offline;

    private UpdaterConfiguration(ConfigurationParts parts) {
        this(parts, Optional.empty(), List.of(), false);
    }

    private UpdaterConfiguration(
            ConfigurationParts parts,
            Optional<ConfigurationFile> origin,
            List<ConfigurationException.Entry> known,
            boolean offline) {
        this.parts = parts;
        this.origin = origin;
        this.offline = offline;
        parts.warnings().stream()
                .filter(warning -> !known.contains(warning))
                .forEach(warning -> LOG.warn("the configuration has a weakness: {}", warning));
    }

    /**
     * Reads a file. It is YAML if its name ends in {@code .yaml} or {@code .yml}, otherwise JSON. It is encoded as UTF-8 or
     * has a byte order mark. A pipe is read for up to 10 seconds. YAML needs SnakeYAML on the path.
     *
     * @param sections the sections that the application has in the file, beside those of this library; the type of each is
     *     an object, a map or a list. {@link #sections} returns them
     * @throws ConfigurationException with every problem; its messages contain no secret
     * @throws io.github.ddnsjava.exception.TransientException if all that is wrong is that a source of secrets is down; the
     *     same file can be read later
     */
    public static UpdaterConfiguration load(Path file, SettingSpec... sections) {
        return load(file, Optional.empty(), sections);
    }

    /**
     * Reads a file as {@link #load(Path, SettingSpec...)} does, for a program whose state has a usual place. That is used if the configuration
     * names none; empty for in memory.
     */
    public static UpdaterConfiguration load(Path file, Optional<Path> stateFile, SettingSpec... sections) {
        return read(ConfigurationFile.read(file, stateFile, sections));
    }

    /**
     * Reads the newest copy of a file that {@link #keepLastGood} has kept and that can still be used, for a start while the file itself is broken.
     * What is relative in it is relative to the file, as it was. {@link #reread} and {@link Updater#follow} go on with the file itself.
     *
     * @param file the file, not the copy
     * @param directory where the copies are: the directory of the state
     * @param sections the sections of the application, as {@link #load} describes
     * @throws ConfigurationException if there is no copy, or none can be used
     * @throws io.github.ddnsjava.exception.TransientException if a source of secrets is down
     */
    public static UpdaterConfiguration loadLastGood(Path file, Path directory, SettingSpec... sections) {
        return loadLastGood(file, directory, Optional.empty(), sections);
    }

    /** Does the same for a program whose state has a usual place, as {@link #load(Path, Optional, SettingSpec...)}. */
    public static UpdaterConfiguration loadLastGood(
            Path file, Path directory, Optional<Path> stateFile, SettingSpec... sections) {
        return ConfigurationFile.newestGood(file, directory, stateFile, List.of(sections), UpdaterConfiguration::read);
    }

    /**
     * Reads a file as {@link #load} does, and asks nobody: to check and to explain it where it will not run. A reference that cannot be read here (a
     * variable that is not set, a vault) is no error; {@link #notes} names it. No updater can be built from the result.
     *
     * @param sections the sections of the application, as {@link #load} describes
     * @throws ConfigurationException with every problem; its messages contain no secret
     */
    public static UpdaterConfiguration loadOffline(Path file, SettingSpec... sections) {
        return loadOffline(file, Optional.empty(), sections);
    }

    /** Does the same for a program whose state has a usual place, as {@link #load(Path, Optional, SettingSpec...)}. */
    public static UpdaterConfiguration loadOffline(Path file, Optional<Path> stateFile, SettingSpec... sections) {
        ConfigurationFile origin = ConfigurationFile.read(file, stateFile, sections);
        return new UpdaterConfiguration(
                ConfigurationReader.readOffline(origin.source(), origin.directory(), file, origin.sections),
                Optional.of(origin),
                List.of(),
                true);
    }

    /**
     * Returns the {@linkplain #stateFile state file} of a configuration that may be broken otherwise, to find the process that
     * runs with it. If the text or {@code state.file} cannot be read, a copy in that directory is used, as {@link
     * #loadLastGood} does. Asks nobody.
     *
     * @throws ConfigurationException if nothing tells it
     */
    public static Optional<Path> stateFileOf(Path file, Path directory) {
        return ConfigurationFile.state(file, directory);
    }

    private static UpdaterConfiguration read(ConfigurationFile origin) {
        return read(origin, ProviderContext.standard(), List.of(), new OpenedSources());
    }

    private static UpdaterConfiguration read(
            ConfigurationFile origin,
            ProviderContext context,
            List<ConfigurationException.Entry> known,
            OpenedSources sources) {
        return new UpdaterConfiguration(
                ConfigurationReader.read(
                        origin.source(),
                        origin.directory(),
                        Optional.of(origin.file),
                        context,
                        origin.sections,
                        sources),
                Optional.of(origin),
                known,
                false);
    }

    /**
     * Reads a JSON text. The providers use {@link ProviderContext#standard}.
     *
     * @param baseDirectory the directory that relative file names are relative to
     * @param sections the sections of the application, as {@link #load} describes
     * @throws ConfigurationException with every problem; its messages contain no secret
     * @throws io.github.ddnsjava.exception.TransientException if all that is wrong is that a source of secrets is down
     */
    public static UpdaterConfiguration parse(String json, Path baseDirectory, SettingSpec... sections) {
        return parse(json, baseDirectory, ProviderContext.standard(), sections);
    }

    /**
     * Reads a JSON text for providers with another clock, random generator, resolver or HTTP transport.
     *
     * @param baseDirectory the directory that relative file names are relative to
     * @param context the environment that all its providers share
     * @param sections the sections of the application, as {@link #load} describes
     * @throws ConfigurationException with every problem; its messages contain no secret
     * @throws io.github.ddnsjava.exception.TransientException if all that is wrong is that a source of secrets is down
     */
    public static UpdaterConfiguration parse(
            String json, Path baseDirectory, ProviderContext context, SettingSpec... sections) {
        if (json.length() > FileContent.MAX_BYTES) {
            throw new ConfigurationException("", "the configuration is larger than 4 MiB", "");
        }
        return new UpdaterConfiguration(ConfigurationReader.read(
                ConfigurationReader.json(json), baseDirectory, Optional.empty(), context, List.of(sections)));
    }

    /**
     * Reads the map that an application got from its own configuration, for example from Spring, MicroProfile or a {@code
     * .properties} file. Its names are nested or flat: {@code records[0].name}, {@code providers.cf.token}. A name with a
     * dot that is no separator stands in brackets: {@code headers[X.Y]}. Texts stand for numbers, flags, durations and
     * lists ({@code "A, AAAA"}). Names of settings are found without their case, dashes and underscores; the keys of
     * detectors and providers are used as they are. References are resolved as in a file. The providers use {@link
     * ProviderContext#standard}.
     *
     * @param values the settings; from those at {@code ddns.…} the application removes the prefix
     * @param baseDirectory the directory that relative file names are relative to
     * @param sections the sections of the application, as {@link #load} describes
     * @throws ConfigurationException with every problem; its messages contain no secret
     * @throws io.github.ddnsjava.exception.TransientException if all that is wrong is that a source of secrets is down
     */
    public static UpdaterConfiguration of(Map<String, ?> values, Path baseDirectory, SettingSpec... sections) {
        return of(values, baseDirectory, ProviderContext.standard(), sections);
    }

    /**
     * Reads the map of an application, as {@link #of(Map, Path, SettingSpec...)}, for providers with another clock, random
     * generator, resolver or HTTP transport.
     *
     * @param values the settings
     * @param baseDirectory the directory that relative file names are relative to
     * @param context the environment that all its providers share
     * @param sections the sections of the application, as {@link #load} describes
     * @throws ConfigurationException with every problem; its messages contain no secret
     * @throws io.github.ddnsjava.exception.TransientException if all that is wrong is that a source of secrets is down
     */
    public static UpdaterConfiguration of(
            Map<String, ?> values, Path baseDirectory, ProviderContext context, SettingSpec... sections) {
        return new UpdaterConfiguration(ConfigurationReader.read(
                ConfigurationReader.map(values), baseDirectory, Optional.empty(), context, List.of(sections)));
    }

    /**
     * Returns the JSON Schema (draft 2020-12) of a configuration, with all types on the path. Editors complete and check files by it. It has no values.
     *
     * @param sections the sections of the application, as {@link #load} describes
     */
    public static String schema(SettingSpec... sections) {
        return JsonSchema.of(Sections.all(
                IpDetectors.descriptors(),
                DnsProviders.load().descriptors(),
                Notifications.descriptors(),
                new ClusterSection().descriptors(),
                Discovery.of(SecretSource.class, SecretSource::describe).descriptors(),
                List.of(sections)));
    }

    /**
     * Reads the same file again, with the sections that were declared for it. A pipe cannot be read again. A warning that this configuration has,
     * too, is not logged again. A source of secrets whose settings are the same goes on as it is: it keeps its login, and what it remembers.
     *
     * @throws IllegalStateException if this configuration was not read from a file
     * @throws ConfigurationException with every problem; its messages contain no secret
     * @throws io.github.ddnsjava.exception.TransientException if all that is wrong is that a source of secrets is down
     */
    public UpdaterConfiguration reread() {
        ConfigurationFile before =
                origin.orElseThrow(() -> new IllegalStateException("the configuration was not read from a file"));
        return read(before.again(), parts.context(), parts.warnings(), parts.sources());
    }

    /**
     * Returns the files that were read, each with a digest of what was read: if one of them differs now, reading the configuration again can give
     * another. They are the configuration itself, which is the first, and the files that references name. Empty if it was not read from a file.
     */
    public Map<Path, String> files() {
        Map<Path, String> files = new LinkedHashMap<>();
        origin.ifPresent(from -> {
            Path file = from.file;
            // What comes from a pipe can be read once.
            files.put(file, from.isPipe() ? FileContent.digest(file) : FileContent.digest(from.content));
            parts.files().forEach(files::putIfAbsent);
        });
        return Collections.unmodifiableMap(files);
    }

    /**
     * Returns how often {@link Updater#follow} reads the files again, also if the file system tells of no change: {@code
     * reload.poll}. Empty if {@code reload.watch} is false.
     */
    public Optional<Duration> reloadPoll() {
        return parts.reloadPoll();
    }

    /**
     * Keeps the content of the file in the directory of the state, as the newest of three: {@code ddns.last-good.1.json} for {@code ddns.json} in
     * that directory, and {@code ddns.3f2a9c1d.last-good.1.json} for one elsewhere. {@link #loadLastGood} reads it. The copies have the bytes of the
     * file, with references as they are written, and only their owner may read them. Does nothing without a place, or if this is not from a file.
     *
     * @throws IOException if it cannot be written
     */
    public void keepLastGood() throws IOException {
        Optional<Path> state = stateFile().map(file -> file.toAbsolutePath().getParent());
        if (state.isPresent() && origin.isPresent() && !origin.get().isPipe()) {
            LastGood.keep(state.get(), origin.get().file, origin.get().content);
        }
    }

    /**
     * Returns a builder with everything that is configured. The application can add to it. {@link Updater#reconfigure} takes it, too: a
     * detector, provider or notification is kept if its key, type and settings are equal, with the same values of secrets from the same places. A
     * record of the configuration names its policy, so that {@link UpdaterBuilder#policy(UpdatePolicy)} only concerns records that are added. An {@linkplain
     * UpdaterBuilder#environment environment} changes nothing that is configured; but the builder's first environment
     * contains the HTTP transport of the {@link ProviderContext}, which another environment has to name again.
     *
     * @throws IllegalStateException if this was read offline
     */
    public UpdaterBuilder toBuilder() {
        if (offline) {
            throw new IllegalStateException("this configuration was read offline, to be checked only; use load");
        }
        UpdaterBuilder builder = Updater.builder()
                .policy(parts.policy())
                .schedule(parts.schedule())
                .retry(parts.retry())
                .detectionTimeout(parts.detectionTimeout())
                .environment(
                        UpdaterEnvironment.standard().withHttp(parts.context().http()));
        parts.detectors().forEach(builder::detector);
        parts.providers().forEach(builder::provider);
        parts.listeners().forEach(builder::listener);
        parts.policies().forEach(builder::policy);
        parts.records().forEach(builder::record);
        parts.state().ifPresent(builder::state);
        parts.lookup().ifPresent(builder::lookup);
        parts.withdrawOnClose().ifPresent(builder::withdrawOnClose);
        parts.cluster().ifPresent(builder::cluster);
        parts.deadMan().ifPresent(builder::deadMan);
        parts.named().forEach(named -> builder.setting(named.name(), named.value(), named.needsRestart()));
        return builder;
    }

    /** Returns a new store of the state, which an updater would use and the caller closes; empty if it is in memory. */
    public Optional<StateStore> state() {
        return parts.state();
    }

    /** Returns how long closing a running updater may take to remove our values; empty if they stay. */
    public Optional<Duration> withdrawOnClose() {
        return parts.withdrawOnClose();
    }

    /** Returns the records, one for each name and type, in the order of the configuration. */
    public List<ManagedRecord> records() {
        return parts.records();
    }

    /**
     * Returns the file of the state, beside which an application can put what belongs to the same updater. If the {@linkplain
     * #sharesState state is shared}, this is the usual place, and there is no file. Empty if the state has no place here.
     */
    public Optional<Path> stateFile() {
        return parts.stateFile().or(() -> origin.flatMap(from -> from.stateFile));
    }

    /** Returns whether the state is in the engine of the cluster, where all its nodes read it. */
    public boolean sharesState() {
        return parts.sharesState();
    }

    /**
     * Returns what works, and should not stay so: a file with secrets that others may read, or one that others may write. Each was logged.
     */
    public List<ConfigurationException.Entry> warnings() {
        return parts.warnings();
    }

    /**
     * Returns the references that could not be read by {@link #loadOffline}, each with the reason. What needs their values
     * was not checked. Otherwise empty.
     */
    public List<ConfigurationException.Entry> notes() {
        return parts.notes();
    }

    /** Returns what this configuration means for each record, in the order of {@link #records}. It has no secret. */
    public List<RecordExplanation> explain() {
        return parts.explanations().get();
    }

    /**
     * Returns the sections that the application declared, as settings at the top level: {@code
     * sections().nested("http")}. They were checked by their declarations. References are replaced, in secrets at each use.
     */
    public Settings sections() {
        return parts.sections();
    }

    /** Returns the numbers of what is configured, and no value. */
    @Override
    public String toString() {
        return "UpdaterConfiguration[" + parts.records().size() + " records]";
    }
}
