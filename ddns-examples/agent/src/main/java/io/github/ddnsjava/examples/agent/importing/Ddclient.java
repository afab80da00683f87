package io.github.ddnsjava.examples.agent.importing;

import io.github.ddnsjava.IpFamily;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Imports ddclient.conf, of versions 3 and 4. Not thread-safe. */
final class Ddclient {
    static final ServiceTable TABLE = ServiceTable.load("ddclient");

    /** What has no meaning here, or is done in another way. */
    private static final Set<String> IGNORED = Set.of(
            "syslog",
            "facility",
            "priority",
            "pid",
            "cache",
            "quiet",
            "verbose",
            "debug",
            "foreground",
            "exec",
            "file",
            "retry",
            "force",
            "timeout",
            "query",
            "test",
            "help",
            "version",
            "static",
            "custom",
            "quietreply",
            "ssl-validate",
            "web-ssl-validate",
            "max-warn",
            "min-error-interval",
            "use-personal-access-token");

    private static final Set<String> USED = Set.of(
            "protocol",
            "server",
            "login",
            "password",
            "script",
            "ssl",
            "zone",
            "ttl",
            "apikey",
            "secretapikey",
            "daemon",
            "max-interval",
            "min-interval",
            "use",
            "usev4",
            "usev6",
            "ipv6",
            "root-domain");

    private final Draft draft;
    private final DdclientDetection detection;

    private Ddclient(Draft draft) {
        this.draft = draft;
        this.detection = new DdclientDetection(draft);
    }

    static Imported read(String text, UnaryOperator<String> secretPlace) {
        Ddclient importer = new Ddclient(new Draft(secretPlace));
        Map<String, String> globals = new HashMap<>();
        for (DdclientLines.Line line : DdclientLines.of(text)) {
            importer.line(line, globals);
        }
        return importer.draft.finish();
    }

    private void line(DdclientLines.Line line, Map<String, String> globals) {
        String place = "line " + line.number();
        line.repeated()
                .forEach(name ->
                        draft.note(place, name + " is set more than once in this line; the last value is used"));
        if (line.hash()) {
            draft.note(place, "a value has # without quotes, where ddclient may end it: check that value");
        }
        if (line.open() || line.words().stream().skip(1).anyMatch(word -> word.matches(".*[\"'\\\\].*"))) {
            draft.note(place, "a quote is not closed, or protects no blank in the login or password: check both");
        }
        line.settings().forEach((name, value) -> setting(place, name, value));
        if (line.words().isEmpty()) {
            globals.putAll(line.settings());
            return;
        }
        Map<String, String> all = new HashMap<>(globals);
        all.putAll(line.settings());
        if (line.words().size() > 1) {
            all.put("login", line.words().get(1));
        }
        if (line.words().size() > 2) {
            all.put("password", line.words().get(2));
        }
        if (line.words().size() > 3) {
            draft.left(place, "what follows the hosts", "it is no login and no password");
        }
        account(place, all, Texts.items(line.words().get(0)));
    }

    /** Tells what cannot be carried over of one setting, and carries over what is for all hosts. */
    private void setting(String place, String name, String value) {
        if (name.equals("daemon")) {
            draft.setTime(place, name, value, "schedule", "every");
        } else if (Set.of("postscript", "proxy", "mail", "mail-failure", "mail-from")
                .contains(name)) {
            if (name.equals("postscript")) {
                draft.program(place, name, value);
            } else {
                draft.left(
                        place,
                        name,
                        name.equals("proxy")
                                ? "a configuration has no setting for a proxy"
                                : "docs/notifications.md tells how to send mail");
            }
        } else if (Set.of("wildcard", "mx", "backupmx").contains(name)) {
            if (!Texts.flag(value).equals(Optional.of(false))) {
                draft.left(place, name, "no provider has it. For a wildcard, add a record with the name *.NAME");
            }
        } else if (name.equals("ssl") && Texts.flag(value).equals(Optional.of(false))) {
            draft.note(
                    place, "ssl=no is not carried over: HTTPS is used. Whether the service has it is yours to check");
        } else if (!USED.contains(name)
                && !IGNORED.contains(name)
                && !name.endsWith("_env")
                && !DdclientDetection.SETTINGS.contains(name)) {
            draft.left(place, Texts.shown(name), "it has no counterpart");
        }
    }

    private void account(String place, Map<String, String> all, List<String> hosts) {
        String protocol = all.getOrDefault("protocol", "dyndns2");
        String service = protocol;
        Map<String, Given> values = new LinkedHashMap<>();
        all.forEach((name, value) -> {
            if (name.endsWith("_env")) {
                if (value.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                    values.put(name.substring(0, name.length() - 4), Given.reference("env", value));
                } else {
                    draft.left(place, Texts.shown(name), "its value is no name of a variable");
                }
            } else if (!value.isEmpty()) {
                values.putIfAbsent(name, Given.text(value));
            }
        });
        if (protocol.equals("dyndns2")) {
            String server = all.getOrDefault("server", "members.dyndns.org").replaceFirst("^[a-z]+://", "");
            String host = server.replaceFirst("[:/].*", "");
            service = TABLE.of("dyndns2@" + host, true).isEmpty() ? protocol : "dyndns2@" + host;
            values.put("url", Given.text("https://" + server + all.getOrDefault("script", "/nic/update")));
        } else if (protocol.equals("cloudflare")
                && all.getOrDefault("login", "token").equals("token")) {
            values.remove("login");
        } else if (protocol.equals("gandi")
                && !Texts.flag(all.getOrDefault("use-personal-access-token", "no"))
                        .equals(Optional.of(true))) {
            draft.note(place, "gandi takes personal access tokens only: make one if the password is an old API key");
        }
        List<String> names = protocol.equals("duckdns")
                ? below(hosts, "duckdns.org")
                : protocol.equals("freemyip") ? below(hosts, "freemyip.com") : hosts;
        Optional<String> zone = Optional.ofNullable(all.getOrDefault("zone", all.get("root-domain")));
        Map<String, Object> policy = new LinkedHashMap<>();
        policy(place, all, "max-interval", policy, "refreshEvery");
        policy(place, all, "min-interval", policy, "minInterval");
        Account.Extras extras = new Account.Extras(
                Optional.ofNullable(all.get("ttl")).flatMap(Texts::duration),
                Optional.empty(),
                Optional.empty(),
                false,
                policy);
        Map<IpFamily, Detection> ways = detection.of(place, all);
        draft.add(new Account(place, service, values, names, zone, ways, extras), TABLE, true);
    }

    private void policy(String place, Map<String, String> all, String theirs, Map<String, Object> policy, String ours) {
        Optional.ofNullable(all.get(theirs))
                .flatMap(text -> draft.time(place, theirs, text))
                .ifPresent(time -> policy.put(ours, time));
    }

    private static List<String> below(List<String> hosts, String domain) {
        return hosts.stream()
                .map(host -> host.contains(".") ? host : host + "." + domain)
                .toList();
    }
}
