package io.github.ddnsjava.internal.http;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.config.Settings;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** Reads base URLs, and refuses plain HTTP to anything but loopback unless it is allowed. */
public final class InsecureUrls {
    private InsecureUrls() {}

    /**
     * Reads a URL from a setting.
     *
     * @param name the setting
     * @param defaultUrl used where it is not set; empty where it must be set
     * @throws io.github.ddnsjava.exception.ConfigurationException if it is not an absolute HTTP URL, or not allowed
     */
    public static URI checked(Settings settings, String name, String defaultUrl) {
        String text = defaultUrl.isEmpty()
                ? settings.text(name)
                : settings.optionalText(name).orElse(defaultUrl);
        return check(settings, name, text);
    }

    /** Checks one URL that stands in a setting. */
    public static URI check(Settings settings, String name, String text) {
        String trimmed = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        URI uri;
        try {
            uri = URI.create(trimmed);
        } catch (IllegalArgumentException e) {
            throw settings.wrong(name, shown(text), "an absolute URL");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean plain = scheme.equals("http");
        if (!plain && !scheme.equals("https")
                || uri.getHost() == null
                || uri.getRawUserInfo() != null
                || uri.getRawFragment() != null) {
            throw settings.wrong(name, shown(text), "an absolute https URL without user or fragment");
        }
        if (plain && !isLoopback(uri) && !settings.flag("allowInsecure").orElse(false)) {
            throw settings.wrong(
                    name,
                    shown(text),
                    "an https URL; plain HTTP to another host than loopback needs \"allowInsecure\": true");
        }
        return uri;
    }

    /** Shows a URL, well-formed or not, without its credentials and its query: people put passwords and keys there. */
    static String shown(String url) {
        if (url.contains("@")) {
            return "(a URL with credentials in it)";
        }
        return url.replaceFirst("(?s)[?#].*", "?…");
    }

    /** Tells whether a URL's host is this one, by name or literal. */
    public static boolean isLoopback(URI uri) {
        String host = uri.getHost();
        return host.equalsIgnoreCase("localhost")
                || literal(uri)
                        .filter(a -> a.toInetAddress().isLoopbackAddress())
                        .isPresent();
    }

    /** Returns the address, where a URL's host is a literal. */
    public static Optional<IpAddress> literal(URI uri) {
        String host = uri.getHost();
        return IpAddress.tryParse(host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
    }
}
