package io.github.ddnsjava.examples.agent.importing;

import io.github.ddnsjava.IpFamily;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Imports ddclient.conf, of versions 3 and 4. Not thread-safe. */
final class Ddclient {
    static final ServiceTable TABLE = ServiceTable.load("ddclient");

    /** What may stand in a variable, as in {@code password_env}. */
    static final List<String> CREDENTIALS = List.of("login", "password", "apikey", "secretapikey");

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
        line.settings().forEach((name, value) -> DdclientSettings.tell(draft, place, name, value));
        if (line.words().isEmpty()) {
            line.settings().forEach((name, value) -> DdclientLines.assign(globals, name, value));
            return;
        }
        Map<String, String> all = new TreeMap<>(globals);
        line.settings().forEach((name, value) -> DdclientLines.assign(all, name, value));
        if (line.words().size() > 1) {
            DdclientLines.assign(all, "login", line.words().get(1));
        }
        if (line.words().size() > 2) {
            DdclientLines.assign(all, "password", line.words().get(2));
        }
        if (line.words().size() > 3) {
            draft.left(place, "what follows the hosts", "it is no login and no password");
        }
        account(place, all, Texts.items(line.words().get(0)));
    }

    private void account(String place, Map<String, String> all, List<String> hosts) {
        if (all.containsKey("protocol_env")) {
            draft.left(place, "protocol_env", "no variable is read for the service: write protocol=, and import again");
            return;
        }
        String protocol = all.getOrDefault("protocol", "dyndns2");
        Map<String, Given> values = credentials(place, all);
        if (Set.of("cloudflare", "hetzner").contains(protocol) && "token".equals(all.get("login"))) {
            values.remove("login"); // the word for none
        } else if (protocol.equals("gandi")
                && !Texts.flag(all.getOrDefault("use-personal-access-token", "no"))
                        .equals(Optional.of(true))) {
            draft.note(place, "gandi takes personal access tokens only: make one if the password is an old API key");
        }
        Optional<String> service = DdclientService.of(place, protocol, all, values, draft);
        if (service.isEmpty()) {
            return;
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
        for (String name : all.keySet()) {
            String base = DdclientLines.base(name);
            if (name.endsWith("_env") && !CREDENTIALS.contains(base) && !DdclientSettings.IGNORED.contains(base)) {
                draft.disabled(place, Texts.shown(name), "only credentials may come from a variable");
                ways.replaceAll((family, way) -> way.unchosen());
            }
        }
        draft.add(new Account(place, service.get(), values, names, zone, ways, extras), TABLE, true);
    }

    private Map<String, Given> credentials(String place, Map<String, String> all) {
        Map<String, Given> values = new LinkedHashMap<>();
        for (String name : CREDENTIALS) {
            Optional.ofNullable(all.get(name))
                    .filter(value -> !value.isEmpty())
                    .ifPresent(value -> values.put(name, Given.text(value)));
            Optional.ofNullable(all.get(name + "_env"))
                    .flatMap(variable -> variable(place, name + "_env", variable))
                    .ifPresent(reference -> values.put(name, reference));
        }
        return values;
    }

    private Optional<Given> variable(String place, String name, String variable) {
        if (variable.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            return Given.reference("env", variable);
        }
        draft.left(place, name, "its value is no name of a variable");
        return Optional.empty();
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
