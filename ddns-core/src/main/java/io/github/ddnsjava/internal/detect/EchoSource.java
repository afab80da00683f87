package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.AddressSource;
import io.github.ddnsjava.detect.DetectionContext;
import io.github.ddnsjava.detect.EchoTransport;
import io.github.ddnsjava.detect.LocalBinding;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.DetectionException;
import io.github.ddnsjava.internal.http.InsecureUrls;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One echo service. Immutable and thread-safe.
 *
 * @param uri its page
 * @param family the only family that it is asked for; empty for both
 * @param operator who runs it
 * @param format how its page is read
 * @param bind from where it is asked
 */
record EchoSource(URI uri, Optional<IpFamily> family, String operator, EchoFormat format, LocalBinding bind)
        implements AddressSource {
    private static final int MAX_BYTES = 4096;
    private static final Duration REFUSED_FOR = Duration.ofHours(1);
    private static final List<SettingSpec> SETTINGS = List.of(
            SettingSpec.required("url", "The page that answers with the address of the client."),
            SettingSpec.optional("family", "The only family that it is asked for. Default: both.")
                    .as(SettingType.words("ipv4", "ipv6")),
            SettingSpec.optional("operator", "Who runs it. Default: the registrable domain."),
            SettingSpec.optional("format", "How the page says the address.")
                    .as(SettingType.words("plain", "json", "trace", "search", "pattern")),
            SettingSpec.optional("pointer", "The JSON pointer to the address."),
            SettingSpec.optional("field", "The JSON field with the address."),
            SettingSpec.optional("key", "The key of the line with the address."),
            SettingSpec.optional("pattern", "A regular expression with one group that finds the address."));

    private static final List<String> NAMES =
            SETTINGS.stream().map(SettingSpec::name).toList();

    /** The form of an entry that is not only a URL. */
    static final SettingType OBJECT = SettingType.object(SETTINGS.toArray(SettingSpec[]::new));

    /** Reads an entry of {@code urls}: a text, or settings of its own. */
    static EchoSource of(Settings settings, int index, Object entry) {
        String name = "urls[" + index + "]";
        LocalBinding bind = LocalBinding.of(settings);
        if (entry instanceof String url) {
            URI uri = url(settings, name, url);
            EchoFormat format = EchoCatalog.formatOf(uri).orElse(EchoFormat.PLAIN);
            return new EchoSource(uri, Optional.empty(), operatorOf(uri), format, bind);
        }
        if (!(entry instanceof Settings own)) {
            throw settings.wrong(name, entry, "a URL, or settings with a \"url\"");
        }
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
                EchoFormat.of(own, EchoCatalog.formatOf(uri)),
                bind);
    }

    /** Makes one of the catalog. */
    static EchoSource of(EchoCatalog.Service service, LocalBinding bind) {
        return new EchoSource(service.uri(), service.family(), service.operator(), service.format(), bind);
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

    /** Tells who runs a host: the catalog knows, or its name does in part. */
    static String operatorOf(URI uri) {
        String host = uri.getHost();
        return EchoCatalog.operatorOf(uri)
                .orElseGet(() -> Operators.ofHost(
                        host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port(uri)));
    }

    private static int port(URI uri) {
        boolean secure = uri.getScheme().equalsIgnoreCase("https");
        return uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
    }

    @Override
    public boolean serves(IpFamily asked) {
        return (family.isEmpty() || family.get() == asked) && bind.serves(asked);
    }

    /** A connection to a literal or loopback host cannot be forced to a family, so its answer tells. */
    @Override
    public boolean mayAnswerOtherFamily() {
        return InsecureUrls.isLoopback(uri) || InsecureUrls.literal(uri).isPresent();
    }

    @Override
    public IpAddress ask(IpFamily asked, DetectionContext context) throws IOException, InterruptedException {
        EchoTransport.Answer answer = context.echo()
                .get(new EchoTransport.Request(
                        uri,
                        mayAnswerOtherFamily() ? Optional.empty() : Optional.of(asked),
                        context.secondReading(),
                        context.timeout(),
                        MAX_BYTES,
                        bind.address(asked)));
        checkStatus(answer.status());
        if (!format.accepts(answer.contentType())) {
            throw new DetectionException(
                    answer.contentType().equals("text/html")
                            ? "it answered an HTML page, not an address; if the service always answers so, write"
                                    + " {\"url\": \"…\", \"format\": \"search\"} for its URL; otherwise it may be a captive"
                                    + " portal: open a page in a browser here"
                            : "its answer's content type is neither text/plain nor application/json nor"
                                    + " application/octet-stream; with {\"url\": \"…\", \"format\": \"search\"} for its URL any text is read");
        }
        IpAddress address = format.read(answer.body(), uri);
        if (address.equals(answer.peer()) && !address.toInetAddress().isLoopbackAddress()) {
            throw new DetectionException("it answered its own address, " + address);
        }
        return address;
    }

    private static void checkStatus(int status) throws RefusedException {
        if (status == 200) {
            return;
        }
        if (status == 403 || status == 429) {
            throw new RefusedException("it answered " + status, REFUSED_FOR);
        }
        if (status >= 300 && status < 400) {
            throw new DetectionException("it answered " + status
                    + ", a redirect: a captive portal, where one must log in first, or the page has moved");
        }
        if (status == 511) {
            throw new DetectionException("a captive portal answered (511): log in to the network");
        }
        throw new DetectionException("it answered " + status);
    }

    /** Returns the URL for people, without the query, which may hold a key. */
    @Override
    public String toString() {
        String path = uri.getRawPath() == null || uri.getRawPath().equals("/") ? "" : uri.getRawPath();
        return uri.getScheme() + "://" + uri.getRawAuthority() + path;
    }
}
