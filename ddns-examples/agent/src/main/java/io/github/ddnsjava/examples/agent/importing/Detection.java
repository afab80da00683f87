package io.github.ddnsjava.examples.agent.importing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How an address is found. Immutable.
 *
 * @param detector the settings of a detector of ours
 * @param isChosen false if the other program's way has no counterpart; the records are then disabled, because another way
 *     may find another address
 */
record Detection(Map<String, Object> detector, boolean isChosen) {
    /** What is used if the other file does not say. The file that the verb init prints has the same. */
    static final Detection STANDARD =
            chosen(ordered("type", "http", "urls", List.of("https://api64.ipify.org", "https://icanhazip.com")));

    /** What stands there until a person has chosen. */
    static final Detection UNKNOWN = new Detection(STANDARD.detector(), false);

    private static Detection chosen(Map<String, Object> detector) {
        return new Detection(detector, true);
    }

    /** Returns web pages, in which the one address is looked for wherever it stands. */
    static Detection pages(List<String> urls) {
        List<Object> pages = urls.stream()
                .map(url -> url.endsWith("/cdn-cgi/trace") ? url : ordered("url", url, "format", "search"))
                .toList();
        Map<String, Object> detector = ordered("type", "http", "urls", pages);
        if (urls.stream().anyMatch(url -> url.startsWith("http:"))) {
            detector.put("allowInsecure", true);
        }
        return chosen(detector);
    }

    /** Returns an interface of this host; with an empty name, those that lead outside. */
    static Detection networkInterface(String name) {
        return chosen(name.isEmpty() ? Map.of("type", "interface") : ordered("type", "interface", "name", name));
    }

    static Detection addresses(String setting, List<String> addresses) {
        return chosen(ordered("type", "static", setting, addresses));
    }

    static Detection file(String path) {
        return chosen(ordered("type", "file", "path", path));
    }

    static Detection dns(String service) {
        return chosen(ordered("type", "dns", "services", List.of(service)));
    }

    /** Returns this way, as one that a person must look at before it is used. */
    Detection unchosen() {
        return new Detection(detector, false);
    }

    /** Returns this way, with another host part in the prefix that it finds. */
    Detection withHosts(String setting, List<String> hosts, int length) {
        Map<String, Object> prefix = ordered("type", "prefix", "detector", detector);
        prefix.put(setting, hosts);
        prefix.put("length", length);
        return new Detection(prefix, isChosen);
    }

    private static Map<String, Object> ordered(String name1, Object value1, String name2, Object value2) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(name1, value1);
        map.put(name2, value2);
        return map;
    }
}
