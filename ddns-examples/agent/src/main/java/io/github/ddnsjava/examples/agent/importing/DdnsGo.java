package io.github.ddnsjava.examples.agent.importing;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.exception.ConfigurationException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Imports .ddns_go_config.yaml, with one service (before version 5) or several. Not thread-safe. */
final class DdnsGo {
    static final ServiceTable TABLE = ServiceTable.load("ddns-go");

    private final Draft draft;

    /** A name with what its entry says of it; the two families may say different things. */
    private record Domain(String name, Optional<String> zone, Account.Extras extras) {}

    private DdnsGo(Draft draft) {
        this.draft = draft;
    }

    static Imported read(String text, UnaryOperator<String> secretPlace) {
        JsonNode root = Tree.yaml(text);
        JsonNode list = Tree.get(root, "dnsconf");
        DdnsGo importer = new DdnsGo(new Draft(secretPlace));
        if (list.isArray()) {
            for (int i = 0; i < list.size(); i++) {
                importer.service(list.get(i), "dnsconf[" + i + "]");
            }
        } else if (Tree.get(root, "dns").isObject()) {
            importer.service(root, "");
        } else {
            throw new ConfigurationException(
                    "", "the file has neither dnsconf nor dns, as the file of ddns-go has", "");
        }
        JsonNode webhook = Tree.get(root, "webhook");
        if (!text(webhook, "webhookurl").isEmpty()) {
            importer.draft.left("webhook", "the webhook", "docs/notifications.md has webhooks and chat services");
        }
        if (!text(Tree.get(root, "user"), "username").isEmpty()
                || !text(root, "username").isEmpty()) {
            importer.draft.left("user", "the login of the web page", "docs/operating.md tells how to set up ours");
        }
        importer.draft.note(
                "",
                "ddns-go has its interval on its command line (-f, in seconds). Without \"schedule\" it is 5m here");
        return importer.draft.finish();
    }

    private static String text(JsonNode object, String name) {
        return Tree.get(object, name).asText("").strip();
    }

    private static String under(String place, String name) {
        return place.isEmpty() ? name : place + "." + name;
    }

    private void service(JsonNode service, String place) {
        JsonNode dns = Tree.get(service, "dns");
        Map<String, Given> values = new LinkedHashMap<>();
        Map<String, String> names = Map.of("id", "id", "secret", "secret", "extparam", "ext");
        names.forEach((theirs, name) -> {
            if (!text(dns, theirs).isEmpty()) {
                values.put(name, Given.text(text(dns, theirs)));
            }
        });
        if (!text(service, "httpinterface").isEmpty()) {
            draft.left(
                    under(place, "httpinterface"),
                    "httpinterface",
                    "set \"bind\" at the detector, which binds detection alone");
        }
        Account.Extras extras = Account.Extras.of(Texts.duration(text(service, "ttl")), Optional.empty());
        Map<Domain, Map<IpFamily, Detection>> ways = new LinkedHashMap<>();
        for (IpFamily family : IpFamily.values()) {
            JsonNode own = Tree.get(service, family.toString());
            String at = under(place, family.toString());
            if (!Texts.flag(text(own, "enable")).orElse(false)
                    || Tree.get(own, "domains").isEmpty()) {
                continue;
            }
            Detection detection = detection(own, at);
            for (JsonNode domain : Tree.get(own, "domains")) {
                domain(domain.asText("").strip(), at, extras)
                        .ifPresent(found -> ways.computeIfAbsent(found, key -> new LinkedHashMap<>())
                                .put(family, detection));
            }
        }
        String id = text(dns, "name");
        ways.forEach((domain, its) -> draft.add(
                new Account(
                        place.isEmpty() ? "dns" : place,
                        id,
                        values,
                        List.of(domain.name()),
                        domain.zone(),
                        its,
                        domain.extras()),
                TABLE,
                true));
    }

    /** Reads a domain as in {@code home.example.com}, {@code home:example.com}, with parameters after a question mark. */
    private Optional<Domain> domain(String domain, String place, Account.Extras all) {
        if (domain.isEmpty()) {
            return Optional.empty();
        }
        String[] parts = domain.split("\\?", 2);
        String[] host = parts[0].split(":", -1);
        if (host.length > 2) {
            draft.left(place, "a domain", "it has more than one colon, which ddns-go does not take");
            return Optional.empty();
        }
        String sub = host.length > 1 ? host[0] : "";
        String name = sub.isEmpty() || sub.equals("@") ? host[host.length - 1] : sub + "." + host[host.length - 1];
        Account.Extras own = all;
        for (String parameter : Texts.items(parts.length > 1 ? parts[1].replace('&', ',') : "")) {
            if (parameter.matches("(?i)proxied=(true|false)")) {
                own = Account.Extras.of(
                        all.ttl(),
                        Optional.of(parameter.toLowerCase(Locale.ROOT).endsWith("true")));
            } else {
                draft.left(place, "a parameter of a domain", "only proxied is known: add what you need to its record");
            }
        }
        return Optional.of(new Domain(name, host.length > 1 ? Optional.of(host[1]) : Optional.empty(), own));
    }

    private Detection detection(JsonNode own, String place) {
        String type = text(own, "gettype");
        if (!text(own, "ipv6reg").isEmpty()) {
            return draft.unknown(
                    under(place, "ipv6reg"),
                    "ipv6reg",
                    "an address is not chosen by its place or a pattern, but by cidr or eui64");
        }
        if (type.equalsIgnoreCase("cmd")) {
            return draft.unknown(
                    under(place, "cmd"), "cmd (" + Texts.program(text(own, "cmd")) + ")", "programs are only named");
        } else if (type.equalsIgnoreCase("netInterface")) {
            return Detection.networkInterface(text(own, "netinterface"));
        } else if (!Set.of("", "url").contains(type)) {
            return draft.unknown(under(place, "gettype"), "gettype", "this kind is not known");
        }
        List<String> urls = new ArrayList<>();
        for (String url : Texts.items(text(own, "url"))) {
            if (url.matches("https?://.*")) {
                urls.add(url);
            } else {
                draft.left(under(place, "url"), "a URL", "it does not begin with https://");
            }
        }
        return urls.isEmpty()
                ? draft.unknown(under(place, "url"), "url", "there is none that can be used")
                : Detection.pages(urls);
    }
}
