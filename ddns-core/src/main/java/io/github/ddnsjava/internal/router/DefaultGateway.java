package io.github.ddnsjava.internal.router;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.internal.detect.SystemProgram;
import io.github.ddnsjava.internal.text.LocalFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The router that this system sends IPv4 packets to, which the JDK does not tell: from {@code /proc/net/route} on
 * Linux, from the system's {@code route} program elsewhere.
 */
final class DefaultGateway {
    /** A default route; a gateway of 0.0.0.0 means that there is none behind the interface. */
    private record Route(String on, IpAddress gateway, long metric) {
        boolean hasGateway() {
            return !gateway.equals(IpAddress.of(new byte[4]));
        }
    }

    private static final Path PROC_NET_ROUTE = Path.of("/proc/net/route");

    // Linux: interface, destination, gateway, flags, references, uses, metric, mask; addresses in the host's byte
    // order.
    private static final Pattern LINUX = Pattern.compile(
            "(?<on>\\S+)\\s+00000000\\s+(?<gateway>[0-9A-F]{8})\\s+(?<flags>[0-9A-F]{4})\\s+\\d+\\s+\\d+"
                    + "\\s+(?<metric>\\d{1,10})\\s+00000000\\s.*");
    private static final int UP = 1;

    // Words are in the user's language, so only the columns count: network, mask, gateway or "on-link", interface,
    // metric.
    private static final Pattern WINDOWS =
            Pattern.compile("\\s*0\\.0\\.0\\.0\\s+0\\.0\\.0\\.0\\s+(?<gateway>\\S+)\\s+(?<on>[0-9.]{7,15})"
                    + "\\s+(?<metric>\\d{1,10})\\s*");
    private static final Pattern BSD = Pattern.compile("(?m)^\\s*gateway: (?<gateway>[0-9.]{7,15})\\s*$");

    private DefaultGateway() {}

    /** Finds it. */
    static IpAddress ofThisHost() throws IOException {
        if (Files.isReadable(PROC_NET_ROUTE)) {
            return linux(LocalFile.systemLines(PROC_NET_ROUTE), ByteOrder.nativeOrder());
        }
        if (SystemProgram.onWindows()) {
            return windows(SystemProgram.output(SystemProgram.ofWindows("ROUTE.EXE"), "print", "-4", "0.0.0.0"));
        }
        return bsd(SystemProgram.output("/sbin/route", "-n", "get", "default"));
    }

    /** Reads the lines of {@code /proc/net/route}. */
    static IpAddress linux(List<String> lines, ByteOrder order) throws IOException {
        return best(lines.stream()
                .map(LINUX::matcher)
                .filter(line -> line.matches() && (Integer.parseInt(line.group("flags"), 16) & UP) != 0)
                .map(line -> {
                    int gateway = Integer.parseUnsignedInt(line.group("gateway"), 16);
                    byte[] bytes =
                            ByteBuffer.allocate(4).order(order).putInt(gateway).array();
                    return new Route(line.group("on"), IpAddress.of(bytes), Long.parseLong(line.group("metric")));
                }));
    }

    /** Reads what {@code route print} writes on Windows, in any language. */
    static IpAddress windows(String output) throws IOException {
        return best(output.lines()
                .map(WINDOWS::matcher)
                .filter(Matcher::matches)
                .map(line -> new Route(
                        line.group("on"),
                        IpAddress.tryParse(line.group("gateway")).orElse(IpAddress.of(new byte[4])),
                        Long.parseLong(line.group("metric")))));
    }

    /** Reads what {@code route -n get default} writes on macOS and the BSDs. */
    static IpAddress bsd(String output) throws IOException {
        Matcher line = BSD.matcher(output);
        return best(
                line.find()
                        ? IpAddress.tryParse(line.group("gateway")).map(gateway -> new Route("", gateway, 0)).stream()
                        : Stream.empty());
    }

    private static IpAddress best(Stream<Route> routes) throws IOException {
        List<Route> byMetric =
                routes.sorted(Comparator.comparingLong(Route::metric)).toList();
        if (byMetric.isEmpty()) {
            throw new IOException("no default gateway: this host has no IPv4 default route, or one without a router;"
                    + " set \"gateway\" to the router's address");
        }
        return byMetric.stream()
                .filter(route -> route.hasGateway() && route.gateway().family() == IpFamily.IPV4)
                .findFirst()
                .map(Route::gateway)
                .orElseThrow(() -> new IOException("no default gateway: the default route leads into "
                        + byMetric.get(0).on()
                        + " without a router (a tunnel, or a modem); set \"gateway\" to the router's address"));
    }
}
