package io.github.ddnsjava.provider.dns;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.DnsProviderFactory;
import io.github.ddnsjava.publish.ProviderContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Makes {@code rfc2136} providers: dynamic updates (RFC 2136) signed with TSIG (RFC 8945), to any DNS server that takes
 * them. Found by {@link io.github.ddnsjava.publish.DnsProviders}. Stateless and thread-safe.
 */
public final class Rfc2136Factory implements DnsProviderFactory {
    private static final String ID = "rfc2136";
    private static final int DNS_PORT = 53;
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    private static final SettingSpec PORT = SettingSpec.optional("port", "the TCP port of the server; default: 53")
            .as(SettingType.number(1, 65_535));
    private static final SettingSpec TIMEOUT = SettingSpec.optional(
                    "timeout", "the maximum time for one exchange; default: 10s")
            .as(SettingType.duration(Duration.ofSeconds(1), Duration.ofMinutes(1)));

    /** For the service loader. */
    public Rfc2136Factory() {}

    @Override
    public Map<String, Supplier<TypeDescriptor>> descriptions() {
        return Map.of(ID, () -> describe().get(0));
    }

    @Override
    public List<TypeDescriptor> describe() {
        return List.of(new TypeDescriptor(
                        ID,
                        "DNS UPDATE (BIND, Knot, PowerDNS and others)",
                        "https://www.rfc-editor.org/rfc/rfc2136",
                        List.of(
                                SettingSpec.required("server", "the name or address of the zone's primary server")
                                        .example("ns1.example.com"),
                                PORT,
                                SettingSpec.optional(
                                        "keyName", "the name of the TSIG key; without it, updates are not signed"),
                                SettingSpec.optionalSecret("keySecret", "the secret of the key, in Base64"),
                                SettingSpec.optional(
                                                "keyAlgorithm",
                                                "hmac-sha1, hmac-sha224, hmac-sha256 (the default), hmac-sha384 or hmac-sha512")
                                        .example("hmac-sha512"),
                                TIMEOUT),
                        Rfc2136Provider.ABILITIES.inWords(),
                        "none in the protocol; a message can have 64 KiB",
                        "RFC 2136, RFC 8945; tested with BIND 9.18, tried with Knot 3.2 and PowerDNS 4.7",
                        List.of(
                                "All messages are sent over TCP to this server. It must be the primary server; a"
                                        + " hidden primary is possible.",
                                "All changes of a zone are sent in one atomic message. The server applies it only if"
                                        + " the record sets are unchanged since they were read. Other values, names and types"
                                        + " are not changed.",
                                "After each update the values are read back, because servers silently ignore an"
                                        + " update at a CNAME.",
                                "The two clocks may differ by at most 5 minutes. A wrong clock (BADTIME) is a"
                                        + " temporary fault. The update is tried again after growing waits, and at once when"
                                        + " the clock is right again.",
                                "PowerDNS does not say what is wrong with a key, or that a clock is wrong. The first"
                                        + " hold is therefore 5 minutes; it doubles up to a day. Knot does not say whether a"
                                        + " key or a permission is missing.",
                                "GSS-TSIG, which Active Directory requires, is not supported."))
                .withAttributes(Rfc2136Provider.ABILITIES.attributeSettings()));
    }

    @Override
    public DnsProvider create(String id, Settings settings, ProviderContext context) {
        String host = settings.text("server");
        if (!host.matches("[A-Za-z0-9_]([A-Za-z0-9._-]{0,252})")
                && IpAddress.tryParse(host).isEmpty()) {
            throw settings.wrong(
                    "server",
                    host,
                    "a host name, or an address without brackets, as in ns1.example.com; the port has a setting of its"
                            + " own");
        }
        DnsServer server = new DnsServer(
                host,
                settings.number(PORT).orElse(DNS_PORT),
                TsigKey.of(settings),
                settings.duration(TIMEOUT).orElse(DEFAULT_TIMEOUT),
                context.clock());
        return new Rfc2136Provider(server, settings);
    }
}
