package io.github.ddnsjava.examples.agent.importing;

import io.github.ddnsjava.IpFamily;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Imports inadyn.conf, of versions 1 and 2. Not thread-safe. */
final class Inadyn {
    static final ServiceTable TABLE = ServiceTable.load("inadyn");

    private static final Set<String> CREDENTIALS = Set.of("username", "password");
    private static final Set<String> NAMES = Set.of("hostname", "alias");
    private static final Set<String> USED = Set.of(
            "username",
            "password",
            "hostname",
            "alias",
            "ttl",
            "proxied",
            "ddns-server",
            "ddns-path",
            "append-myip",
            "checkip-server",
            "checkip-path",
            "checkip-ssl",
            "checkip-command",
            "iface",
            "period",
            "forced-update");
    /** What has no meaning here, or is done in another way. */
    private static final Set<String> IGNORED = Set.of(
            "verify-address",
            "fake-address",
            "allow-ipv6",
            "iterations",
            "broken-rtc",
            "cache-dir",
            "logfile",
            "pidfile",
            "startup-delay",
            "background",
            "syslog",
            "verbose",
            "update_period",
            "user-agent");

    private final Draft draft;

    private Inadyn(Draft draft) {
        this.draft = draft;
    }

    static Imported read(String text, UnaryOperator<String> secretPlace) {
        Inadyn importer = new Inadyn(new Draft(secretPlace));
        List<InadynText.Section> sections = InadynText.of(text);
        InadynText.Section outside = sections.get(0);
        importer.settings(outside, "the settings of all");
        importer.time(outside, "period", "schedule", "every");
        importer.time(outside, "forced-update", "policy", "refreshEvery");
        sections.stream().skip(1).forEach(section -> importer.section(section, outside.one("iface")));
        return importer.draft.finish();
    }

    private void time(InadynText.Section section, String theirs, String ours, String name) {
        if (!section.one(theirs).isEmpty()) {
            draft.setTime("the settings of all", theirs, section.one(theirs), ours, name);
        }
    }

    private void settings(InadynText.Section section, String place) {
        section.doubts().forEach(doubt -> draft.note(place, doubt));
        section.settings().forEach((name, values) -> {
            Optional<Boolean> flag = Texts.flag(values.get(0));
            if (values.stream().anyMatch(value -> value.contains("${"))) {
                draft.note(
                        place,
                        Texts.shown(name) + " has ${…}. It was carried over as a text, and no variable was read");
            }
            if (values.size() > 1 && !NAMES.contains(name)) {
                draft.note(place, Texts.shown(name) + " has several values, and only the first is used");
            }
            if (name.equals("include")) {
                draft.left(place, name, "no other file is read. Put its settings into this file, and import again");
            } else if (name.equals("wildcard") && !flag.equals(Optional.of(false))) {
                draft.left(place, name, "add a record with the name *.NAME where the service has wildcards");
            } else if (name.equals("ssl") && flag.equals(Optional.of(false))
                    || name.equals("secure-ssl") && flag.equals(Optional.of(false))) {
                draft.left(place, name + " = false", "HTTPS is used, and certificates are checked");
            } else if (name.equals("ca-trust-file")) {
                draft.left(place, name, "the certificates of Java are used; -Djavax.net.ssl.trustStore names others");
            } else if (!USED.contains(name)
                    && !IGNORED.contains(name)
                    && !Set.of("wildcard", "ssl", "secure-ssl").contains(name)) {
                draft.left(place, Texts.shown(name), "it has no counterpart");
            }
        });
    }

    private void section(InadynText.Section section, String iface) {
        String place = "line " + section.line();
        settings(section, place);
        boolean custom = section.kind().equals("custom");
        if (!custom && !section.kind().equals("provider")) {
            draft.left(place, Texts.shown(section.kind()), "only provider and custom are known");
            return;
        }
        Map<String, Given> values = new LinkedHashMap<>();
        for (String name : CREDENTIALS) {
            if (!section.one(name).isEmpty()) {
                values.put(name, Given.text(section.one(name)));
            }
        }
        String name = section.name().replaceFirst(":.*$", "");
        IpFamily family = name.matches("(?i).*ipv6.*") ? IpFamily.IPV6 : IpFamily.IPV4;
        String service = name.replaceFirst("^[^@]*@", "").replaceFirst("^ipv[46]\\.", "");
        if (custom) {
            String host = section.one("ddns-server").replaceFirst("^[a-z]+://", "");
            service = TABLE.of("custom@" + host, true).isEmpty() ? "custom" : "custom@" + host;
            String path = section.one("ddns-path");
            String asked = path.replaceFirst("^[^?]*\\??", "");
            boolean known = asked.matches("hostname=%h&myip=%i|myip=%i&hostname=%h|system=dyndns&hostname=%h&myip=%i");
            if (service.equals("custom") && !known) {
                draft.left(
                        place,
                        "custom",
                        "its ddns-path is not that of dyndns2 (hostname=%h&myip=%i). docs/custom-providers.md tells how to"
                                + " describe it");
                return;
            }
            values.put("url", Given.text("https://" + host + path.replaceFirst("\\?.*$", "")));
        }
        boolean zoneIsUser = service.endsWith("cloudflare.com");
        Optional<String> zone = Optional.ofNullable(values.get("username"))
                .filter(user -> zoneIsUser)
                .map(Given::text);
        List<String> names =
                section.settings().getOrDefault("hostname", section.settings().getOrDefault("alias", List.of()));
        Account.Extras extras =
                Account.Extras.of(Texts.duration(section.one("ttl")), Texts.flag(section.one("proxied")));
        Map<IpFamily, Detection> ways = Map.of(family, detection(section, place, iface));
        List<String> full = names.stream()
                .map(host -> host.startsWith("@.") ? host.substring(2) : host)
                .toList();
        draft.add(new Account(place, service, values, full, zone, ways, extras), TABLE, custom);
    }

    private Detection detection(InadynText.Section section, String place, String iface) {
        String command = section.one("checkip-command");
        String own = section.one("iface").isEmpty() ? iface : section.one("iface");
        if (!command.isEmpty()) {
            return draft.unknown(place, "checkip-command (" + Texts.program(command) + ")", "programs are only named");
        } else if (!own.isEmpty()) {
            return Detection.networkInterface(own);
        }
        String server = section.one("checkip-server");
        if (server.isEmpty() || server.equals("default")) {
            return Detection.STANDARD;
        }
        if (Texts.flag(section.one("checkip-ssl")).equals(Optional.of(false))) {
            draft.note(
                    place,
                    "checkip-ssl = false: the page is asked without encryption, so anybody on the path can change the"
                            + " answer. Use one with https");
        }
        String path = section.one("checkip-path");
        String scheme = Texts.flag(section.one("checkip-ssl")).equals(Optional.of(false)) ? "http://" : "https://";
        return Detection.pages(List.of(scheme + server + (path.startsWith("/") ? path : "/" + path)));
    }
}
