package io.github.ddnsjava.detect;

import io.github.ddnsjava.Cidr;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells which addresses must not be published because this host cannot be reached by them from elsewhere. These are the
 * blocks that the IANA special-purpose registries of both families list, and all IPv6 addresses outside the global
 * unicast space. Blocks that are globally routable but never belong to a single host (AS112, anycast of relays) are
 * refused too. Stateless and thread-safe.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">IPv4 special-purpose registry</a>
 * @see <a href="https://www.iana.org/assignments/iana-ipv6-special-registry">IPv6 special-purpose registry</a>
 */
public final class AddressGuard {
    /** The reason why an address is refused. */
    public enum Reason {
        /** Used inside one network: RFC 1918, unique local, site local. */
        PRIVATE,
        /** Shared by the customers of a carrier: RFC 6598. */
        CGNAT,
        /** This host itself. */
        LOOPBACK,
        /** Valid on one link only. */
        LINK_LOCAL,
        /** Not an address: the unspecified address, "this network". */
        UNSPECIFIED,
        /** Reserved for examples in documentation. */
        DOCUMENTATION,
        /** Reserved for benchmarks, and used by some proxies for fake addresses. */
        BENCHMARKING,
        /** Reaches many hosts at once; includes broadcast. */
        MULTICAST,
        /** Represents an address of the other family: mapped, NAT64, 6to4, Teredo. */
        TRANSITION,
        /** A service of the Internet itself that answers in many places: AS112, relays, anycast. */
        INFRASTRUCTURE,
        /** An identifier that looks like an address and is not a locator. */
        IDENTIFIER,
        /** Reserved for future use, or returned. */
        RESERVED
    }

    /**
     * An address that must not be published, and the reason. Immutable and thread-safe.
     *
     * @param address the address
     * @param reason the reason, for programs
     * @param message the reason, for people: a sentence that begins with the address
     */
    public record Refusal(IpAddress address, Reason reason, String message) {}

    /** A row of the registries. The sentence continues "ADDRESS is ". */
    record Block(Cidr cidr, Reason reason, String sentence) {}

    private static final Cidr GLOBAL_UNICAST = Cidr.parse("2000::/3");

