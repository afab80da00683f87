package io.github.ddnsjava.providers.duckdns;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.provider.testkit.fake.UpdateUrlFake;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Duck DNS's update URL, as strict as its specification or stricter: KO for everything that is wrong, and then nothing is
 * changed. Without an address it takes that of the connection, which no test wants.
 */
final class FakeDuckDns extends UpdateUrlFake {
    static final String TOKEN = "a7c4d0ad-114e-40ef-ba1d-d217904a50f2";

    private static final Set<String> PARAMETERS = Set.of("domains", "token", "ip", "ipv6", "verbose", "clear", "txt");

    private final Map<String, String> texts = new TreeMap<>();

    static FakeDuckDns running() {
        FakeDuckDns fake = new FakeDuckDns();
        fake.begin();
        return fake;
    }

    @Override
    public synchronized void reset() {
        super.reset();
        texts.clear();
    }

    synchronized void putText(String label, String text) {
        texts.put(label, text);
    }

    synchronized Optional<String> text(String label) {
        return Optional.ofNullable(texts.get(label));
    }

    @Override
    protected Refusal noSuchRoute() {
        return new Refusal(404, "KO");
    }

    @Override
    protected String kind(String method, String route) {
        return method.equals("GET") && route.equals("/update") ? "update" : "other";
    }

    @Override
    protected ResponseDefinitionBuilder answer(String kind, String route, Map<String, String> query, Request request) {
        if (kind.equals("other")) {
            throw noSuchRoute();
        }
        Optional<IpAddress> ip = Optional.ofNullable(query.get("ip")).flatMap(IpAddress::tryParse);
        Optional<IpAddress> ipv6 = address(query, "ipv6", IpFamily.IPV6);
        List<String> labels = List.of(query.getOrDefault("domains", "").split(",", -1));
        boolean wrong = !PARAMETERS.containsAll(query.keySet())
                || !TOKEN.equals(query.get("token"))
                || !labels.stream().allMatch(this::has)
                || query.containsKey("ip") && ip.isEmpty()
                || query.containsKey("ipv6") && ipv6.isEmpty()
                || ipv6.isPresent()
                        && ip.filter(address -> address.family() == IpFamily.IPV6)
                                .isPresent()
                || !Set.of("true", "false").contains(query.getOrDefault("verbose", "false"))
                || !Set.of("true", "false").contains(query.getOrDefault("clear", "false"));
        if (wrong) {
            return text(200, "KO");
        }
        boolean changed = false;
        for (String label : labels) {
            changed |= set(label, query, ip, ipv6);
        }
        Map<IpFamily, IpAddress> now = addresses(labels.get(0));
        String more = "\n" + shown(now, IpFamily.IPV4) + "\n" + shown(now, IpFamily.IPV6) + "\n"
                + (changed ? "UPDATED" : "NOCHANGE");
        return text(200, "OK" + (query.getOrDefault("verbose", "false").equals("true") ? more : ""));
    }

    private static String shown(Map<IpFamily, IpAddress> addresses, IpFamily family) {
        return Optional.ofNullable(addresses.get(family))
                .map(IpAddress::toString)
                .orElse("");
    }

    private boolean set(String label, Map<String, String> query, Optional<IpAddress> ip, Optional<IpAddress> ipv6) {
        Map<IpFamily, IpAddress> there = new EnumMap<>(IpFamily.class);
        there.putAll(addresses(label));
        boolean clear = query.getOrDefault("clear", "false").equals("true");
        if (query.containsKey("txt")) {
            String text = clear ? "" : query.get("txt");
            return !text.equals(texts.put(label, text));
        }
        if (clear) {
            there.clear();
        } else {
            ip.ifPresent(address -> there.put(address.family(), address));
            ipv6.ifPresent(address -> there.put(IpFamily.IPV6, address));
            if (ip.isEmpty() && ipv6.isEmpty()) {
                there.put(IpFamily.IPV4, IpAddress.parse("127.0.0.1"));
            }
        }
        return set(label, there);
    }
}
