package io.github.ddnsjava.internal.config;

import io.github.ddnsjava.RetrySettings;
import io.github.ddnsjava.UpdateMode;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.remember.RecordState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The settings that core knows, as providers and detectors describe theirs. They are read by these descriptions, and the
 * JSON Schema and the tables of the manual are made from them. Stateless.
 */
public final class Sections {
    static final Duration SHORTEST = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofDays(3650);

    static final SettingSpec EVERY = SettingSpec.optional("every", "The period between two polls. Default: `5m`.")
            .as(SettingType.duration(SHORTEST, LONGEST))
            .example("5m");
    static final SettingSpec JITTER = SettingSpec.optional(
                    "jitter",
                    "Each period is lengthened or shortened at random by up to this fraction. Default: `0.1`.")
            .as(SettingType.decimal(0, 1))
            .example(0.1);
    static final SettingSpec PROBE = SettingSpec.optional(
                    "probe",
                    "The time until the next poll after a failure or a change. It doubles with each poll until it reaches"
                            + " `every`. It is also how often the updater checks whether a lost network is back. Default:"
                            + " `5s`.")
            .as(SettingType.duration(SHORTEST, LONGEST))
            .example("5s");
    static final SettingSpec ADAPTIVE = SettingSpec.optional(
                    "adaptive",
                    "Polls more often around the time of day at which the address usually changes, and slightly less often"
                            + " at other times. The number of polls never exceeds that of a fixed period. Default: `true`.")
            .as(SettingType.flag());

    /** The settings of {@code schedule}. */
    public static final List<SettingSpec> SCHEDULE = List.of(EVERY, JITTER, PROBE, ADAPTIVE);

    static final SettingSpec FIRST_DELAY = SettingSpec.optional(
                    "firstDelay",
                    "The upper bound of the first delay. The delay is drawn from the upper half, and no delay is shorter"
                            + " than 1 second. Default: `2s`.")
            .as(SettingType.duration(RetrySettings.SHORTEST, LONGEST))
            .example("2s");
    static final SettingSpec MAX_DELAY = SettingSpec.optional(
                    "maxDelay",
                    "The upper bound of every delay. Each delay is twice the previous one until this bound is reached."
                            + " Default: `1h`.")
            .as(SettingType.duration(RetrySettings.SHORTEST_MAX, LONGEST))
            .example("1h");
    static final SettingSpec RETRY_WITHIN = SettingSpec.optional(
                    "retryWithin",
                    "The time for which one cycle repeats an attempt, before it reports the record as failed. Default:"
                            + " `30s`.")
            .as(SettingType.duration(Duration.ZERO, LONGEST))
            .example("30s");

    /** The settings of {@code retry}. */
    public static final List<SettingSpec> RETRY = List.of(FIRST_DELAY, MAX_DELAY, RETRY_WITHIN);

    static final SettingSpec READINGS = SettingSpec.required("readings", "How many readings must agree.")
            .as(SettingType.number(1, RecordState.Candidate.MOST_READINGS));
    static final SettingSpec WINDOW = SettingSpec.optional(
                    "window", "The time over which they are taken. Default: `0s`.")
            .as(SettingType.duration(Duration.ZERO, LONGEST))
            .example("10m");
    static final SettingSpec CHANGES = SettingSpec.required("changes", "The maximum number of changes.")
            .as(SettingType.number(1, RecordState.HISTORY));
    static final SettingSpec WITHIN = SettingSpec.optional(
                    "within", "The time in which they are counted. Default: `1h`.")
            .as(SettingType.duration(SHORTEST, LONGEST))
            .example("1h");
    static final SettingSpec WITHDRAW_AFTER = SettingSpec.required(
                    "withdrawAfter", "How long the family must have been lost.")
            .as(SettingType.duration(Duration.ZERO, LONGEST))
            .example("1h");

