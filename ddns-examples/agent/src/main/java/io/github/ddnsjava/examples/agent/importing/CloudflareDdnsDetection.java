package io.github.ddnsjava.examples.agent.importing;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How cloudflare-ddns finds addresses: {@code IP4_PROVIDER} and {@code IP6_PROVIDER}. Not thread-safe. */
final class CloudflareDdnsDetection {
    private static final List<String> TRACE =
            List.of("https://api.cloudflare.com/cdn-cgi/trace", "https://www.cloudflare.com/cdn-cgi/trace");

    private final Draft draft;
    private final Map<String, String> variables;

    CloudflareDdnsDetection(Draft draft, Map<String, String> variables) {
        this.draft = draft;
        this.variables = variables;
    }

    private String given(String name) {
        return variables.getOrDefault(name, "").strip();
    }

    /** Returns the way with the host parts that stand in braces after a name. */
    Detection hosts(String list, String name, Detection way) {
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

    /** Returns the way of a family; empty if it is not published. */
    Optional<Detection> of(String prefix, IpFamily family) {
        String name = variables.containsKey(prefix + "PROVIDER") ? prefix + "PROVIDER" : prefix + "POLICY";
        if (!given(prefix + "DETECTION_FILTER").isEmpty()) {
            return Optional.of(draft.unknown(
                    prefix + "DETECTION_FILTER",
                    prefix + "DETECTION_FILTER",
                    "only the detector interface has a filter (cidr)"));
        }
        String way = given(name);
        String value = way.substring(way.indexOf(':') + 1);
        return switch (way.contains(":") ? way.substring(0, way.indexOf(':')) : way) {
            case "", "cloudflare", "cloudflare.trace" -> Optional.of(Detection.pages(TRACE));
            case "cloudflare.doh" -> Optional.of(Detection.dns("cloudflare"));
            case "local" -> Optional.of(Detection.networkInterface(""));
            case "local.iface" -> Optional.of(Detection.networkInterface(value));
            case "url" ->
                Optional.of(
                        value.matches("https?://.*")
                                ? Detection.pages(List.of(value))
                                : draft.unknown(name, name, "its URL does not begin with https://"));
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
