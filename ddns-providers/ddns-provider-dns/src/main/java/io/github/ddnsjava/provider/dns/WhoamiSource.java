package io.github.ddnsjava.provider.dns;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.AddressSource;
import io.github.ddnsjava.detect.DetectionContext;
import io.github.ddnsjava.detect.EchoTransport;
import io.github.ddnsjava.detect.EchoTransport.FamilyUnavailableException;
import io.github.ddnsjava.detect.LocalBinding;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.TransientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocketFactory;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/**
 * One name server that tells who asks, over UDP and TCP (RFC 1035, RFC 7766), TLS (RFC 7858) or HTTPS (RFC 8484, by
 * GET). Immutable and thread-safe.
 *
 * @param transport how it is asked
 * @param servers its names or addresses; empty for HTTPS
 * @param port its port; 0 for the transport's own
 * @param question what is asked
 * @param tlsName the name in its certificate; empty unless over TLS
 * @param url where it is asked over HTTPS; empty otherwise
 * @param operator who runs it
 * @param bind from where it is asked
 * @param tls makes the connections over TLS
 */
record WhoamiSource(
        Transport transport,
        List<String> servers,
        int port,
        WhoamiQuestion question,
        String tlsName,
        Optional<URI> url,
        String operator,
        LocalBinding bind,
        SSLSocketFactory tls)
        implements AddressSource {
    /** The ways to ask. */
    enum Transport {
        UDP(53),
        TCP(53),
        TLS(853),
        HTTPS(443);

        final int defaultPort;

        Transport(int defaultPort) {
            this.defaultPort = defaultPort;
        }
    }

    private static final int MAX_MESSAGE = 4096;
    /** In the third byte of a message. */
    private static final int TRUNCATED = 0x02;

    private static final Duration REFUSED_FOR = Duration.ofHours(1);
    private static final SettingSpec PORT = SettingSpec.optional("port", "The port. Default: that of the transport.")
            .as(SettingType.number(1, 65_535));
    /** The settings of an entry of {@code services}. */
    static final List<SettingSpec> SETTINGS = List.of(
            SettingSpec.optional("service", "The known service whose settings are changed."),
            SettingSpec.optional("server", "The host name or address of the server, or a list of them.")
                    .as(SettingType.list(SettingType.text())),
            PORT,
            SettingSpec.optional("name", "The name that is asked for."),
            SettingSpec.optional("type", "The type of record that is asked for."),
            SettingSpec.optional("class", "The class of record that is asked for."),
            SettingSpec.optional("transport", "How the server is asked.")
                    .as(SettingType.words(Stream.of(Transport.values())
                            .map(each -> each.name().toLowerCase(Locale.ROOT))
                            .toArray(String[]::new))),
            SettingSpec.optional("tlsName", "The name in the certificate of the server. Default: its host."),
            SettingSpec.optional("url", "The URL, for DNS over HTTPS."),
            SettingSpec.optional("operator", "Who runs it. Default: its host."));

    private static final List<String> NAMES = SETTINGS.stream()
            .map(SettingSpec::name)
            .filter(name -> !name.equals("service"))
            .toList();

    /** Reads an entry of {@code services}, in which what is known of a named service was filled in. */
    static WhoamiSource of(Settings own, LocalBinding bind, SSLSocketFactory tls) {
        for (String given : own.names()) {
            if (!NAMES.contains(given)) {
                throw new ConfigurationException(
                        own.path(given), "is not a setting of a service", "service, " + String.join(", ", NAMES));
            }
        }
        Transport transport = transport(own);
        List<String> servers = own.texts("server");
        Optional<URI> url = transport == Transport.HTTPS ? Optional.of(url(own)) : Optional.empty();
        if (servers.isEmpty() && url.isEmpty()) {
            throw new ConfigurationException(own.path("server"), "is missing", "a host name or address");
        }
        for (String server : servers) {
            if (!server.matches("[A-Za-z0-9_]([A-Za-z0-9._-]{0,252})")
                    && IpAddress.tryParse(server).isEmpty()) {
                throw own.wrong("server", server, "a host name, or an address without brackets");
            }
        }
        String host = url.map(URI::getHost).orElseGet(() -> servers.get(0));
        return new WhoamiSource(
                transport,
                url.isPresent() ? List.of() : servers,
                own.number(PORT).orElse(transport.defaultPort),
                question(own),
                own.optionalText("tlsName").orElse(host),
                url,
                own.optionalText("operator").orElse(host),
                bind,
                tls);
    }

    private static Transport transport(Settings own) {
        String text = own.optionalText("transport").orElse("udp");
        for (Transport each : Transport.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(text)) {
                return each;
            }
        }
        throw own.wrong("transport", text, "\"udp\", \"tcp\", \"tls\" or \"https\"");
    }

    private static URI url(Settings own) {
        String text = own.text("url");
        try {
            URI uri = URI.create(text);
            boolean plain = "http".equalsIgnoreCase(uri.getScheme());
            String host = uri.getHost();
            boolean loopback = "localhost".equals(host) || "127.0.0.1".equals(host) || "[::1]".equals(host);
            if (host != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && ("https".equalsIgnoreCase(uri.getScheme()) || plain && loopback)) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        // Not shown as a whole: people put passwords and keys there.
        String shown = text.contains("@") ? "(a URL with credentials in it)" : text.replaceFirst("(?s)[?#].*", "?…");
        throw own.wrong("url", shown, "an https URL without a query");
    }

    private static WhoamiQuestion question(Settings own) {
        String text = own.text("name");
        String type = own.optionalText("type").orElse("address");
        String dnsClass = own.optionalText("class").orElse("IN");
        if (!type.equals("address") && !type.equals("TXT")) {
            throw own.wrong("type", type, "\"address\" or \"TXT\"");
        }
        if (!dnsClass.equals("IN") && !dnsClass.equals("CH") || dnsClass.equals("CH") && !type.equals("TXT")) {
            throw own.wrong("class", dnsClass, "\"IN\", or \"CH\" for TXT");
        }
        try {
            return new WhoamiQuestion(Name.fromString(text, Name.root), type.equals("TXT"), dnsClass.equals("CH"));
        } catch (TextParseException e) {
            throw own.wrong("name", text, "a domain name");
        }
    }

    @Override
    public boolean serves(IpFamily family) {
        return bind.serves(family) && (servers.isEmpty() || isAtAnAddressOf(family));
    }

    private boolean isAtAnAddressOf(IpFamily family) {
        return servers.stream()
                .map(IpAddress::tryParse)
                .anyMatch(literal -> literal.isEmpty() || literal.get().family() == family);
    }

    @Override
    public IpAddress ask(IpFamily family, DetectionContext context) throws IOException, InterruptedException {
        Message query = question.query(family);
        byte[] bytes = query.toWire();
        if (url.isPresent()) {
            return question.address(query, https(bytes, family, context));
        }
        InetSocketAddress server = new InetSocketAddress(resolve(family), port);
        Optional<IpAddress> local = bind.address(family);
        InetSocketAddress from = local.map(address -> new InetSocketAddress(address.toInetAddress(), 0))
                .orElse(null);
        checkRoute(server, family);
        try {
            byte[] answer = switch (transport) {
                case TLS -> TlsWire.ask(from, server, tlsName, tls, bytes, context.timeout());
                case TCP -> Wire.tcp(from, server, bytes, context.timeout());
                default -> Wire.udp(from, server, bytes, context.timeout());
            };
            if (transport == Transport.UDP && answer.length > 2 && (answer[2] & TRUNCATED) != 0) {
                answer = Wire.tcp(from, server, bytes, context.timeout());
            }
            return question.address(query, answer);
        } catch (TransientException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Over HTTPS a question is a GET whose answer, as ISO-8859-1 text, has lost nothing. */
    private byte[] https(byte[] query, IpFamily family, DetectionContext context)
            throws IOException, InterruptedException {
        String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(query);
        EchoTransport.Answer answer = context.echo()
                .get(new EchoTransport.Request(
                        URI.create(url.orElseThrow() + "?dns=" + encoded),
                        Optional.of(family),
                        context.secondReading(),
                        context.timeout(),
                        MAX_MESSAGE,
                        bind.address(family)));
        if (answer.status() == 403 || answer.status() == 429) {
            throw new RefusedException("it answered " + answer.status(), REFUSED_FOR);
        }
        if (answer.status() != 200 || !answer.contentType().equals("application/dns-message")) {
            throw new IOException("it answered " + answer.status() + ", and no DNS message");
        }
        return answer.body().getBytes(StandardCharsets.ISO_8859_1);
    }

    private InetAddress resolve(IpFamily family) throws IOException {
        List<InetAddress> all = new ArrayList<>();
        for (String server : servers) {
            Optional<IpAddress> literal = IpAddress.tryParse(server);
            try {
                all.addAll(
                        literal.isPresent()
                                ? List.of(literal.get().toInetAddress())
                                : List.of(InetAddress.getAllByName(server)));
            } catch (UnknownHostException e) {
                throw new UnknownHostException("the name " + server + " cannot be resolved");
            }
        }
        return all.stream()
                .filter(address -> IpAddress.of(address).family() == family)
                .findFirst()
                .orElseThrow(() -> new FamilyUnavailableException("the server has no " + family + " address"));
    }

    /** Connecting a UDP socket sends nothing, and fails where there is no way. */
    private static void checkRoute(InetSocketAddress server, IpFamily family) throws IOException {
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.connect(server);
        } catch (IOException e) {
            throw new FamilyUnavailableException("this host has no " + family + " route");
        }
    }

    @Override
    public String toString() {
        return transport.name().toLowerCase(Locale.ROOT) + " " + question.name().toString(true) + " at "
                + url.map(URI::toString).orElse(String.join(", ", servers));
    }
}
