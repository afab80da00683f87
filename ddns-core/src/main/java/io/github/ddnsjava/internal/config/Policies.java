package io.github.ddnsjava.internal.config;

import io.github.ddnsjava.config.Durations;
import io.github.ddnsjava.config.RecordExplanation.Weakness;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.decide.Decision;
import io.github.ddnsjava.decide.UpdatePolicies;
import io.github.ddnsjava.decide.UpdatePolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads a {@code policy}: the top-level one, and those of records, which replace of it what they name.
 *
 * @param key the content of the policy, as in {@code {confirm: none, verifyEvery: 1d}}: equal policies have equal keys,
 *     and a policy of another content never gets the key of one that an updater already has
 * @param policy the policy
 * @param withdrawsAt the path of the setting by which a lost family is withdrawn, for a provider that cannot; empty
 *     where it is kept
 * @param weaknesses the promises that it weakens
 */
record Policies(String key, UpdatePolicy policy, Optional<String> withdrawsAt, List<Weakness> weaknesses) {
    private static final String CONFIRM = "\"second-reading\", \"none\" or {\"readings\": 3, \"window\": \"10m\"}";
    private static final String LOST_FAMILY = "\"keep\" or {\"withdrawAfter\": \"1h\"}";

    /** A longer period of verification is worth a word. */
    private static final Duration LONG = Duration.ofDays(7);

    private static final UpdatePolicy NO_CONFIRMATION = situation -> Decision.keep();

    /** Reads the settings of {@code own}; what it does not name comes from {@code defaults}. */
    static Policies read(Settings own, Settings defaults, Problems problems) {
        problems.addUnknown(own, Sections.names(Sections.POLICY));
        List<Part> parts = new ArrayList<>();
        Settings confirm = having("confirm", own, defaults);
        parts.add(confirm(confirm, problems));
        parts.add(period(Sections.REFRESH_EVERY, own, defaults, problems)
                .map(period -> Part.of("refreshEvery", period, UpdatePolicies::refreshEvery))
                .orElseGet(() -> new Part("refreshEvery: by provider", UpdatePolicies.refreshByProvider())));
        Duration verifyEvery =
                period(Sections.VERIFY_EVERY, own, defaults, problems).orElse(Duration.ofHours(24));
        parts.add(Part.of("verifyEvery", verifyEvery, UpdatePolicies::verifyEvery));
        period(Sections.COMPARE_WITH_DNS, own, defaults, problems)
                .map(period -> Part.of("compareWithDns", period, UpdatePolicies::compareWithDns))
                .ifPresent(parts::add);
        flapGuard(having("flapGuard", own, defaults), problems).ifPresent(parts::add);
        period(Sections.MIN_INTERVAL, own, defaults, problems)
                .map(period -> Part.of("minInterval", period, UpdatePolicies::minimumInterval))
                .ifPresent(parts::add);
        Settings lost = having("lostFamily", own, defaults);
        Optional<Duration> withdrawAfter = withdrawAfter(lost, problems);
        withdrawAfter
                .map(period -> Part.of("lostFamily: withdrawAfter", period, UpdatePolicies::withdrawLostFamilyAfter))
                .ifPresent(parts::add);
        return new Policies(
                parts.stream().map(Part::text).collect(Collectors.joining(", ", "{", "}")),
                UpdatePolicies.all(Stream.concat(
                                Stream.of(UpdatePolicies.onChange()),
                                parts.stream().map(Part::policy))
                        .toArray(UpdatePolicy[]::new)),
                withdrawAfter.map(after -> lost.path("lostFamily")),
                weaknesses(
                        confirm,
                        having(Sections.VERIFY_EVERY.name(), own, defaults).path(Sections.VERIFY_EVERY.name()),
                        verifyEvery));
    }

