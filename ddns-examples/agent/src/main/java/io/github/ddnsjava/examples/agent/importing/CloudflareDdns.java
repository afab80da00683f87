package io.github.ddnsjava.examples.agent.importing;

import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.config.Durations;
import io.github.ddnsjava.exception.ConfigurationException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Imports the environment of favonia's cloudflare-ddns, from an environment file or a Compose file. Not thread-safe. */
final class CloudflareDdns {
    static final ServiceTable TABLE = ServiceTable.load("cloudflare-ddns");

    private static final Set<String> USED = Set.of(
            "CLOUDFLARE_API_TOKEN",
            "CF_API_TOKEN",
            "CLOUDFLARE_API_TOKEN_FILE",
            "CF_API_TOKEN_FILE",
            "DOMAINS",
            "IP4_DOMAINS",
            "IP6_DOMAINS",
            "IP4_PROVIDER",
            "IP6_PROVIDER",
            "IP4_POLICY",
            "IP6_POLICY",
            "PROXIED",
            "TTL",
            "RECORD_COMMENT",
            "UPDATE_CRON",
            "DELETE_ON_STOP",
            "DETECTION_TIMEOUT",
            "CACHE_EXPIRATION",
            "HEALTHCHECKS",
            "IP4_DETECTION_FILTER",
            "IP6_DETECTION_FILTER");
    /** What has no meaning here. */
    private static final Set<String> IGNORED = Set.of(
            "TZ",
            "EMOJI",
            "QUIET",
            "PUID",
            "PGID",
            "UPDATE_ON_START",
            "UPDATE_TIMEOUT",
            "IP4_DEFAULT_PREFIX_LEN",
            "IP6_DEFAULT_PREFIX_LEN");

    private final Draft draft;
    private final Map<String, String> variables;
    private final Set<String> composed;

    private CloudflareDdns(Draft draft, EnvironmentText.Environment environment) {
        this.draft = draft;
        this.variables = environment.values();
        this.composed = environment.composed();
    }

    static Imported read(String text, UnaryOperator<String> secretPlace) {
        if (text.strip().startsWith("{")) {
            throw new ConfigurationException(
                    "",
                    "the file is JSON, which another program of this name reads",
                    "the environment file or the Compose file of favonia/cloudflare-ddns");
        }
        Draft draft = new Draft(secretPlace);
        CloudflareDdns importer = new CloudflareDdns(draft, EnvironmentText.of(text, "cloudflare-ddns", draft));
        importer.settings();
        importer.records();
        return importer.draft.finish();
    }

    private String given(String name) {
        return variables.getOrDefault(name, "").strip();
    }

    private void settings() {
        for (String name : variables.keySet()) {
            if (name.matches("SHOUTRRR|UPTIMEKUMA")) {
                draft.left(name, name, "docs/notifications.md has notifications");
            } else if (name.equals("MANAGED_RECORDS_COMMENT_REGEX")) {
                draft.left(name, name, "set a \"marker\" at the records, which is one fixed comment");
            } else if (!USED.contains(name) && !IGNORED.contains(name)) {
                draft.left(Texts.shown(name), Texts.shown(name), "it has no counterpart");
            }
        }
        String cron = given("UPDATE_CRON");
        if (cron.startsWith("@every ")) {
            draft.setTime("UPDATE_CRON", "UPDATE_CRON", cron.substring("@every ".length()), "schedule", "every");
        } else if (!cron.isEmpty()) {
            draft.left("UPDATE_CRON", "UPDATE_CRON", "only @every has a counterpart. For @once, use the verb once");
        }
        if (!given("CACHE_EXPIRATION").isEmpty()) {
            draft.setTime("CACHE_EXPIRATION", "CACHE_EXPIRATION", given("CACHE_EXPIRATION"), "policy", "verifyEvery");
        }
        Texts.duration(given("DETECTION_TIMEOUT"))
                .filter(time -> time.toMillis() >= 100 && time.toMinutes() < 5)
                .ifPresentOrElse(
                        time -> draft.set("detectionTimeout", Durations.format(time)),
                        () -> unread("DETECTION_TIMEOUT"));
        if (Texts.flag(given("DELETE_ON_STOP")).orElse(false)) {
            draft.set("withdrawOnClose", Durations.format(Duration.ofSeconds(30)));
        }
        if (!given("HEALTHCHECKS").isEmpty()) {
            credential("HEALTHCHECKS")
                    .map(given -> given.isReference()
                            ? given
                            : draft.secret("healthchecks-url", given.text(), "HEALTHCHECKS", "HEALTHCHECKS"))
                    .ifPresent(url -> draft.set("deadMan", "url", url));
        }
    }

