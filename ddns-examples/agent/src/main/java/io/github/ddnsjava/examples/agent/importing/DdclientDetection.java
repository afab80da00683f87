package io.github.ddnsjava.examples.agent.importing;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How ddclient finds addresses: {@code use}, {@code usev4} and {@code usev6}. Not thread-safe. */
final class DdclientDetection {
    /** The settings that say how. */
    static final Set<String> SETTINGS = Set.of(
            "ip",
            "ipv4",
            "if",
            "ifv4",
            "ifv6",
            "web",
            "webv4",
            "webv6",
            "cmd",
            "cmdv4",
            "cmdv6",
            "fw",
            "fwv4",
            "fwv6",
            "web-skip",
            "webv4-skip",
            "webv6-skip",
            "if-skip",
            "ifv4-skip",
            "ifv6-skip",
            "cmd-skip",
            "fw-skip",
            "fwv4-skip",
            "fwv6-skip",
            "fw-login",
            "fw-password",
            "fw-ssl-validate",
            "fw-banlocal");

    /** Pages that ddclient has names for. */
    private static final Map<String, String> PAGES = Map.ofEntries(
            Map.entry("dyndns", "http://checkip.dyndns.org/"),
            Map.entry("freedns", "https://freedns.afraid.org/dynamic/check.php"),
            Map.entry("he", "https://checkip.dns.he.net/"),
            Map.entry("he.net", "https://checkip.dns.he.net/"),
            Map.entry("icanhazip.com", "https://icanhazip.com"),
            Map.entry("ip4only.me", "https://ip4only.me/api/"),
            Map.entry("ip6only.me", "https://ip6only.me/api/"),
            Map.entry("ipify-ipv4", "https://api.ipify.org/"),
            Map.entry("ipify-ipv6", "https://api6.ipify.org/"),
            Map.entry("myonlineportal", "https://myonlineportal.net/checkip"),
            Map.entry("noip-ipv4", "http://ip1.dynupdate.no-ip.com/"),
            Map.entry("noip-ipv6", "http://ip1.dynupdate6.no-ip.com/"),
            Map.entry("nsupdate.info-ipv4", "https://ipv4.nsupdate.info/myip"),
            Map.entry("nsupdate.info-ipv6", "https://ipv6.nsupdate.info/myip"),
            Map.entry("zoneedit", "https://dynamic.zoneedit.com/checkip.html"));

    private static final Set<String> OFF = Set.of("disabled", "no", "none");

    private final Draft draft;

    DdclientDetection(Draft draft) {
        this.draft = draft;
    }

    /** Returns the ways by family. {@code use} is for one address, which is an IPv4 address unless something else is said. */
    Map<IpFamily, Detection> of(String place, Map<String, String> all) {
        Map<IpFamily, Detection> ways = new EnumMap<>(IpFamily.class);
        Optional<String> use = Optional.ofNullable(all.get("use"));
        Optional<String> use4 = Optional.ofNullable(all.get("usev4"));
        Optional<String> use6 = Optional.ofNullable(all.get("usev6"));
        use4.flatMap(way -> way(place, all, way, "v4", IpFamily.IPV4)).ifPresent(way -> ways.put(IpFamily.IPV4, way));
        use6.flatMap(way -> way(place, all, way, "v6", IpFamily.IPV6)).ifPresent(way -> ways.put(IpFamily.IPV6, way));
        if (use4.isPresent() || use6.isPresent()) {
            return ways;
        }
        boolean v6 = Texts.flag(all.getOrDefault("ipv6", "no")).orElse(false)
                || IpAddress.tryParse(all.getOrDefault("ip", ""))
                        .filter(ip -> ip.family() == IpFamily.IPV6)
                        .isPresent();
        IpFamily family = v6 ? IpFamily.IPV6 : IpFamily.IPV4;
        if (use.isEmpty()) {
            draft.note(
                    place,
                    "no use=, usev4= or usev6= applies here. The address is asked from api64.ipify.org and icanhazip.com");
            ways.put(family, Detection.STANDARD);
            return ways;
        }
        way(place, all, use.get(), "", family).ifPresent(way -> ways.put(family, way));
        return ways;
    }