    private static List<Weakness> weaknesses(Settings confirm, String verifyPath, Duration verifyEvery) {
        List<Weakness> weaknesses = new ArrayList<>();
        Object value = confirm.value("confirm").orElse("");
        boolean once = value instanceof Settings readings
                && readings.value("readings").filter(Integer.valueOf(1)::equals).isPresent();
        if (value.equals("none") || once) {
            weaknesses.add(
                    new Weakness(3, confirm.path("confirm"), "A changed address is published after a single reading."));
        }
        if (verifyEvery.compareTo(LONG) > 0) {
            weaknesses.add(new Weakness(
                    7,
                    verifyPath,
                    "What others change at the provider may stay unnoticed for " + Durations.format(verifyEvery)
                            + "."));
        }
        return List.copyOf(weaknesses);
    }

    /** A part of a policy, and the text that stands for it in the key. */
    private record Part(String text, UpdatePolicy policy) {
        static Part of(String name, Duration period, Function<Duration, UpdatePolicy> policy) {
            return new Part(name + ": " + Durations.format(period), policy.apply(period));
        }
    }

    private static Settings having(String name, Settings own, Settings defaults) {
        return own.value(name).isPresent() ? own : defaults;
    }

    private static Optional<Duration> period(SettingSpec spec, Settings own, Settings defaults, Problems problems) {
        return problems.read(() -> having(spec.name(), own, defaults).duration(spec));
    }

    private static Optional<Part> flapGuard(Settings settings, Problems problems) {
        Optional<Settings> guard = problems.read(() -> settings.nested("flapGuard"));
        if (guard.isEmpty()) {
            return Optional.empty();
        }
        problems.addUnknown(guard.get(), List.of("changes", "within"));
        Optional<Integer> changes = problems.read(() -> guard.get().number(Sections.CHANGES));
        Duration within =
                problems.read(() -> guard.get().duration(Sections.WITHIN)).orElse(Duration.ofHours(1));
        if (guard.get().value("changes").isEmpty()) {
            problems.add(
                    guard.get().path("changes"),
                    "is missing",
                    Sections.CHANGES.type().allowed());
        }
        return changes.map(n -> new Part(
                "flapGuard: " + n + " changes within " + Durations.format(within),
                UpdatePolicies.flapGuard(n, within)));
    }

    private static Part confirm(Settings settings, Problems problems) {
        Object value = settings.value("confirm").orElse("second-reading");
        if (value.equals("none")) {
            return new Part("confirm: none", NO_CONFIRMATION);
        }
        if (value instanceof Settings readings) {
            problems.addUnknown(readings, List.of("readings", "window"));
            if (readings.value("readings").isEmpty()) {
                problems.add(
                        readings.path("readings"),
                        "is missing",
                        Sections.READINGS.type().allowed());
            }
            int count = problems.read(() -> readings.number(Sections.READINGS)).orElse(1);
            Duration window =
                    problems.read(() -> readings.duration(Sections.WINDOW)).orElse(Duration.ZERO);
            return new Part(
                    "confirm: " + count + " readings over " + Durations.format(window),
                    UpdatePolicies.confirmedBy(count, window));
        }
        if (!value.equals("second-reading")) {
            problems.add(settings.wrong("confirm", value, CONFIRM));
        }
        return new Part("confirm: second-reading", UpdatePolicies.confirmed());
    }

    private static Optional<Duration> withdrawAfter(Settings settings, Problems problems) {
        Object value = settings.value("lostFamily").orElse("keep");
        if (value instanceof Settings withdraw) {
            problems.addUnknown(withdraw, List.of("withdrawAfter"));
            if (withdraw.value("withdrawAfter").isEmpty()) {
                problems.add(withdraw.path("withdrawAfter"), "is missing", "a duration, as in 1h");
            }
            return problems.read(() -> withdraw.duration(Sections.WITHDRAW_AFTER));
        }
        if (!value.equals("keep")) {
            problems.add(settings.wrong("lostFamily", value, LOST_FAMILY));
        }
        return Optional.empty();
    }
}
