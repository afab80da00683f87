package io.github.ddnsjava.examples.agent.importing;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which service a line of ddclient is for. Of the protocol dyndns2 the whole update URL tells it: a service of ours is chosen
 * only if its own URL is asked, otherwise the URL itself is carried over. Stateless.
 */
final class DdclientService {
    private DdclientService() {}

    /**
     * Returns the service by its word in the table; empty if its URL cannot be used, which is noted.
     *
     * @param values gets the settings that say where the service is, unless the service itself says it
     */
    static Optional<String> of(
            String place, String protocol, Map<String, String> all, Map<String, Given> values, Draft draft) {
        String server = bare(all.getOrDefault("server", ""));
        String script = all.getOrDefault("script", "");
        if (!protocol.equals("dyndns2")) {
            putIfThere(values, "server", server);
            putIfThere(values, "script", script);
            return Optional.of(protocol);
        }
        String path = script.isEmpty() ? "/nic/update" : script.startsWith("/") ? script : "/" + script;
        String endpoint = (server.isEmpty() ? "members.dyndns.org" : server) + path;
        String known = protocol + "@" + endpoint.replaceFirst("/+$", "").toLowerCase(Locale.ROOT);
        if (!Ddclient.TABLE.of(known, true).isEmpty()) {
            return Optional.of(known);
        }
        return draft.endpoint(place, "dyndns2", "https://" + endpoint).map(url -> {
            values.put("url", url);
            return protocol;
        });
    }

    /** Returns a server without the scheme and the slashes that change nothing. */
    private static String bare(String server) {
        return server.replaceFirst("(?i)^https?://", "").replaceFirst("/+$", "").replaceFirst(":443$", "");
    }

    private static void putIfThere(Map<String, Given> values, String name, String text) {
        if (!text.isEmpty()) {
            values.put(name, Given.text(text));
        }
    }
}
