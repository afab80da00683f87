package io.github.ddnsjava.examples.agent.importing;

import io.github.ddnsjava.IpFamily;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Imports inadyn.conf, of versions 1 and 2. Not thread-safe. */
final class Inadyn {
    static final ServiceTable TABLE = ServiceTable.load("inadyn");

    private static final List<String> CREDENTIALS = List.of("username", "password");
    private static final List<String> CHECKIP = List.of("checkip-server", "checkip-path", "checkip-ssl");

    private final Draft draft;

    private Inadyn(Draft draft) {
        this.draft = draft;
    }

    static Imported read(String text, UnaryOperator<String> secretPlace) {
        Inadyn importer = new Inadyn(new Draft(secretPlace));
        List<InadynText.Section> sections = InadynText.of(text);
        InadynText.Section outside = sections.get(0);
        InadynSettings.tell(importer.draft, outside, "the settings of all");
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

    private void section(InadynText.Section section, String iface) {
        String place = "line " + section.line();
        InadynSettings.tell(draft, section, place);
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
        Optional<String> service = custom
                ? InadynService.custom(place, section, values, draft)
                : Optional.of(InadynService.of(name, section, values));
        if (service.isEmpty()) {
            return;
        }
        Optional<String> zone = service.get().endsWith("cloudflare.com")
                ? Optional.ofNullable(values.remove("username")).map(Given::text)
                : Optional.empty();
        List<String> names =
                section.settings().getOrDefault("hostname", section.settings().getOrDefault("alias", List.of()));
        Account.Extras extras =
                Account.Extras.of(Texts.duration(section.one("ttl")), Texts.flag(section.one("proxied")));
        Map<IpFamily, Detection> ways = Map.of(family, detection(section, place, iface));
        List<String> full = names.stream()
                .map(host -> host.startsWith("@.") ? host.substring(2) : host)
                .toList();
        draft.add(new Account(place, service.get(), values, full, zone, ways, extras), TABLE, custom);
    }

    private void unused(InadynText.Section section, String place, String why) {
        CHECKIP.stream()
                .filter(name -> !List.of("", "default").contains(section.one(name)))
                .forEach(name -> draft.left(place, name, why));
    }

    private Detection detection(InadynText.Section section, String place, String iface) {
        String command = section.one("checkip-command");
        String own = section.one("iface").isEmpty() ? iface : section.one("iface");
        if (!command.isEmpty()) {
            return draft.unknown(place, "checkip-command (" + Texts.program(command) + ")", "programs are only named");
        } else if (!own.isEmpty()) {
            unused(section, place, "the address of the interface is used, because iface is set");
            return Detection.networkInterface(own);
        }
        String server = section.one("checkip-server");
        if (server.isEmpty() || server.equals("default")) {
            unused(section, place, "api64.ipify.org and icanhazip.com are asked, because no checkip-server is set");
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
