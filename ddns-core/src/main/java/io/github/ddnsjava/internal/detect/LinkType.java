package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.internal.text.LocalFile;
import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * Tells tunnels from lines, by what the system says of an interface and never by the name that a person gave it. On
 * Linux that is the hardware type of the kernel (include/uapi/linux/if_arp.h); elsewhere the JDK tells only whether a
 * link is point to point. Stateless.
 */
final class LinkType {
    private static final Path INTERFACES = Path.of("/sys/class/net");

    /** IPIP, IPv6 in IPv6, IPv6 in IPv4 (6in4, 6to4, 6rd), GRE, GRE over IPv6. */
    private static final Set<String> TUNNELS = Set.of("768", "769", "776", "778", "823");
    /** No hardware header: TUN devices and WireGuard, but mobile modems too, which are devices. */
    private static final String NONE = "65534";

    private LinkType() {}

    /** Tells whether it is a tunnel. A PPP line, as of PPPoE, is none. */
    static boolean isTunnel(NetworkInterface each) throws IOException {
        return isTunnel(INTERFACES, each.getName(), each.isPointToPoint());
    }

    /** For tests: the same, by a directory as Linux has it. */
    static boolean isTunnel(Path interfaces, String name, boolean pointToPoint) {
        Path its = interfaces.resolve(name);
        String type = type(its);
        if (type.isEmpty()) {
            // The driver's name, on the BSDs and macOS, and on Windows what the JDK calls the type PPP.
            return pointToPoint && !name.startsWith("ppp");
        }
        return TUNNELS.contains(type) || type.equals(NONE) && !Files.exists(its.resolve("device"));
    }

    private static String type(Path its) {
        try {
            return LocalFile.systemLines(its.resolve("type")).stream()
                    .findFirst()
                    .orElse("");
        } catch (IOException notLinux) {
            return "";
        }
    }
}
