package io.github.ddnsjava.providers.custom;

import io.github.ddnsjava.config.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How the three services are described in settings. */
final class Services {
    private static final String ROUTE = "/v1/zones/{zone}/hosts/{host}/{type}";

    private Services() {}

    /** An update URL that takes both families, and keeps one that is left out. */
    static Map<String, Object> nic(String endpoint) {
        return Map.of(
                "endpoint",
                endpoint,
                "url",
                "/nic?host={name}&ip={ipv4}&ip6={ipv6}",
                "username",
                FakeServices.USER,
                "password",
                FakeServices.SECRET,
                "absentFamily",
                "keeps",
                "success",
                Map.of("matches", "^OK\\b"),
                "refusals",
                List.of(
                        Map.of("matches", "^badauth", "means", "bad-credentials"),
                        Map.of("matches", "^nohost", "means", "not-found"),
                        Map.of("matches", "^slow", "means", "rate-limited"),
                        Map.of("matches", "^abuse", "means", "blocked"),
                        Map.of("matches", "^same", "means", "not-done"),
                        Map.of("matches", "^refused", "means", "invalid")));
    }

    /** A JSON interface with one record set for each request, which can be read and removed. */
    static Map<String, Object> v1(String endpoint) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("endpoint", endpoint);
        settings.put("url", ROUTE);
        settings.put("method", "PUT");
        settings.put("headers", Map.of("X-Api-Key", "{key}"));
        settings.put("json", Map.of("address", "{address}", "ttl", "{ttl}"));
        settings.put("secrets", Map.of("key", FakeServices.SECRET));
        settings.put("zone", "example.com");
        settings.put("wildcard", true);
        settings.put("success", Map.of("status", 200, "json", Map.of("/ok", true)));
        settings.put("refusals", List.of(Map.of("json", Map.of("/error/code", "bad_key"), "means", "bad-credentials")));
        settings.put(
                "read", Map.of("url", ROUTE, "addresses", Map.of("json", "/addresses"), "ttl", Map.of("json", "/ttl")));
        settings.put("withdraw", Map.of("url", ROUTE, "method", "DELETE", "success", Map.of("status", 204)));
        return settings;
    }

    /** A form for both families; one that is left out is cleared. */
    static Map<String, Object> form(String endpoint) {
        return Map.of(
                "endpoint", endpoint,
                "url", "/form/{token}",
                "form", Map.of("name", "{name}", "a", "{ipv4}", "aaaa", "{ipv6}"),
                "secrets", Map.of("token", FakeServices.SECRET),
                "success", Map.of("json", Map.of("/result", List.of("ok", "same"))),
                "withdraw", Map.of("url", "/form/{token}", "form", Map.of("name", "{name}", "clear", 1)),
                "refusals",
                        List.of(
                                Map.of("json", Map.of("/result", "denied"), "means", "bad-credentials"),
                                Map.of("json", Map.of("/result", "bad"), "means", "invalid")));
    }

    /** The same form, and the service can be read. */
    static Map<String, Object> readableForm(String endpoint) {
        Map<String, Object> settings = new HashMap<>(form(endpoint));
        settings.put("read", Map.of("url", "/form/{token}?name={name}", "addresses", Map.of("json", "/addresses")));
        return settings;
    }

    static Settings settings(Map<String, Object> described) {
        return Settings.at("providers.mine", described);
    }
}