    static final SettingSpec CONFIRM = SettingSpec.optional(
                    "confirm",
                    "What is required before an address is written: `second-reading`, `none`, or, for a changed address,"
                            + " `{\"readings\": 3, \"window\": \"10m\"}`. Default: `second-reading`.")
            .as(SettingType.oneOf(SettingType.words("second-reading", "none"), SettingType.object(READINGS, WINDOW)));
    static final SettingSpec VERIFY_EVERY = period(
            "verifyEvery",
            "How often an unchanged record is verified: with the provider if it can be read, otherwise with live DNS."
                    + " Default: `24h`.",
            "24h");
    static final SettingSpec COMPARE_WITH_DNS = period(
            "compareWithDns",
            "How often live DNS is compared in addition. Choose a time that is longer than the TTL. Default: never.",
            "1h");
    static final SettingSpec REFRESH_EVERY = period(
            "refreshEvery",
            "How often the record is written although nothing changed. Default: set by the provider; never for most.",
            "25d");
    static final SettingSpec MIN_INTERVAL =
            period("minInterval", "The minimum time between two changes. Default: none.", "5m");
    static final SettingSpec FLAP_GUARD = SettingSpec.optional(
                    "flapGuard",
                    "`{\"changes\": 5, \"within\": \"1h\"}`: the maximum number of changes within a time. Default: none.")
            .as(SettingType.object(CHANGES, WITHIN));
    static final SettingSpec LOST_FAMILY = SettingSpec.optional(
                    "lostFamily",
                    "What happens to the published values when the family is lost: `keep`, or `{\"withdrawAfter\": \"1h\"}`."
                            + " Default: `keep`.")
            .as(SettingType.oneOf(SettingType.words("keep"), SettingType.object(WITHDRAW_AFTER)));

    /** The settings of {@code policy}. */
    public static final List<SettingSpec> POLICY =
            List.of(VERIFY_EVERY, COMPARE_WITH_DNS, REFRESH_EVERY, MIN_INTERVAL, FLAP_GUARD, CONFIRM, LOST_FAMILY);

    private static final SettingSpec POLICY_OF_RECORD = SettingSpec.optional(
                    "policy", "The policy of this record. What it does not say comes from the top-level `policy`.")
            .as(object(POLICY));

    /** The settings of a record, without the attributes that its provider declares. */
    public static final List<SettingSpec> RECORD = List.of(
            SettingSpec.required(
                            "name", "The full name. Its first label can be `*` if the provider supports wildcards.")
                    .example("home.example.com"),
            SettingSpec.optional("types", "`A`, `AAAA` or both. Required, unless `type` is set.")
                    .as(SettingType.list(SettingType.words("A", "AAAA")))
                    .example(List.of("A", "AAAA")),
            SettingSpec.optional("type", "The only type, instead of `types`.")
                    .as(SettingType.words("A", "AAAA"))
                    .example("A"),
            SettingSpec.optional("detector", "The key of a detector. Required if several are configured."),
            SettingSpec.optional("provider", "The key of a provider. Required if several are configured."),
            SettingSpec.optional("zone", "The zone of the name. It saves the search for it.")
                    .example("example.com"),
            SettingSpec.optional(
                            "owns",
                            "`values`: the values that this library published are ours. `set`: the whole record set is."
                                    + " Default: `values`.")
                    .as(SettingType.words("values", "set")),
            SettingSpec.optional(
                    "marker",
                    "The comment that distinguishes our values from those of others. Not together with `\"owns\":"
                            + " \"set\"`."),
            SettingSpec.optional(
                            "mode",
                            "`upsert`, `update-only` (nothing is created), or `create-only` (values that others created are"
                                    + " left alone). The last two need a provider that can be read. Default: `upsert`.")
                    .as(SettingType.words(Stream.of(UpdateMode.values())
                            .map(UpdateMode::toString)
                            .toArray(String[]::new))),
            POLICY_OF_RECORD,
            TypedSection.ENABLED);

