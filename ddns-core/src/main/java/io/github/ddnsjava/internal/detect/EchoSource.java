package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.EchoTransport;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.http.InsecureUrls;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One echo service. Immutable and thread-safe.
 *
 * @param uri its page
 * @param family the only family that it is asked for; empty for both
 * @param operator who runs it
 * @param jsonField the member of a JSON object that holds the address; empty where the page is the address
 */
record EchoSource(URI uri, Optional<IpFamily> family, String operator, Optional<String> jsonField) {
    private static final int MAX_BYTES = 4096;
    private static final List<String> NAMES = List.of("url", "family", "operator", "format", "field");
    private static final Set<String> SECOND_LEVELS =
            Set.of("ac", "co", "com", "edu", "go", "gob", "gov", "ne", "net", "nom", "or", "org");

    /** Reads an entry of {@code urls}: a text, or settings of its own. */
    static EchoSource of(Settings settings, int index, Object entry) {
        String name = "urls[" + index + "]";
        if (entry instanceof String url) {
            URI uri = url(settings, name, url);
            return new EchoSource(uri, Optional.empty(), operatorOf(uri), Optional.empty());
        }
        Settings own = DetectorSettings.nested(settings, name, entry)
                .orElseThrow(() -> settings.wrong(name, entry, "a URL, or settings with a \"url\""));
        List<ConfigurationException.Entry> problems = new ArrayList<>();
        for (String given : own.names()) {
            if (!NAMES.contains(given)) {
                problems.add(new ConfigurationException.Entry(
                        own.path(given), "is not a setting of an echo service", String.join(", ", NAMES)));
            }
        }
        DetectorSettings.throwIfAny(problems);
        URI uri = url(settings, name + ".url", own.text("url"));
        return new EchoSource(
                uri,
                own.optionalText("family").map(text -> family(own, text)),
                own.optionalText("operator").orElseGet(() -> operatorOf(uri)),
                jsonField(own));
    }

    private static URI url(Settings settings, String name, String url) {
        InsecureUrls.check(settings, name, url);
        // As it was written: to an echo service a slash at the end can matter.
        return URI.create(url);
    }

    private static IpFamily family(Settings own, String text) {
        for (IpFamily family : IpFamily.values()) {
            if (family.toString().equals(text)) {
                return family;
            }
        }
        throw own.wrong("family", text, "\"ipv4\" or \"ipv6\"");
    }

    private static Optional<String> jsonField(Settings own) {
        String format = own.optionalText("format").orElse("plain");
        Optional<String> field = own.optionalText("field");
        if (format.equals("json")) {
            return Optional.of(field.orElse("ip"));
        }
        if (!format.equals("plain")) {
            throw own.wrong("format", format, "\"plain\" or \"json\"");
        }
        if (field.isPresent()) {
            throw own.wrong("field", field.get(), "only with \"format\": \"json\"");
        }
        return Optional.empty();
    }

    /**
     * Tells who runs a host, as far as its name does: the last two labels, three where the last but one is a common
     * public one as in {@code one.co.uk}. That can take two operators for one, and so ask for one more, but seldom one
     * for two; entries can name theirs. Literals and single labels are their own operators.
     */
    static String operatorOf(URI uri) {
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        List<String> labels = List.of(host.split("\\."));
        int count = labels.size();
        if (count < 2 || InsecureUrls.literal(uri).isPresent()) {
            return host + ":" + port(uri);
        }
        boolean publicSecondLevel =
                count > 2 && labels.get(count - 1).length() == 2 && SECOND_LEVELS.contains(labels.get(count - 2));
        return String.join(".", labels.subList(count - (publicSecondLevel ? 3 : 2), count));
    }

    private static int port(URI uri) {
        boolean secure = uri.getScheme().equalsIgnoreCase("https");
        return uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
    }

    boolean serves(IpFamily asked) {
        return family.isEmpty() || family.get() == asked;
    }

    /** Tells whether the connection is forced to the asked family, which makes no sense for literals and loopback. */
    boolean isForced() {
        return !InsecureUrls.isLoopback(uri) && InsecureUrls.literal(uri).isEmpty();
    }

    EchoTransport.Request request(IpFamily asked, boolean fresh, Duration timeout) {
        return new EchoTransport.Request(
                uri, isForced() ? Optional.of(asked) : Optional.empty(), fresh, timeout, MAX_BYTES);
    }

    /** Returns the URL for people, without the query, which may hold a key. */
    @Override
    public String toString() {
        String path = uri.getRawPath() == null || uri.getRawPath().equals("/") ? "" : uri.getRawPath();
        return uri.getScheme() + "://" + uri.getRawAuthority() + path;
    }
}
