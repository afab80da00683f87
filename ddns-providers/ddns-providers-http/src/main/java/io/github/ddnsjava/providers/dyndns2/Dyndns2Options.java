package io.github.ddnsjava.providers.dyndns2;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.HoldRule;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the settings say, checked; all but the endpoint.
 *
 * @param username the user name
 * @param password the password
 * @param maxHosts how many names one call carries
 * @param families how the families travel
 * @param omissionChanges whether the service changes a family that a call leaves out
 * @param userAgent the User-Agent, where it is not this library's own
 * @param refreshEvery how often to touch
 */
record Dyndns2Options(
        String username,
        Secret password,
        int maxHosts,
        Families families,
        boolean omissionChanges,
        Optional<String> userAgent,
        Optional<Duration> refreshEvery) {
    private static final int MAX_HOSTS = 20; // more are answered by numhost
    private static final int MAX_USER_AGENT = 200;
    /** What the services that document it refuse: no name at all, a library's default, a browser's. */
    private static final List<String> REFUSED_AGENTS = List.of("java", "mozilla/");

    /** How IPv4 and IPv6 of a name travel. */
    enum Families {
        /** A call each, with {@code myip}. */
        SEPARATE,
        /** One call with {@code myip=IPV4,IPV6}. */
        JOINT,
        /** One call with {@code myip} and {@code myipv6}. */
        MYIPV6
    }

    static Dyndns2Options of(Settings settings) {
        Families families = Families.valueOf(
                choice(settings, "families", "separate", "joint", "myipv6").toUpperCase(Locale.ROOT));
        boolean changes = choice(settings, "absentFamily", "keeps", "changes").equals("changes");
        if (changes && families == Families.SEPARATE) {
            throw new ConfigurationException(
                    settings.path("absentFamily"),
                    "is \"changes\", and then a call for one family changes the other; set families to \"joint\" or"
                            + " \"myipv6\", whichever the service supports",
                    "keeps where families is separate");
        }
        return new Dyndns2Options(
                username(settings),
                settings.secret("password"),
                settings.number("maxHosts", 1, MAX_HOSTS).orElse(1),
                families,
                changes,
                settings.optionalText("userAgent").map(agent -> userAgent(settings, agent)),
                settings.duration("refreshEvery", Duration.ofDays(1), Duration.ofDays(365)));
    }

    /** Reads one of a few words; the first is the default. */
    private static String choice(Settings settings, String name, String... words) {
        String word = settings.optionalText(name).orElse(words[0]);
        if (!List.of(words).contains(word)) {
            throw settings.wrong(name, word, String.join(", ", words));
        }
        return word;
    }

    private static String username(Settings settings) {
        String username = settings.text("username");
        if (username.isBlank() || username.chars().anyMatch(Character::isISOControl)) {
            throw new ConfigurationException(
                    settings.path("username"), "is blank or has control characters", "the name of the account");
        }
        return username;
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

    /**
     * Returns the texts that a server may repeat, and that we must not show: the password, plain and as it was sent,
     * and the user name.
     */
    List<String> secrets() {
        String plain = password.reveal();
        byte[] pair = (username + ":" + plain).getBytes(StandardCharsets.UTF_8);
        return List.of(Base64.getEncoder().encodeToString(pair), plain, username);
    }

    Abilities abilities() {
        Abilities.Builder abilities = Abilities.builder()
                .hostsPerCall(maxHosts)
                .joint(joint())
                .holdRule(HoldRule.UNTIL_SETTINGS_CHANGE)
                .unknownRule(HoldRule.MINUTES);
        refreshEvery.ifPresent(abilities::refreshEvery);
        return abilities.build();
    }

    private Abilities.Joint joint() {
        if (families == Families.SEPARATE) {
            return Abilities.Joint.SEPARATE;
        }
        return omissionChanges ? Abilities.Joint.OMISSION_CHANGES : Abilities.Joint.TOGETHER;
    }
}
