package io.github.ddnsjava.internal.router;

import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.detect.IpDetectorFactory;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Makes the detectors that ask the router. Stateless. */
public final class RouterDetectors implements IpDetectorFactory {
    private static final String IPV4_ONLY = "It detects only IPv4 addresses.";
    private static final String DOUBLE_NAT =
            "A private or shared (CGNAT) address is refused: another router, or the carrier, translates"
                    + " addresses too. The message says what to do.";
    private static final String NOT_INDEPENDENT =
            "One router counts as one operator in quorums and second readings, whatever protocol is used.";
    private static final String LISTENS =
            "The router sends its announcements to all hosts (224.0.0.1, UDP ports 5350 and 5351). Allow them in the"
                    + " firewall of this host. An announcement only starts a poll; its address is not used.";

    private static final Duration SEARCH = Duration.ofMillis(2500);

    private static final TypeDescriptor NAT_PMP = new TypeDescriptor(
            "nat-pmp",
            "The router, by NAT-PMP",
            "https://www.rfc-editor.org/rfc/rfc6886",
            RouterSettings.SPECS,
            "",
            "RFC 6886, miniupnpd 2.3.1",
            List.of(IPV4_ONLY, DOUBLE_NAT, NOT_INDEPENDENT, LISTENS));

    private static final TypeDescriptor PCP = new TypeDescriptor(
            "pcp",
            "The router, by PCP",
            "https://www.rfc-editor.org/rfc/rfc6887",
            RouterSettings.SPECS,
            "",
            "RFC 6887, miniupnpd 2.3.1",
            List.of(
                    IPV4_ONLY,
                    "Each poll creates a port mapping to its own socket and deletes it at once. The router"
                            + " must allow mappings.",
                    "Behind carrier-grade NAT, the address may be valid only for that mapping.",
                    DOUBLE_NAT,
                    NOT_INDEPENDENT,
                    LISTENS));

    private static final TypeDescriptor UPNP = new TypeDescriptor(
            "upnp",
            "The router, by UPnP",
            "https://openconnectivity.org/developer/specifications/upnp-resources/upnp/internet-gateway-device-igd-v-2-0/",
            RouterSettings.SPECS,
            "",
            "UPnP Device Architecture 2.0, IGD 1 and 2, miniupnpd 2.3.1",
            List.of(
                    IPV4_ONLY,
                    "If the router has several WAN connections, the connection that reports \"connected\" is"
                            + " used.",
                    DOUBLE_NAT,
                    NOT_INDEPENDENT,
                    "For its events (GENA), the router connects to a TCP port of this host. Allow this in"
                            + " the firewall of this host."));

    @Override
    public List<TypeDescriptor> describe() {
        return List.of(NAT_PMP, PCP, UPNP);
    }

    @Override
    public IpDetector create(String type, Settings settings, Function<String, IpDetector> detectors) {
        RouterSettings router = RouterSettings.of(settings);
        return switch (type) {
            case "nat-pmp" -> new NatPmpDetector(router, NatPmp.PORT);
            case "pcp" -> new PcpDetector(router, NatPmp.PORT);
            case "upnp" -> new UpnpDetector(router, new Upnp(Ssdp.GROUP, SEARCH));
            default -> throw new IllegalArgumentException("no type of this factory: " + type);
        };
    }
}
