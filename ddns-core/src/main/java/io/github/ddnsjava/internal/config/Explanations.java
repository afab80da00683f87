package io.github.ddnsjava.internal.config;

import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.Schedule;
import io.github.ddnsjava.config.RecordExplanation;
import io.github.ddnsjava.config.RecordExplanation.Rights;
import io.github.ddnsjava.config.RecordExplanation.Source;
import io.github.ddnsjava.config.RecordExplanation.Target;
import io.github.ddnsjava.config.RecordExplanation.Weakness;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.DnsProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Explains the records of a configuration. Only names, types and flags of settings are shown: an argument of a program or
 * the query of a URL can be a secret although nothing says so. Immutable.
 *
 * @param detectorSection the detectors as they are configured
 * @param detectors the detectors that could be made, by key
 * @param providerSection the providers as they are configured
 * @param providers the providers that could be made, by key
 * @param general what weakens a promise for every record
 */
record Explanations(
        TypedSection detectorSection,
        Map<String, IpDetector> detectors,
        TypedSection providerSection,
        Map<String, DnsProvider> providers,
        List<Weakness> general) {
    /** Returns what is said of each record, in their order. */
    List<RecordExplanation> of(List<Records.Read> records) {
        return records.stream().map(this::of).toList();
    }

    private RecordExplanation of(Records.Read read) {
        ManagedRecord record = read.record();
        Optional<TypeDescriptor> type = providerSection.descriptor(record.provider());
        Optional<Abilities> abilities =
                Optional.ofNullable(providers.get(record.provider())).map(DnsProvider::abilities);
        // Where the provider cannot be made, for a secret cannot be read, say, its type tells what it can do.
        List<String> can = abilities
                .map(Abilities::inWords)
                .or(() -> type.map(TypeDescriptor::abilities))
                .orElse(List.of());
        List<String> operators = operators(record);
        List<Weakness> weaknesses = new ArrayList<>(read.weaknesses());
        weaknesses.addAll(ofDetector(record.detector(), operators));
        weaknesses.addAll(ofProvider(record.provider(), can));
        if (record.owns().isWholeSet()) {
            weaknesses.add(new Weakness(
                    13, read.path() + ".owns", "All values of the record set are replaced, also those of others."));
        }
        weaknesses.addAll(general);
        return new RecordExplanation(
                record.key(),
                record.disabled(),
                new Source(record.detector(), detectorSection.type(record.detector()), operators),
                new Target(
                        record.provider(),
                        providerSection.type(record.provider()),
                        type.map(TypeDescriptor::name).orElse(""),
                        record.zone()),
                new Rights(record.owns(), record.mode(), can),
                weaknesses);
    }

    private List<String> operators(ManagedRecord record) {
        IpFamily family = record.type().family();
        return Optional.ofNullable(detectors.get(record.detector()))
                .map(detector -> List.copyOf(new TreeSet<>(detector.operators(family))))
                .orElse(List.of());
    }

    private List<Weakness> ofDetector(String key, List<String> operators) {
        List<Weakness> weaknesses = new ArrayList<>();
        Settings settings = detectorSection.settings(key);
        Set<String> blocks = Optional.ofNullable(detectors.get(key)).map(IpDetector::allow).orElse(Set.of()).stream()
                .map(Object::toString)
                .collect(Collectors.toCollection(TreeSet::new));
        String path = "detectors." + key;
        if (!blocks.isEmpty()) {
            weaknesses.add(new Weakness(
                    1,
                    settings.value("allow").isPresent() ? path + ".allow" : path,
                    "Addresses in " + String.join(", ", blocks)
                            + " are published although they are not globally routable."));
        }
        boolean canAgree = detectorSection
                .descriptor(key)
                .filter(type -> type.setting("quorum").isPresent())
                .isPresent();
        Optional<String> one = List.of("quorum", "agree").stream()
                .filter(name ->
                        settings.value(name).filter(Integer.valueOf(1)::equals).isPresent())
                .findFirst();
        if (canAgree && operators.size() == 1) {
            weaknesses.add(new Weakness(
                    2, path, "Only " + operators.get(0) + " is asked, so no second operator has to agree."));
        } else if (one.isPresent()) {
            weaknesses.add(
                    new Weakness(2, path + "." + one.get(), "One operator is enough, so no second one has to agree."));
        }
        if (isSet(settings, "allowInsecure")) {
            weaknesses.add(new Weakness(
                    22,
                    path + ".allowInsecure",
                    "Sources may be asked without TLS, and anybody on the path can then change their answers."));
        }
        return weaknesses;
    }

    private List<Weakness> ofProvider(String key, List<String> abilities) {
        List<Weakness> weaknesses = new ArrayList<>();
        Settings settings = providerSection.settings(key);
        String path = "providers." + key;
        if (abilities.contains(Abilities.WRITES_ONLY)) {
            weaknesses.add(new Weakness(
                    7,
                    path,
                    "The provider cannot be read, so a value that others changed is noticed only in live DNS."));
            weaknesses.add(new Weakness(
                    13, path, "The provider cannot be read, so values of others at the name may be replaced."));
        }
        if (isSet(settings, "allowInsecure")) {
            weaknesses.add(new Weakness(
                    22,
                    path + ".allowInsecure",
                    "Credentials may be sent without TLS, and anybody on the path can then read them."));
        }
        providerSection.descriptor(key).map(TypeDescriptor::settings).orElse(List.of()).stream()
                .filter(spec -> spec.secret() && settings.value(spec.name()).orElse(0) instanceof String)
                .forEach(spec -> weaknesses.add(new Weakness(
                        22,
                        path + "." + spec.name(),
                        "The secret stands in the configuration itself, and whoever reads or copies that has it.")));
        return weaknesses;
    }

    private static boolean isSet(Settings settings, String flag) {
        return settings.value(flag).filter(Boolean.TRUE::equals).isPresent();
    }

    /** Returns which promises settings weaken for all records. */
    static List<Weakness> weaknesses(Schedule schedule, StateSection.Place state) {
        List<Weakness> weaknesses = new ArrayList<>();
        if (state.isForgotten()) {
            weaknesses.add(new Weakness(
                    10,
                    "state",
                    "Without a state file, a restart ends every hold, and what was published is forgotten."));
        }
        if (schedule.jitter() == 0) {
            weaknesses.add(
                    new Weakness(8, "schedule.jitter", "Polls have no jitter, so many installations poll together."));
        }
        return weaknesses;
    }
}