    static final SettingSpec DETECTION_TIMEOUT = SettingSpec.optional(
                    "detectionTimeout", "The maximum time for one source. Default: `10s`.")
            .as(SettingType.duration(Duration.ofMillis(100), Duration.ofMinutes(5)))
            .example("10s");
    static final SettingSpec WITHDRAW_ON_CLOSE = SettingSpec.optional(
                    "withdrawOnClose",
                    "Removes our values when a running updater is closed, as far as that is possible within this time."
                            + " Default: the values stay.")
            .as(SettingType.duration(Duration.ofMillis(100), Duration.ofMinutes(5)))
            .example("5s");
    private static final SettingSpec STATE = SettingSpec.optional(
                    "state",
                    "`file` is the state file. In a cluster, `{\"type\": \"jdbc\"}` keeps the state in the database of the"
                            + " cluster, where all nodes read it. Default: the agent uses the file `ddns-state`; otherwise the"
                            + " state is kept in memory only.")
            .as(SettingType.object(StateSection.FILE, StateSection.TYPE));
    private static final SettingSpec LOOKUP = SettingSpec.optional(
                    "lookup",
                    "Who is asked for live DNS: `system`, `authoritative` (the servers of the name's zone), or"
                            + " `{\"servers\": [\"192.0.2.53\", \"[2001:db8::53]:5353\"]}`. The last two need"
                            + " `ddns-provider-dns` on the path. Default: `system`.")
            .as(SettingType.oneOf(
                    SettingType.words("system", "authoritative"),
                    SettingType.object(
                            SettingSpec.required("servers", "The addresses of the servers, with a port or without.")
                                    .as(SettingType.list(SettingType.text()))
                                    .example(List.of("192.0.2.53", "[2001:db8::53]:5353")))));
    private static final SettingSpec DEAD_MAN = SettingSpec.optional(
                    "deadMan",
                    "`{\"url\": \"${env:PING_URL}\"}`: this URL is called after each cycle in which every record is in sync."
                            + " After any other cycle it is called with `/fail` at the end of its path. Default: none.")
            .as(SettingType.object(SettingSpec.secret("url", "The URL.").example("${env:PING_URL}")));

    static final SettingSpec WATCH = SettingSpec.optional(
                    "watch", "Whether edits of the file are followed. Default: `true`.")
            .as(SettingType.flag());
    static final SettingSpec RELOAD_POLL = SettingSpec.optional(
                    "poll", "How often the files are read, also if nothing tells of a change. Default: `10s`.")
            .as(SettingType.duration(SHORTEST, LONGEST))
            .example("10s");
    private static final SettingSpec RELOAD = SettingSpec.optional(
                    "reload",
                    "`{\"watch\": true, \"poll\": \"10s\"}`: a running agent follows edits of this file and of the files that"
                            + " its references name. It reads them at least that often. Default: as in the example.")
            .as(SettingType.object(WATCH, RELOAD_POLL));

    static final SettingSpec SECRETS = SettingSpec.optional(
                    "secrets",
                    "The settings of the sources that references name: a key store, a key, a vault; see [Secrets](secrets.md)."
                            + " Default: none.")
            .as(SettingType.named(List.of()));

    /** The settings at the top level that have no table of their own. */
    public static final List<SettingSpec> OTHERS =
            List.of(STATE, DETECTION_TIMEOUT, LOOKUP, SECRETS, RELOAD, WITHDRAW_ON_CLOSE, DEAD_MAN);

    /** Where an editor finds the JSON Schema; it means nothing to us. */
    private static final SettingSpec SCHEMA =
            SettingSpec.optional("$schema", "The JSON Schema of this file. Editors complete and check by it.");

    private Sections() {}

