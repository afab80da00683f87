package io.github.ddnsjava.internal.router;

import io.github.ddnsjava.internal.http.Deadline;
import io.github.ddnsjava.internal.http.InsecureUrls;
import io.github.ddnsjava.internal.text.OutsideText;
import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Searches the router's UPnP description (SSDP, UPnP Device Architecture 2.0 section 1.3), on the interface towards the
 * router. Anybody on the network may answer; what counts is what the router answers about itself. For one thread.
 */
final class Ssdp implements Closeable {
    static final InetSocketAddress GROUP = new InetSocketAddress("239.255.255.250", 1900);

    private static final int MAX_BYTES = 4096;
    private static final Duration AGAIN = Duration.ofSeconds(1);
    /** With or without a reason phrase. */
    private static final Pattern OK = Pattern.compile("(?i)HTTP/1\\.[0-9][ \\t]+200(?![^ \\t\\r\\n])");
    /** On its line, or folded to the next. Only a line feed ends a line: devices write bytes above 0x7F. */
    private static final Pattern LOCATION =
            Pattern.compile("(?imd)^location[ \\t]*:(?:\\r?\\n)?[ \\t]*([!-~]{1,1000})[ \\t]*\\r?$");
    /** Each is answered by some devices only. */
    private static final List<String> TARGETS = List.of(
            "urn:schemas-upnp-org:device:InternetGatewayDevice:1",
            "urn:schemas-upnp-org:device:InternetGatewayDevice:2",
            "urn:schemas-upnp-org:service:WANIPConnection:1",
            "urn:schemas-upnp-org:service:WANPPPConnection:1",
            "upnp:rootdevice");

    private final RouterPath path;
    private final InetSocketAddress group;
    private final DatagramChannel channel;
    private final Set<URI> seen = new HashSet<>();

    Ssdp(RouterPath path, InetSocketAddress group) throws IOException {
        this.path = path;
        this.group = group;
        this.channel = DatagramChannel.open(StandardProtocolFamily.INET);
        try {
            channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, path.by());
            channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 2);
            channel.bind(path.localAt(0));
            search();
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private void search() throws IOException {
        for (String target : TARGETS) {
            byte[] search = String.join(
                            "\r\n",
                            "M-SEARCH * HTTP/1.1",
                            "HOST: 239.255.255.250:1900",
                            "MAN: \"ssdp:discover\"",
                            "MX: 1",
                            "ST: " + target,
                            "",
                            "")
                    .getBytes(StandardCharsets.US_ASCII);
            channel.socket().send(new DatagramPacket(search, search.length, group));
        }
    }

    /** Returns a description that was not returned before; empty where none comes in time. */
    Optional<URI> next(Deadline deadline) throws IOException {
        while (!deadline.isOver()) {
            Deadline turn = deadline.atMost(AGAIN);
            while (!turn.isOver()) {
                Optional<URI> found = receive(turn);
                if (found.isPresent() && seen.add(found.get())) {
                    return found;
                }
            }
            search();
        }
        return Optional.empty();
    }

    private Optional<URI> receive(Deadline turn) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[MAX_BYTES], MAX_BYTES);
        DatagramSocket socket = channel.socket();
        try {
            socket.setSoTimeout(turn.millisLeft());
            socket.receive(packet);
        } catch (SocketTimeoutException nothing) {
            return Optional.empty();
        }
        boolean fromRouter = packet.getAddress().equals(path.gateway().toInetAddress());
        return fromRouter
                ? location(OutsideText.decode(
                                Arrays.copyOf(packet.getData(), packet.getLength()), StandardCharsets.ISO_8859_1))
                        .filter(uri -> isOf(path, uri))
                : Optional.empty();
    }

    /** Reads an answer; empty where it is none. */
    static Optional<URI> location(String answer) {
        Matcher location = LOCATION.matcher(answer);
        if (!OK.matcher(answer).lookingAt() || !location.find()) {
            return Optional.empty();
        }
        try {
            return Optional.of(URI.create(location.group(1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Tells whether a URL leads to the router: whoever answers must not send us to ask others in our network. */
    static boolean isOf(RouterPath path, URI uri) {
        return "http".equalsIgnoreCase(uri.getScheme())
                && uri.getHost() != null
                && uri.getRawUserInfo() == null
                && InsecureUrls.literal(uri).filter(path.gateway()::equals).isPresent();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
