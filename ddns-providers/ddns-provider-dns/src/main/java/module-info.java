/**
 * RFC 2136 updates, authoritative look-ups, and name servers that tell who asks, by dnsjava.
 *
 * @provides io.github.ddnsjava.detect.IpDetectorFactory the detector {@code dns}
 * @provides io.github.ddnsjava.publish.DnsProviderFactory the provider {@code rfc2136}
 * @provides io.github.ddnsjava.NameLookupFactory look-ups at other servers than the system's
 */
module io.github.ddnsjava.provider.dns {
    requires transitive io.github.ddnsjava;
    requires org.dnsjava;
    requires static org.jspecify;

    exports io.github.ddnsjava.provider.dns;

    provides io.github.ddnsjava.publish.DnsProviderFactory with
            io.github.ddnsjava.provider.dns.Rfc2136Factory;
    provides io.github.ddnsjava.detect.IpDetectorFactory with
            io.github.ddnsjava.provider.dns.WhoamiFactory;
    provides io.github.ddnsjava.NameLookupFactory with
            io.github.ddnsjava.provider.dns.DnsLookupFactory;
}
