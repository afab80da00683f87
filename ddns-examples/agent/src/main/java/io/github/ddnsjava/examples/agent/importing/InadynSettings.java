package io.github.ddnsjava.examples.agent.importing;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the settings of inadyn mean that belong to no account: most are noted, or have no meaning here. Stateless. */
final class InadynSettings {
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
    /** What is not carried over, whatever its value is, and why. */
    private static final Map<String, String> WHY = Map.of(
            "allow-ipv6",
            "a record has the one family that its service has there. Add AAAA to \"types\" if you want both",
            "verify-address",
            "an address that is not public is not published here",
            "fake-address",
            "no false address is ever sent; \"refreshEvery\" repeats what is right",
            "user-agent",
            "requests name this program",
            "ca-trust-file",
            "the certificates of Java are used; -Djavax.net.ssl.trustStore names others");

    /** What has no meaning here, or is done in another way. */
    private static final Set<String> IGNORED = Set.of(
            "iterations",
            "broken-rtc",
            "cache-dir",
            "logfile",
            "pidfile",
            "startup-delay",
            "background",
            "syslog",
            "verbose",
            "update_period");

    private InadynSettings() {}

    /** Tells what cannot be carried over of a section. */
    static void tell(Draft draft, InadynText.Section section, String place) {
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
            } else if (WHY.containsKey(name)) {
                draft.left(place, name, WHY.get(name));
            } else if (name.equals("wildcard") && !flag.equals(Optional.of(false))) {
                draft.left(place, name, "add a record with the name *.NAME where the service has wildcards");
            } else if (name.equals("ssl") && flag.equals(Optional.of(false))
                    || name.equals("secure-ssl") && flag.equals(Optional.of(false))) {
                draft.left(place, name + " = false", "HTTPS is used, and certificates are checked");
            } else if (!USED.contains(name)
                    && !IGNORED.contains(name)
                    && !Set.of("wildcard", "ssl", "secure-ssl").contains(name)) {
                draft.left(place, Texts.shown(name), "it has no counterpart");
            }
        });
    }
}