    private void unread(String name) {
        if (!given(name).isEmpty()) {
            draft.left(name, name, "its value has no counterpart");
        }
    }

    private void records() {
        Map<String, Given> values = new LinkedHashMap<>();
        token().ifPresent(token -> values.put("token", token));
        Optional<Boolean> proxied = Texts.flag(given("PROXIED"));
        if (proxied.isEmpty() && !given("PROXIED").isEmpty()) {
            draft.left("PROXIED", "PROXIED", "expressions are not read. Set \"proxied\" at the records");
        }
        Account.Extras extras = new Account.Extras(
                Texts.duration(given("TTL")),
                proxied,
                Optional.of(given("RECORD_COMMENT")).filter(comment -> !comment.isEmpty()),
                true,
                Map.of());
        CloudflareDdnsDetection detection = new CloudflareDdnsDetection(draft, variables);
        Optional<Detection> v4 = detection.of("IP4_", IpFamily.IPV4);
        Optional<Detection> v6 = detection.of("IP6_", IpFamily.IPV6);
        Map<String, Map<IpFamily, Detection>> names = new LinkedHashMap<>();
        for (String list : List.of("DOMAINS", "IP4_DOMAINS", "IP6_DOMAINS")) {
            for (String name : Texts.names(given(list))) {
                Map<IpFamily, Detection> ways = new EnumMap<>(IpFamily.class);
                String bare = name.replaceFirst("\\{.*$", "").strip();
                v4.filter(way -> !list.startsWith("IP6")).ifPresent(way -> ways.put(IpFamily.IPV4, way));
                v6.filter(way -> !list.startsWith("IP4"))
                        .ifPresent(way ->
                                ways.put(IpFamily.IPV6, name.contains("{") ? detection.hosts(list, name, way) : way));
                if (!bare.isEmpty()) {
                    names.computeIfAbsent(bare, key -> new EnumMap<>(IpFamily.class))
                            .putAll(ways);
                }
            }
        }
        if (names.isEmpty()) {
            draft.note("DOMAINS", "there are no names in DOMAINS, IP4_DOMAINS and IP6_DOMAINS");
        }
        names.forEach((name, ways) -> draft.add(
                new Account("DOMAINS", "cloudflare", values, List.of(name), Optional.empty(), ways, extras),
                TABLE,
                true));
    }

    private Optional<Given> token() {
        for (String name : List.of("CLOUDFLARE_API_TOKEN", "CF_API_TOKEN")) {
            if (!given(name).isEmpty()) {
                return credential(name);
            }
            String file = given(name + "_FILE");
            Optional<Given> reference = Given.reference("file", file);
            if (!file.isEmpty() && reference.isPresent()) {
                draft.note(
                        name + "_FILE",
                        "the token is read from the same file. In a container it may be at another place");
                return reference;
            } else if (!file.isEmpty()) {
                draft.left(name + "_FILE", name + "_FILE", "a reference cannot have a brace or a line end in its path");
            }
        }
        return Optional.empty();
    }

    /** Returns a credential; of a variable of Compose the reference to it, or nothing if it is more than a variable. */
    private Optional<Given> credential(String name) {
        String value = given(name);
        if (!composed.contains(name)) {
            return Optional.of(Given.text(value));
        } else if (value.matches("\\$\\{[A-Za-z_][A-Za-z0-9_]*}")) {
            draft.note(name, "Compose takes it from a variable of its own. Set that for ddns-agent, too");
            return Given.reference("env", value.substring(2, value.length() - 1));
        }
        draft.left(name, name, "only ${NAME} is read, without a default. Write that or the value, and import again");
        return Optional.empty();
    }
}
