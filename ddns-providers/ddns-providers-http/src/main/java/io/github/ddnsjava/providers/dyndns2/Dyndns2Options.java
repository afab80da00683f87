package io.github.ddnsjava.providers.dyndns2;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.HoldRule;
import io.github.ddnsjava.publish.NameRule;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the settings say, checked; all but the endpoint.
 *
 * @param credentials who asks
 * @param dialect how the service speaks
 * @param onlyName the only name that the credentials can update; empty if requests say the name
 * @param domain the domain to which names are relative, if the dialect wants that
 * @param userAgent the User-Agent, where it is not this library's own
 * @param refreshEvery how often to touch
 * @param rateLimits how many calls the service allows, by each of its limits
 */
record Dyndns2Options(
        Credentials credentials,
        Dialect dialect,
        Optional<DnsName> onlyName,
        Optional<DnsName> domain,
        Optional<String> userAgent,
        Optional<Duration> refreshEvery,
        List<Abilities.RateLimit> rateLimits) {
    /** The domain that holds the names, for services that want names relative to it. */
    static final String DOMAIN = "domain";
    /** The only name of an account, for services whose requests do not say a name. */
    static final String HOSTNAME = "hostname";

    /** More than 20 are answered by numhost. */
    static final SettingSpec MAX_HOSTS = SettingSpec.optional(
                    "maxHosts", "how many names are sent in one call, 1 to 20; default: 1, which every service accepts")
            .as(SettingType.number(1, 20));

    private static final SettingSpec REFRESH = refresh("");

    private static final int MAX_USER_AGENT = 200;
    /** What the services that document it refuse: no name at all, a library's default, a browser's. */
    private static final List<String> REFUSED_AGENTS = List.of("java", "mozilla/");

    /** Returns the setting {@code refreshEvery}. */
    static SettingSpec refresh(String help) {
        return SettingSpec.optional("refreshEvery", help)
                .as(SettingType.duration(Duration.ofDays(1), Duration.ofDays(365)))
                .example("25d");
    }

    /** Reads the settings of the type {@code dyndns2}, whose service is not known. */
    static Dyndns2Options of(Settings settings) {
        String families = choice(settings, "families", "separate", "joint", "myipv6");
        boolean separate = families.equals("separate");
        boolean changes = omissionChanges(settings, false);
        if (changes && separate) {
            throw new ConfigurationException(
                    settings.path("absentFamily"),
                    "is \"changes\", and then a call for one family changes the other; set families to \"joint\" or"
                            + " \"myipv6\", whichever the service supports",
                    "keeps where families is separate");
        }
        return of(
                settings,
                Credentials.basic(Credentials.text(settings, "username"), settings.secret("password")),
                Dialect.standard(
                        !separate,
                        families.equals("myipv6"),
                        changes,
                        settings.number(MAX_HOSTS).orElse(1)),
                Optional.empty(),
                List.of());
    }

    /** Reads the settings that all services have. */
    static Dyndns2Options of(
            Settings settings,
            Credentials credentials,
            Dialect dialect,
            Optional<Duration> refreshEvery,
            List<Abilities.RateLimit> rateLimits) {
        return new Dyndns2Options(
                credentials,
                dialect,
                dialect.host().isEmpty() ? Optional.of(name(settings, HOSTNAME)) : Optional.empty(),
                dialect.domain().map(parameter -> name(settings, DOMAIN)),
                settings.optionalText("userAgent").map(agent -> userAgent(settings, agent)),
                settings.duration(REFRESH).or(() -> refreshEvery),
                rateLimits);
    }

    /** Reads what the service does with a family that a call leaves out. */
    static boolean omissionChanges(Settings settings, boolean byDefault) {
        return (byDefault
                        ? choice(settings, "absentFamily", "changes", "keeps")
                        : choice(settings, "absentFamily", "keeps", "changes"))
                .equals("changes");
    }

    private static DnsName name(Settings settings, String setting) {
        String text = settings.text(setting);
        try {
            return DnsName.of(text);
        } catch (IllegalArgumentException e) {
            throw settings.wrong(setting, text, "a name, as in home.example.com");
        }
    }

    /** Reads one of a few words; the first is the default. */
    private static String choice(Settings settings, String name, String... words) {
        String word = settings.optionalText(name).orElse(words[0]);
        if (!List.of(words).contains(word)) {
            throw settings.wrong(name, word, String.join(", ", words));
        }
        return word;
    }

    private static String userAgent(Settings settings, String agent) {
        boolean printable = agent.chars().allMatch(c -> c >= ' ' && c < 127);
        if (!printable || agent.isBlank() || agent.length() > MAX_USER_AGENT) {
            throw new ConfigurationException(
                    settings.path("userAgent"),
                    "is blank, too long, or has other characters than printable ASCII",
                    "up to " + MAX_USER_AGENT + " characters, as in \"Acme Router/1.1 support@acme.example\"");
        }
        String lower = agent.toLowerCase(Locale.ROOT);
        if (REFUSED_AGENTS.stream().anyMatch(lower::startsWith)) {
            throw settings.wrong(
                    "userAgent",
                    agent,
                    "the product's own name, as in \"Acme Router/1.1 support@acme.example\": services block browsers' names"
                            + " and libraries' defaults");
        }
        return agent;
    }

    Abilities abilities() {
        return common(dialect, refreshEvery, rateLimits)
                .names(onlyName.map(NameRule::only)
                        .or(() -> domain.map(NameRule::within))
                        .orElse(NameRule.ANY))
                .build();
    }

    /** Returns what a service can do that speaks so. */
    static Abilities abilities(Dialect dialect, Optional<Duration> refreshEvery, List<Abilities.RateLimit> rateLimits) {
        return common(dialect, refreshEvery, rateLimits).build();
    }

    private static Abilities.Builder common(
            Dialect dialect, Optional<Duration> refreshEvery, List<Abilities.RateLimit> rateLimits) {
        Abilities.Builder abilities = Abilities.builder()
                .families(dialect.addresses().keySet())
                .hostsPerCall(dialect.maxHosts())
                .joint(dialect.joint())
                .holdRule(HoldRule.UNTIL_SETTINGS_CHANGE)
                .unknownRule(HoldRule.MINUTES);
        refreshEvery.ifPresent(abilities::refreshEvery);
        rateLimits.forEach(limit -> abilities.rateLimit(limit.permits(), limit.period()));
        return abilities;
    }
}