    /** A block that lies inside another one comes first. */
    static final List<Block> BLOCKS = List.of(
            block("0.0.0.0/8", Reason.UNSPECIFIED, "no address, but \"this network\""),
            block("10.0.0.0/8", Reason.PRIVATE, "a private address: it is not reachable from the Internet"),
            block(
                    "100.64.0.0/10",
                    Reason.CGNAT,
                    "a CGNAT address: this line has no public IPv4 address of its own; use IPv6, or ask the carrier for"
                            + " one"),
            block("127.0.0.0/8", Reason.LOOPBACK, "a loopback address: it means this host itself"),
            block("169.254.0.0/16", Reason.LINK_LOCAL, "a link-local address: DHCP may have failed"),
            block("172.16.0.0/12", Reason.PRIVATE, "a private address: it is not reachable from the Internet"),
            block(
                    "192.0.0.0/29",
                    Reason.TRANSITION,
                    "a DS-Lite address: this line has no public IPv4 address of its own"),
            block("192.0.0.8/32", Reason.RESERVED, "the IPv4 dummy address"),
            block("192.0.0.9/32", Reason.INFRASTRUCTURE, "the anycast address of port control (PCP)"),
            block("192.0.0.10/32", Reason.INFRASTRUCTURE, "the anycast address of TURN relays"),
            block("192.0.0.170/31", Reason.TRANSITION, "an address for the discovery of NAT64"),
            block("192.0.0.0/24", Reason.RESERVED, "reserved for protocols"),
            block("192.0.2.0/24", Reason.DOCUMENTATION, "an address for documentation (TEST-NET-1)"),
            block("192.31.196.0/24", Reason.INFRASTRUCTURE, "an address of the AS112 project"),
            block("192.52.193.0/24", Reason.INFRASTRUCTURE, "an anycast address of multicast relays (AMT)"),
            block("192.88.99.0/24", Reason.TRANSITION, "an anycast address of the former 6to4 relays"),
            block("192.168.0.0/16", Reason.PRIVATE, "a private address: it is not reachable from the Internet"),
            block("192.175.48.0/24", Reason.INFRASTRUCTURE, "an address of the AS112 project"),
            block(
                    "198.18.0.0/15",
                    Reason.BENCHMARKING,
                    "an address for benchmarks: a proxy on this host or router may be making addresses up"),
            block("198.51.100.0/24", Reason.DOCUMENTATION, "an address for documentation (TEST-NET-2)"),
            block("203.0.113.0/24", Reason.DOCUMENTATION, "an address for documentation (TEST-NET-3)"),
            block("224.0.0.0/4", Reason.MULTICAST, "a multicast address"),
            block("255.255.255.255/32", Reason.MULTICAST, "the broadcast address"),
            block("240.0.0.0/4", Reason.RESERVED, "reserved for the future"),
            block("::/128", Reason.UNSPECIFIED, "no address, but the unspecified one"),
            block("::1/128", Reason.LOOPBACK, "the loopback address: it means this host itself"),
            block("::/96", Reason.TRANSITION, "an IPv4-compatible address, a form that is no longer used"),
            block("::ffff:0:0/96", Reason.TRANSITION, "an IPv4 address in IPv6 form"),
            block("64:ff9b::/96", Reason.TRANSITION, "a NAT64 address: it stands for an IPv4 address elsewhere"),
            block(
                    "64:ff9b:1::/48",
                    Reason.TRANSITION,
                    "a local NAT64 address: it stands for an IPv4 address elsewhere"),
            block("100::/64", Reason.RESERVED, "an address whose packets are discarded"),
            block("100:0:0:1::/64", Reason.RESERVED, "an IPv6 dummy address"),
            block("2001::/32", Reason.TRANSITION, "a Teredo address: a tunnel that is no longer run"),
            block("2001:1::1/128", Reason.INFRASTRUCTURE, "the anycast address of port control (PCP)"),
            block("2001:1::2/128", Reason.INFRASTRUCTURE, "the anycast address of TURN relays"),
            block("2001:1::3/128", Reason.INFRASTRUCTURE, "the anycast address of DNS-SD registration (SRP)"),
            block("2001:2::/48", Reason.BENCHMARKING, "an address for benchmarks"),
            block("2001:3::/32", Reason.INFRASTRUCTURE, "an anycast address of multicast relays (AMT)"),
            block("2001:4:112::/48", Reason.INFRASTRUCTURE, "an address of the AS112 project"),
            block("2001:10::/28", Reason.IDENTIFIER, "a former ORCHID identifier"),
            block("2001:20::/28", Reason.IDENTIFIER, "an ORCHIDv2 identifier"),
            block("2001:30::/28", Reason.IDENTIFIER, "an identifier of a drone"),
            block("2001::/23", Reason.RESERVED, "reserved for protocols"),
            block("2001:db8::/32", Reason.DOCUMENTATION, "an address for documentation"),
            block("2002::/16", Reason.TRANSITION, "a 6to4 address: a tunnel that is no longer run"),
            block("2620:4f:8000::/48", Reason.INFRASTRUCTURE, "an address of the AS112 project"),
            block("3ffe::/16", Reason.RESERVED, "an address of the former 6bone"),
            block("3fff::/20", Reason.DOCUMENTATION, "an address for documentation"),
            block("5f00::/16", Reason.IDENTIFIER, "a segment-routing identifier (SRv6)"),
            block(
                    "fc00::/7",
                    Reason.PRIVATE,
                    "a private (unique local) address: it is not reachable from the Internet"),
            block("fe80::/10", Reason.LINK_LOCAL, "a link-local address"),
            block("fec0::/10", Reason.PRIVATE, "a private (site local) address, a form that is no longer used"),
            block("ff00::/8", Reason.MULTICAST, "a multicast address"));

    private AddressGuard() {}

    /**
     * Checks an address.
     *
     * @param allow blocks whose addresses may be published whatever the registries say
     * @return the reason why the address must not be published; empty if it may be published
     */
    public static Optional<Refusal> refusal(IpAddress address, Set<Cidr> allow) {
        if (allow.stream().anyMatch(cidr -> cidr.contains(address))) {
            return Optional.empty();
        }
        for (Block block : BLOCKS) {
            if (block.cidr().contains(address)) {
                return Optional.of(new Refusal(address, block.reason(), address + " is " + block.sentence()));
            }
        }
        return address.family() == IpFamily.IPV4 || GLOBAL_UNICAST.contains(address)
                ? Optional.empty()
                : Optional.of(new Refusal(
                        address, Reason.RESERVED, address + " is outside the IPv6 space for hosts (2000::/3)"));
    }

    private static Block block(String cidr, Reason reason, String sentence) {
        return new Block(Cidr.parse(cidr), reason, sentence);
    }
}