    private Optional<Detection> way(String place, Map<String, String> all, String use, String suffix, IpFamily family) {
        String kind = use.replaceFirst("v[46]$", "");
        if (OFF.contains(kind)) {
            return Optional.empty();
        }
        Optional<String> filter = filter(all, kind, family);
        if (filter.isPresent()) {
            return Optional.of(draft.unknown(
                    place, Texts.shown(filter.get()), "a detector cannot choose among the addresses of a page"));
        }
        return Optional.of(
                switch (kind) {
                    case "ip" -> address(place, given(all, "ip", family, suffix), family);
                    case "if" ->
                        Detection.networkInterface(
                                given(all, "if", family, suffix).orElse(""));
                    case "web" ->
                        page(
                                place,
                                given(all, "web", family, suffix)
                                        .orElse(family == IpFamily.IPV4 ? "dyndns" : "ipify-ipv6"));
                    case "cmd" ->
                        draft.unknown(
                                place,
                                "use" + suffix + "=" + use + " ("
                                        + given(all, "cmd", family, suffix)
                                                .map(Texts::program)
                                                .orElse("no program") + ")",
                                "programs are only named");
                    default ->
                        draft.unknown(
                                place,
                                "use" + suffix + "=" + Texts.shown(use),
                                "pages of routers are not read. Many routers tell their address by upnp, nat-pmp or pcp");
                });
    }

    /** Returns the setting that chooses among the addresses which that way finds. Without it, another may be found. */
    private static Optional<String> filter(Map<String, String> all, String kind, IpFamily family) {
        String skip = kind + (family == IpFamily.IPV4 ? "v4" : "v6") + "-skip";
        return all.entrySet().stream()
                .filter(setting -> setting.getKey().equals("fw-banlocal")
                        ? !Texts.flag(setting.getValue()).equals(Optional.of(false))
                        : !setting.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .filter(name -> Set.of("fw-banlocal", kind + "-skip", skip).contains(name))
                .findFirst();
    }

    /** Returns a setting of that family, which may stand without it. */
    private static Optional<String> given(Map<String, String> all, String name, IpFamily family, String suffix) {
        String own = name + (family == IpFamily.IPV4 ? "v4" : "v6");
        Optional<String> value = suffix.isEmpty() ? Optional.ofNullable(all.get(name)) : Optional.empty();
        return value.or(() -> Optional.ofNullable(all.get(own)))
                .or(() -> Optional.ofNullable(all.get(name)))
                .filter(text -> !text.isEmpty());
    }

    private Detection address(String place, Optional<String> text, IpFamily family) {
        Optional<IpAddress> address = text.flatMap(IpAddress::tryParse).filter(ip -> ip.family() == family);
        return address.map(ip -> Detection.addresses(family.toString(), List.of(ip.toString())))
                .orElseGet(() -> draft.unknown(place, "use=ip", "there is no " + family + " address beside it"));
    }

    private Detection page(String place, String web) {
        String bare = web.replaceFirst("^https?://", "");
        Optional<String> known = Optional.ofNullable(PAGES.get(web))
                .or(() -> PAGES.values().stream()
                        .filter(page -> page.endsWith("//" + bare) || page.endsWith("//" + bare + "/"))
                        .findFirst());
        if (known.isEmpty() && web.matches("(ipify|noip|[a-z0-9]+)-ipv[46]")) {
            return draft.unknown(place, "web=" + Texts.shown(web), "no page is known by that word");
        }
        String url = known.orElse(web.matches("https?://.*") ? web : "https://" + web);
        if (known.isEmpty() && !url.equals(web)) {
            draft.note(
                    "web=", "the page is asked over HTTPS. If it has none, write http:// and \"allowInsecure\": true");
        }
        return Detection.pages(List.of(url));
    }
}
