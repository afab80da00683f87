package io.github.ddnsjava.provider.dns;

import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.detect.IpDetectorFactory;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.detect.LocalBinding;
import io.github.ddnsjava.exception.ConfigurationException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import javax.net.ssl.SSLSocketFactory;

/**
 * Makes {@code dns} detectors: name servers that answer a certain question with the address of whoever asks. Found by
 * {@link IpDetectors}. Stateless and thread-safe.
 */
public final class WhoamiFactory implements IpDetectorFactory {
    /** The public services, in the words of a configuration. */
    private static final Map<String, Map<String, Object>> SERVICES = Map.of(
            "opendns",
            Map.of(
                    "operator", "opendns",
                    "name", "myip.opendns.com",
                    "transport", "tls",
                    "server", List.of("208.67.222.222", "2620:119:35::35"),
                    "tlsName", "dns.opendns.com"),
            "google",
            Map.of(
                    "operator", "google",
                    "name", "o-o.myaddr.l.google.com",
                    "type", "TXT",
                    "transport", "udp",
                    "server", List.of("216.239.32.10", "2001:4860:4802:32::a")),
            "cloudflare",
            Map.of(
                    "operator", "cloudflare",
                    "name", "whoami.cloudflare",
                    "type", "TXT",
                    "class", "CH",
                    "transport", "https",
                    "url", "https://cloudflare-dns.com/dns-query",
                    "server", List.of("1.1.1.1", "2606:4700:4700::1111"),
                    "tlsName", "cloudflare-dns.com"),
            "akamai",
            Map.of(
                    "operator", "akamai",
                    "name", "whoami.akamai.net",
                    "transport", "udp",
                    "server", "193.108.88.1"));

    /** For the service loader. */
    public WhoamiFactory() {}

    @Override
    public List<TypeDescriptor> describe() {
        List<SettingSpec> settings = new ArrayList<>();
        settings.add(SettingSpec.required(
                        "services",
                        "The services, in the order in which they are asked. Each is opendns, google, cloudflare or"
                                + " akamai, or {\"service\", …} to change some settings of one of these, or {\"server\","
                                + " \"name\", …} for your own service.")
                .as(SettingType.list(SettingType.oneOf(
                        SettingType.text(), SettingType.object(WhoamiSource.SETTINGS.toArray(SettingSpec[]::new)))))
                .example(List.of("opendns", "google")));
        settings.addAll(IpDetectors.sourceSettings());
        settings.add(LocalBinding.SETTING);
        return List.of(new TypeDescriptor(
                "dns",
                "Name servers that answer with the address of the client",
                "",
                settings,
                "one question for each poll",
                "RFC 1035, RFC 7766, RFC 7858, RFC 8484; other clients' sources; tested with Knot DNS 3.2",
                List.of(
                        "cloudflare is asked over HTTPS, and opendns over TLS. google and akamai answer over"
                                + " UDP only. Routers and access providers can intercept UDP, and others can forge it."
                                + " Use a second reading or a quorum with them.",
                        "opendns does not answer in France, Portugal and Belgium. akamai supports only IPv4.",
                        "The servers are asked directly. A resolver is never used, because the answer would"
                                + " be the address of the resolver.",
                        "The settings of an entry are server (a name or an address, or one for each family),"
                                + " port, name, type (address, the default, or TXT), class (IN or CH), transport (udp,"
                                + " tcp, tls or https), tlsName, url and operator.")));
    }

    @Override
    public IpDetector create(String type, Settings settings, Function<String, IpDetector> detectors) {
        return create(settings, (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    static IpDetector create(Settings settings, SSLSocketFactory tls) {
        List<WhoamiSource> sources = new ArrayList<>();
        List<ConfigurationException.Entry> problems = new ArrayList<>();
        List<Object> entries = settings.list("services");
        LocalBinding bind = LocalBinding.of(settings);
        for (int i = 0; i < entries.size(); i++) {
            try {
                sources.add(WhoamiSource.of(entry(settings, "services[" + i + "]", entries.get(i)), bind, tls));
            } catch (ConfigurationException e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return IpDetectors.ofSources(sources, settings, "services");
    }

    /** Returns the settings of an entry, over those of the service that it names. */
    private static Settings entry(Settings settings, String name, Object entry) {
        Map<String, Object> values = new TreeMap<>();
        Map<String, Object> given = new TreeMap<>();
        if (entry instanceof String service) {
            given.put("service", service);
        } else if (entry instanceof Settings own) {
            own.names().forEach(each -> given.put(each, own.value(each).orElseThrow()));
        } else {
            throw settings.wrong(name, entry, "a service, or settings of one");
        }
        Object service = given.remove("service");
        if (service != null) {
            Map<String, Object> known = service instanceof String text ? SERVICES.get(text) : null;
            if (known == null) {
                throw settings.wrong(name, service, "one of akamai, cloudflare, google, opendns");
            }
            values.putAll(known);
        }
        values.putAll(given);
        return Settings.ofLiterals(settings.path(name), Path.of(""), values);
    }
}
