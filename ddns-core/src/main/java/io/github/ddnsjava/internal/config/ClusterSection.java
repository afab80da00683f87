package io.github.ddnsjava.internal.config;

import io.github.ddnsjava.cluster.Cluster;
import io.github.ddnsjava.cluster.Leadership;
import io.github.ddnsjava.cluster.LeadershipFactory;
import io.github.ddnsjava.cluster.Lease;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.internal.discovery.Discovery;
import io.github.ddnsjava.publish.ProviderContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Reads {@code cluster}: the engine that gives the leases, and how this node takes part. The engine is made once to check its
 * settings, and again by the updater that uses it. Not thread-safe.
 */
public final class ClusterSection {
    static final String NAME = "cluster";

    private static final SettingSpec NODE = SettingSpec.required(
                    "node", "The name of this machine, which no other has in this cluster.")
            .example("node-a");
    private static final SettingSpec CLUSTER = SettingSpec.optional(
            "name",
            "The name of the cluster, if several share an engine. It is the same on all nodes. Default: `ddns`.");
    private static final SettingSpec LEASE = SettingSpec.optional(
                    "lease",
                    "How long a lease lasts. If the leader is lost, another node begins after that time. Default: `30s`.")
            .as(SettingType.duration(Cluster.SHORTEST_LEASE, Cluster.LONGEST_LEASE))
            .example("30s");
    private static final SettingSpec MODE = SettingSpec.optional(
                    "mode",
                    "`same-line`: all nodes are behind one line, and any may lead. `own-line`: DNS follows the leader's"
                            + " address, and a node that is not well gives way. Default: `same-line`.")
            .as(SettingType.words(Cluster.Mode.SAME_LINE.toString(), Cluster.Mode.OWN_LINE.toString()));
    private static final SettingSpec GROUPS = SettingSpec.optional(
                    "groups",
                    "Over how many groups the records are spread, so that nodes share the work. It is the same on all"
                            + " nodes. Default: `1`.")
            .as(SettingType.number(1, 1024))
            .example(16);
    private static final SettingSpec PREFER = SettingSpec.optional(
                    "prefer", "The node that leads whenever it is alive. Default: any node may.")
            .example("node-a");
    private static final SettingSpec FAIL_BACK = SettingSpec.optional(
                    "failBack", "How long the preferred node has to be alive before it leads again. Default: `5m`.")
            .as(SettingType.duration(Duration.ZERO, Duration.ofDays(1)))
            .example("5m");

    /** The settings that every cluster has, whatever its type. */
    public static final List<SettingSpec> COMMON = List.of(NODE, CLUSTER, LEASE, MODE, GROUPS, PREFER, FAIL_BACK);

    /** Stands where the engine could not be made, so that the other settings are checked all the same. */
    private static final Leadership NOBODY = new Leadership() {
        @Override
        public Optional<Lease> tryAcquire(String name, String note, Duration time) {
            return Optional.empty();
        }

        @Override
        public Optional<Map<String, Holder>> leases(String prefix) {
            return Optional.empty();
        }

        @Override
        public void close() {}
    };

    /** Looks only where a configuration has a cluster: most have none. */
    private final Discovery<LeadershipFactory> found =
            Discovery.atFirstUse(LeadershipFactory.class, LeadershipFactory::describe);

    /** Returns the types on the path, each with the settings that every cluster has. */
    public List<TypeDescriptor> descriptors() {
        return found.descriptors().stream().map(ClusterSection::whole).toList();
    }

    private static TypeDescriptor whole(TypeDescriptor type) {
        List<SettingSpec> all = new ArrayList<>(COMMON);
        all.addAll(type.settings());
        return new TypeDescriptor(
                type.id(), type.name(), type.url(), all, type.limits(), type.evidence(), type.notes());
    }

    /**
     * Returns the cluster; empty if there is none, or it is not used.
     *
     * @param sources the settings of the sources of secrets
     */
    Optional<Cluster> read(Settings root, ProviderContext world, Object sources, Problems problems) {
        Settings section = problems.read(() -> root.nested(NAME)).orElse(Settings.none());
        if (root.value(NAME).isEmpty()) {
            return Optional.empty();
        }
        boolean enabled =
                problems.read(() -> section.flag(TypedSection.ENABLED)).orElse(true);
        Optional<String> type = problems.read(() -> required(section, TypedSection.TYPE));
        String node = problems.read(() -> required(section, NODE)).orElse("node");
        Settings own = section.without(TypedSection.TYPE.name()).without(TypedSection.ENABLED.name());
        for (SettingSpec common : COMMON) {
            own = own.without(common.name());
        }
        Settings ofType = own;
        Optional<Leadership> leadership = type.flatMap(id -> leadership(id, ofType, node, world, sources, problems));
        Optional<Cluster> cluster = problems.read(() -> Optional.of(Cluster.of(leadership.orElse(NOBODY), node)))
                .map(shared -> new Asked(section, problems).of(shared));
        return enabled && leadership.isPresent() ? cluster : Optional.empty();
    }

    /** Asks for each setting by itself, so that all that is wrong is told at once. */
    private record Asked(Settings section, Problems problems) {
        Cluster of(Cluster cluster) {
            Cluster named =
                    with(cluster, () -> section.optionalText(CLUSTER.name()).map(cluster::withName));
            Cluster leased = with(named, () -> section.duration(LEASE).map(named::withLease));
            Cluster grouped = with(leased, () -> section.number(GROUPS).map(leased::withGroups));
            Cluster moded = with(grouped, () -> mode().map(grouped::withMode));
            Duration failBack = problems.read(() -> section.duration(FAIL_BACK)).orElse(cluster.failBack());
            return with(
                    moded, () -> section.optionalText(PREFER.name()).map(node -> moded.withPreferred(node, failBack)));
        }

        private Optional<Cluster.Mode> mode() {
            return section.optionalText(MODE)
                    .map(text -> Stream.of(Cluster.Mode.values())
                            .filter(mode -> mode.toString().equals(text))
                            .findFirst()
                            .orElseThrow(() ->
                                    section.wrong(MODE.name(), text, MODE.type().allowed())));
        }

        private Cluster with(Cluster before, Supplier<Optional<Cluster>> setting) {
            return problems.read(setting).orElse(before);
        }
    }

    private static Optional<String> required(Settings section, SettingSpec spec) {
        Optional<String> text = section.optionalText(spec.name());
        if (text.isEmpty()) {
            throw new ConfigurationException(section.path(spec.name()), "is missing: " + spec.help(), "a text");
        }
        return text;
    }

    private Optional<Leadership> leadership(
            String type, Settings own, String node, ProviderContext world, Object sources, Problems problems) {
        try {
            return Optional.of(new LazyLeadership(
                    Identity.of(
                            NAME,
                            type,
                            own,
                            node,
                            own.directory().toString(),
                            Identity.hasSecret(own) ? sources : "none"),
                    () -> found.create(type, own, (factory, given) -> factory.create(type, given, node, world))));
        } catch (ConfigurationException e) {
            problems.addAll(NAME, e);
        } catch (TransientException e) {
            problems.unreachable(NAME, e);
        } catch (RuntimeException | Error e) {
            problems.defect(NAME, "cannot be created", e);
        }
        return Optional.empty();
    }
}