    /**
     * Returns the settings at the top level.
     *
     * @param detectors the types of detectors
     * @param providers the types of providers
     * @param listeners the types of listeners
     * @param clusters the types of engines that give leases
     * @param secrets the types of secret sources
     * @param host sections that the host declares
     * @throws IllegalArgumentException if a section of the host has the name of another
     */
    public static List<SettingSpec> all(
            List<TypeDescriptor> detectors,
            List<TypeDescriptor> providers,
            List<TypeDescriptor> listeners,
            List<TypeDescriptor> clusters,
            List<TypeDescriptor> secrets,
            Collection<SettingSpec> host) {
        List<SettingSpec> all = new ArrayList<>(List.of(
                SettingSpec.required("detectors", "The detectors, each with a key.")
                        .as(SettingType.map(SettingType.typed(detectors))),
                SettingSpec.required("providers", "The providers, each with a key.")
                        .as(SettingType.map(SettingType.typed(providers))),
                SettingSpec.required("records", "The records that are kept up to date.")
                        .as(SettingType.list(record(providers))),
                SettingSpec.optional(Listeners.SECTION, "The notifications, each with a key.")
                        .as(SettingType.map(SettingType.typed(listeners))),
                SettingSpec.optional("schedule", "When detectors are polled.").as(object(SCHEDULE)),
                STATE,
                SettingSpec.optional("policy", "The policy of all records.").as(object(POLICY)),
                SettingSpec.optional("retry", "How an attempt is repeated that a provider refused or did not answer.")
                        .as(object(RETRY)),
                DETECTION_TIMEOUT,
                LOOKUP,
                DEAD_MAN,
                WITHDRAW_ON_CLOSE,
                SettingSpec.optional(ClusterSection.NAME, "The other machines with the same records.")
                        .as(cluster(clusters)),
                SECRETS.as(SettingType.named(secrets)),
                RELOAD,
                SCHEMA));
        for (SettingSpec section : host) {
            if (names(all).contains(section.name())) {
                throw new IllegalArgumentException("the section \"" + section.name() + "\" is declared twice");
            }
            all.add(section);
        }
        return all;
    }

    /** Returns what a cluster is; without an engine on the path, only what all have in common. */
    private static SettingType cluster(List<TypeDescriptor> types) {
        List<SettingSpec> common = new ArrayList<>(TypedSection.COMMON);
        common.addAll(ClusterSection.COMMON);
        return types.isEmpty() ? object(common) : SettingType.typed(types);
    }

    /** Returns the settings with that file of the state, if they name no place for it. */
    static Map<String, Object> withStateFile(Map<String, Object> root, Path file) {
        Object state = root.getOrDefault(STATE.name(), Map.of());
        if (!(state instanceof Map<?, ?> section) || section.containsKey("file") || section.containsKey("type")) {
            return root;
        }
        Map<String, Object> filled = new TreeMap<>(root);
        Map<Object, Object> filledState = new TreeMap<>(section);
        filledState.put("file", file.toString());
        filled.put(STATE.name(), filledState);
        return filled;
    }

    /** Returns a record, with every attribute that one of the providers declares. */
    private static SettingType record(List<TypeDescriptor> providers) {
        return object(
                Stream.concat(RECORD.stream(), attributes(providers).stream()).toList());
    }

    /** Returns every attribute that one of the providers declares, once, by name. */
    static List<SettingSpec> attributes(List<TypeDescriptor> providers) {
        Map<String, SettingSpec> attributes = new TreeMap<>();
        providers.forEach(provider -> provider.attributes().forEach(spec -> attributes.putIfAbsent(spec.name(), spec)));
        return List.copyOf(attributes.values());
    }

    private static SettingType object(List<SettingSpec> settings) {
        return SettingType.object(settings.toArray(SettingSpec[]::new));
    }

    private static SettingSpec period(String name, String help, String example) {
        return SettingSpec.optional(name, help)
                .as(SettingType.duration(SHORTEST, LONGEST))
                .example(example);
    }

    /** Returns the ids of types. */
    static List<String> ids(Collection<TypeDescriptor> types) {
        return types.stream().map(TypeDescriptor::id).toList();
    }

    /** Returns the names of settings. */
    static List<String> names(Collection<SettingSpec> settings) {
        return settings.stream().map(SettingSpec::name).toList();
    }
}
