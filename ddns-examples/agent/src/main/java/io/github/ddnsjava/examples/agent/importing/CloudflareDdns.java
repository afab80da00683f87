package io.github.ddnsjava.examples.agent.importing;

import io.github.ddnsjava.IpAddress;
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
            "HEALTHCHECKS");
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

    private static final List<String> TRACE =
            List.of("https://api.cloudflare.com/cdn-cgi/trace", "https://www.cloudflare.com/cdn-cgi/trace");

    private final Draft draft;
    private final Map<String, String> variables;

    private CloudflareDdns(Draft draft, Map<String, String> variables) {
        this.draft = draft;
        this.variables = variables;
    }

    static Imported read(String text, UnaryOperator<String> secretPlace) {
        if (text.strip().startsWith("{")) {
            throw new ConfigurationException(
                    "",
                    "the file is JSON, which another program of this name reads",
                    "the environment file or the Compose file of favonia/cloudflare-ddns");
        }
        CloudflareDdns importer =
                new CloudflareDdns(new Draft(secretPlace), EnvironmentText.of(text, "cloudflare-ddns"));
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
            draft.set("deadMan", "url", draft.secret("healthchecks", given("HEALTHCHECKS")));
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
        Optional<Detection> v4 = detection("IP4_", IpFamily.IPV4);
        Optional<Detection> v6 = detection("IP6_", IpFamily.IPV6);
        Map<String, Map<IpFamily, Detection>> names = new LinkedHashMap<>();
        for (String list : List.of("DOMAINS", "IP4_DOMAINS", "IP6_DOMAINS")) {
            // A comma within braces does not end a name.
            for (String name : given(list).split(",(?![^{]*})", -1)) {
                Map<IpFamily, Detection> ways = new EnumMap<>(IpFamily.class);
                String bare = name.replaceFirst("\\{.*$", "").strip();
                v4.filter(way -> !list.startsWith("IP6")).ifPresent(way -> ways.put(IpFamily.IPV4, way));
                v6.filter(way -> !list.startsWith("IP4"))
                        .ifPresent(way -> ways.put(IpFamily.IPV6, name.contains("{") ? hosts(list, name, way) : way));
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
            String token = given(name);
            if (token.matches("\\$\\{[A-Za-z_][A-Za-z0-9_]*}")) {
                draft.note(name, "Compose takes the token from a variable of its own. Set that for ddns-agent, too");
                return Optional.of(Given.reference("env", token.substring(2, token.length() - 1)));
            } else if (!token.isEmpty()) {
                return Optional.of(Given.text(token));
            }
            String file = given(name + "_FILE");
            if (!file.isEmpty() && !file.matches(".*[{}].*")) {
                draft.note(
                        name + "_FILE",
                        "the token is read from the same file. In a container it may be at another place");
                return Optional.of(Given.reference("file", file));
            }
        }
        return Optional.empty();
    }

    private Detection hosts(String list, String name, Detection way) {
        String id = name.replaceFirst("^.*\\{\\s*hostid6\\s*=\\s*", "")
                .replaceFirst("}\\s*$", "")
                .strip();
        if (id.equals("preserve")) {
            return way;
        }
        List<String> ids = Texts.items(id.replaceAll("^\\[|]$", ""));
        boolean macs = ids.stream().allMatch(one -> one.matches("mac\\([0-9A-Fa-f:-]{17}\\)"));
        boolean hosts = ids.stream().allMatch(one -> IpAddress.tryParse(one).isPresent());
        if (ids.isEmpty() || !macs && !hosts) {
            return draft.unknown(list, "hostid6", "only addresses and mac(…) are known, and not both in one list");
        }
        List<String> plain = ids.stream()
                .map(one -> one.replaceAll("mac\\(|\\)", "").replace('-', ':'))
                .toList();
        return way.withHosts(macs ? "mac" : "host", plain, 64);
    }

    private Optional<Detection> detection(String prefix, IpFamily family) {
        String name = variables.containsKey(prefix + "PROVIDER") ? prefix + "PROVIDER" : prefix + "POLICY";
        if (!given(prefix + "DETECTION_FILTER").isEmpty()) {
            return Optional.of(
                    draft.unknown(prefix + "DETECTION_FILTER", "the filter", "cidr of interface is the nearest"));
        }
        String way = given(name);
        String value = way.substring(way.indexOf(':') + 1);
        if (!Texts.escaped(value).filter(value::equals).isPresent()) {
            return Optional.of(draft.unknown(name, name, "its value has ${…}"));
        }
        return switch (way.contains(":") ? way.substring(0, way.indexOf(':')) : way) {
            case "", "cloudflare", "cloudflare.trace" -> Optional.of(Detection.pages(TRACE));
            case "cloudflare.doh" -> Optional.of(Detection.dns("cloudflare"));
            case "local" -> Optional.of(Detection.networkInterface(""));
            case "local.iface" -> Optional.of(Detection.networkInterface(value));
            case "url" -> Optional.of(Detection.pages(List.of(value)));
            case "ipify" -> Optional.of(Detection.STANDARD);
            case "file" -> Optional.of(Detection.file(value));
            case "static" -> Optional.of(Detection.addresses(family.toString(), Texts.items(value)));
            case "none", "unmanaged" -> Optional.empty();
            case "static.empty" -> {
                draft.left(name, "static.empty", "records are not removed here: remove them at Cloudflare");
                yield Optional.empty();
            }
            default -> Optional.of(draft.unknown(name, name, "this way has no counterpart"));
        };
    }
}
