package io.github.ddnsjava.provider.dns;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.DnsProviderFactory;
import io.github.ddnsjava.publish.ProviderContext;
import java.time.Duration;
import java.util.List;

/**
 * Makes {@code rfc2136} providers: dynamic updates (RFC 2136) signed with TSIG (RFC 8945), to any DNS server that takes
 * them. Found by {@link io.github.ddnsjava.publish.DnsProviders}. Stateless and thread-safe.
 */
public final class Rfc2136Factory implements DnsProviderFactory {
    private static final int DNS_PORT = 53;
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    /** For the service loader. */
    public Rfc2136Factory() {}

    @Override
    public List<TypeDescriptor> describe() {
        return List.of(new TypeDescriptor(
                "rfc2136",
                "DNS UPDATE (BIND, Knot, PowerDNS and others)",
                "https://www.rfc-editor.org/rfc/rfc2136",
                List.of(
                        SettingSpec.required("server", "name or address of the zone's primary server"),
                        SettingSpec.optional("port", "its TCP port; 53 by default"),
                        SettingSpec.optional("keyName", "name of the TSIG key; without one, updates go unsigned"),
                        SettingSpec.optionalSecret("keySecret", "the key's secret, in Base64"),
                        SettingSpec.optional(
                                "keyAlgorithm", "hmac-sha1, -sha224, -sha256 (the default), -sha384 or -sha512"),
                        SettingSpec.optional("timeout", "how long one exchange may take; 10s by default")),
                "none in the protocol; a message holds 64 KiB",
                "RFC 2136, RFC 8945; tested against BIND 9.18, tried with Knot 3.2 and PowerDNS 4.7",
                List.of(
                        "Everything goes over TCP, to the server itself: it must be the primary, a hidden one perhaps.",
                        "All changes of a zone travel in one atomic message, which applies only while the record sets are"
                                + " as they were read; other values, names and types are not touched.",
                        "After each update the values are read back, for servers ignore an update at a CNAME silently.",
                        "Clocks may differ by 5 minutes at most. A clock that is wrong (BADTIME) is a fault that passes: it"
                                + " is tried again after growing waits, and at once when the clock is set right.",
                        "PowerDNS tells neither what is wrong with a key nor that a clock is; the first hold is 5 minutes,"
                                + " doubling to a day. Knot does not tell whether a key or a right is missing.",
                        "GSS-TSIG, as Active Directory wants it, is not supported.")));
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
                settings.number("port", 1, 65_535).orElse(DNS_PORT),
                TsigKey.of(settings),
                settings.duration("timeout", Duration.ofSeconds(1), Duration.ofMinutes(1))
                        .orElse(DEFAULT_TIMEOUT),
                context.clock());
        return new Rfc2136Provider(server, settings);
    }
}
