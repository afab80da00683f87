package io.github.ddnsjava.examples.agent.importing;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.exception.ConfigurationException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Imports config.json of ddns-updater, with host and domain apart (old) or together. Not thread-safe. */
final class DdnsUpdater {
    static final ServiceTable TABLE = ServiceTable.load("ddns-updater");

    private static final Set<String> USED = Set.of(
            "provider",
            "domain",
            "host",
            "owner",
            "ip_version",
            "ipv6_suffix",
            "provider_ip",
            "ttl",
            "proxied",
            "mode");
    private static final Map<String, String> OVH =
            Map.of("ovh-eu", "https://eu.api.ovh.com/1.0", "ovh-ca", "https://ca.api.ovh.com/1.0");
    private static final int HOST_BITS = 64;

    private final Draft draft;

    private DdnsUpdater(Draft draft) {
        this.draft = draft;
    }

    static Imported read(String text, UnaryOperator<String> secretPlace) {
        JsonNode settings = Tree.json(text).path("settings");
        if (!settings.isArray()) {
            throw new ConfigurationException(
                    "", "the file has no list \"settings\", as the file of ddns-updater has", "");
        }
        DdnsUpdater importer = new DdnsUpdater(new Draft(secretPlace));
        for (int i = 0; i < settings.size(); i++) {
            importer.entry(settings.get(i), "settings[" + i + "]");
        }
        importer.draft.note(
                "", "ddns-updater has its interval in the variable PERIOD. Without \"schedule\" it is 5m here");
        importer.draft.note(
                "",
                "ddns-updater has its ways to find the address in the variables PUBLICIP_…. Here api64.ipify.org and"
                        + " icanhazip.com are asked");
        return importer.draft.finish();
    }

    private void entry(JsonNode entry, String place) {
        String service = entry.path("provider").asText("");
        Map<String, Given> values = new LinkedHashMap<>();
        List<ServiceTable.Row> rows = TABLE.of(service, true);
        boolean isKnown = rows.stream().anyMatch(row -> !row.provider().isEmpty());
        for (Map.Entry<String, JsonNode> member : entry.properties()) {
            JsonNode value = member.getValue();
            String text = value.isContainerNode() ? value.toString() : value.asText("");
            if (!text.isEmpty() && !USED.contains(member.getKey())) {
                values.put(member.getKey(), Given.text(text));
            }
        }
        if (entry.path("provider_ip").asBoolean(false)) {
            draft.left(place, "provider_ip", "the address that was detected is always sent");
        }
        service(service, values);
        if (service.equals("rfc2136")) {
            values.remove("zone"); // of the records
        }
        long ttl = entry.path("ttl").asLong(0);
        Optional<Boolean> proxied =
                entry.has("proxied") ? Optional.of(entry.path("proxied").asBoolean()) : Optional.empty();
        Account.Extras extras =
                Account.Extras.of(ttl > 0 ? Optional.of(Duration.ofSeconds(ttl)) : Optional.empty(), proxied);
        boolean old = entry.has("host") || entry.has("owner");
        Optional<String> zone = old && entry.hasNonNull("domain")
                ? Optional.of(entry.path("domain").asText())
                : service.equals("rfc2136") && entry.hasNonNull("zone")
                        ? Optional.of(entry.path("zone").asText())
                        : Optional.empty();
        draft.add(
                new Account(place, service, values, names(entry, service), zone, ways(entry, place, isKnown), extras),
                TABLE,
                true);
    }

    private static void service(String service, Map<String, Given> values) {
        Optional<String> url =
                Optional.ofNullable(values.get("api_endpoint")).map(Given::text).map(OVH::get);
        if (service.equals("ovh") && url.isPresent()) {
            values.remove("api_endpoint");
            if (values.containsKey("app_key")) { // only the API has regions
                values.put("api_url", Given.text(url.get()));
            }
        } else if (service.equals("rfc2136") && values.containsKey("server")) {
            String server = values.get("server").text();
            String port = server.replaceFirst("^(\\[.*]|[^:]*):?", "");
            values.put("server", Given.text(server.replaceFirst(":[0-9]+$", "").replaceAll("[\\[\\]]", "")));
            if (port.matches("[0-9]{1,5}")) {
                values.put("port", Given.text(port));
            }
        }
    }

    private static List<String> names(JsonNode entry, String service) {
        String owner = entry.path("host").asText(entry.path("owner").asText(""));
        String given = entry.path("domain").asText(service.equals("duckdns") ? "duckdns.org" : "");
        if (owner.isEmpty()) {
            return Texts.items(given);
        }
        return Texts.items(owner).stream()
                .map(host -> host.equals("@") ? given : host + "." + given)
                .toList();
    }

    private Map<IpFamily, Detection> ways(JsonNode entry, String place, boolean isKnown) {
        String version = entry.path("ip_version").asText("");
        Map<IpFamily, Detection> ways = new EnumMap<>(IpFamily.class);
        if (!version.equals("ipv6")) {
            ways.put(IpFamily.IPV4, Detection.STANDARD);
        }
        if (!version.equals("ipv4")) {
            ways.put(IpFamily.IPV6, suffixed(entry.path("ipv6_suffix").asText(""), place));
        }
        if (isKnown && !Set.of("ipv4", "ipv6").contains(version)) {
            draft.note(
                    place,
                    "ip_version is not one family: both records are kept up to date here. Remove a type that you do"
                            + " not want");
        }
        return ways;
    }

    private Detection suffixed(String suffix, String place) {
        if (suffix.isEmpty()) {
            return Detection.STANDARD;
        }
        String[] parts = suffix.split("/", 2);
        Optional<IpAddress> host = IpAddress.tryParse(parts[0]).filter(ip -> ip.family() == IpFamily.IPV6);
        int length = parts.length < 2 ? HOST_BITS : parts[1].matches("[0-9]{1,3}") ? Integer.parseInt(parts[1]) : 0;
        if (host.isEmpty() || length < 1 || length > 127) {
            return draft.unknown(place, "ipv6_suffix", "it is no IPv6 address with a length, as ::1:2:3:4/64 is");
        }
        return Detection.STANDARD.withHosts("host", List.of(host.get().toString()), length);
    }
}
