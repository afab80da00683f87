package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.Cidr;
import io.github.ddnsjava.IpAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Addresses of Cloudflare's network. No line of a customer has one, so a host that is seen with one asks through WARP,
 * which many take for no VPN, or through another of its proxies. Stateless.
 *
 * @see <a href="https://www.cloudflare.com/ips/">Cloudflare's list</a>, to which WARP's exits, 104.28.0.0/14 and
 *     2a09:bac0::/29, are added
 */
final class CloudflareExit {
    private static final List<Cidr> BLOCKS = Stream.of(
                    "103.21.244.0/22",
                    "103.22.200.0/22",
                    "103.31.4.0/22",
                    "104.16.0.0/13",
                    "104.24.0.0/14",
                    "104.28.0.0/14",
                    "108.162.192.0/18",
                    "131.0.72.0/22",
                    "141.101.64.0/18",
                    "162.158.0.0/15",
                    "172.64.0.0/13",
                    "173.245.48.0/20",
                    "188.114.96.0/20",
                    "190.93.240.0/20",
                    "197.234.240.0/22",
                    "198.41.128.0/17",
                    "2400:cb00::/32",
                    "2405:8100::/32",
                    "2405:b500::/32",
                    "2606:4700::/32",
                    "2803:f800::/32",
                    "2a06:98c0::/29",
                    "2a09:bac0::/29",
                    "2c0f:f248::/32")
            .map(Cidr::parse)
            .toList();

    private CloudflareExit() {}

    /** Returns why an address that was seen from outside is not this host's; empty where it may be. */
    static Optional<String> refusal(IpAddress seen, Set<Cidr> allow) {
        boolean theirs = BLOCKS.stream().anyMatch(block -> block.contains(seen))
                && allow.stream().noneMatch(block -> block.contains(seen));
        return theirs
                ? Optional.of(
                        seen + " is an address of Cloudflare's own network: this host asks through WARP, a VPN, or"
                                + " another proxy of theirs; leave it, or set \"bind\" to the line's interface")
                : Optional.empty();
    }
}
