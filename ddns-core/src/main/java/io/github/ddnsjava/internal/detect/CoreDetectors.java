package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.detect.IpDetectorFactory;
import java.util.List;
import java.util.function.Function;

/** Makes the detectors that need nothing but the JDK. Stateless. */
public final class CoreDetectors implements IpDetectorFactory {
    private static final TypeDescriptor HTTP = new TypeDescriptor(
            "http",
            "HTTP echo services",
            "",
            HttpDetector.SETTINGS,
            "services ask for patience; every 5 minutes suits all known ones",
            "RFC 9110, RFC 9112",
            List.of(
                    "The connection is forced to the asked family, except to literal and loopback hosts; those are judged"
                            + " by their answer.",
                    "Proxies are never used and redirects never followed.",
                    "A service that answers 403 or 429 is asked last for an hour; one that fails again and again, for 5"
                            + " minutes, doubling up to an hour.",
                    "With a quorum, one answer is enough while it says what was agreed on last; otherwise all are asked at"
                            + " once, and if too few agree, nothing is published and every answer is told.",
                    "Formats: plain; json with a pointer (/ip) or field; trace with a key (ip), as Cloudflare has it;"
                            + " search, the only address in a text; pattern, a regular expression with one group. The"
                            + " catalog knows those of many services.",
                    "An answer of type text/plain, application/json or application/octet-stream (nginx's own), or of none, is"
                            + " read in any format; text/html and other text only with search or pattern.",
                    "A service that sees IPv4 as ::ffff:192.0.2.1 tells an IPv4 address. An answer that has neither a length"
                            + " nor a line end may be cut; it counts if a second one is the same.",
                    "Two URLs of one operator are not independent: the operator is the registrable domain unless it is"
                            + " named."));

    private static final TypeDescriptor INTERFACE = new TypeDescriptor(
            "interface",
            "Network interfaces of this host",
            "",
            List.of(
                    SettingSpec.optional(
                            "name", "The interface, by system or display name; any that leads outside by default."),
                    SettingSpec.optional("cidr", "The block, or blocks, that the address must be of."),
                    SettingSpec.optional(
                            "eui64", "true takes only IPv6 addresses made of the hardware address (EUI-64)."),
                    DetectorSettings.WATCH,
                    DetectorSettings.ALLOW),
            "",
            "Linux kernel headers (if_addr.h), RFC 8981; macOS and Windows by their manuals, not tried there",
            List.of(
                    "Tunnels are passed over unless named; what is one, the system says. Interfaces that are called like those"
                            + " of containers and virtual machines are passed over too, unless a default route leaves"
                            + " by them. If nothing is found, the message names what was passed over.",
                    "Of several the order is: reachable from the whole Internet; not of a dying prefix; not temporary; not half"
                            + " as short-lived as another; assigned by hand or DHCP; made of the hardware address; on the"
                            + " default route's interface; published already; the lowest interface; the lowest address.",
                    "A prefix (/64) is dying if the router deprecated this host's address of it, while another prefix has a"
                            + " preferred address.",
                    "Deprecated and tentative IPv6 addresses are passed over. What the JDK does not tell of them is read"
                            + " from /proc/net/if_inet6 and, where several are left, asked of ip on Linux, ifconfig -L on"
                            + " macOS and the BSDs, Get-NetIPAddress on Windows; without that, temporary ones cannot be"
                            + " told from others: set cidr or eui64 then.",
                    "A change is noticed within a second or two, without traffic."));

    private static final TypeDescriptor STATIC = new TypeDescriptor(
            "static",
            "Addresses that are known",
            "",
            List.of(
                    SettingSpec.optional("ipv4", "The IPv4 address, or a list of them."),
                    SettingSpec.optional("ipv6", "The IPv6 address, or a list of them."),
                    DetectorSettings.ALLOW),
            "",
            "",
            List.of("A family without an address is one that this host does not have."));

    private static final TypeDescriptor FIRST_OF = new TypeDescriptor(
            "first-of",
            "The first detector that finds an address",
            "",
            List.of(DetectorSettings.DETECTORS),
            "",
            "",
            List.of(
                    "They are asked in the order in which they stand.",
                    "That there is no address counts only if every detector says so."));

    private static final TypeDescriptor QUORUM = new TypeDescriptor(
            "quorum",
            "An address that several kinds of detectors agree on",
            "",
            List.of(
                    DetectorSettings.DETECTORS,
                    SettingSpec.optional("agree", "How many must agree; more than half by default.")),
            "",
            "",
            List.of(
                    "Detectors that rest on one operator count once; if fewer operators are asked than must agree, the"
                            + " configuration is refused.",
                    "The first one is enough while it says what was agreed on last. Otherwise all are"
                            + " asked at once; if too few agree, nothing is published and every answer is told."));

    private static final TypeDescriptor UNION = new TypeDescriptor(
            "union",
            "The addresses of several uplinks in one record set",
            "",
            List.of(
                    DetectorSettings.DETECTORS,
                    SettingSpec.optional(
                            "atLeast", "How many must be able to tell; all by default. The others are left out.")),
            "",
            "",
            List.of("An uplink that has no address is left out. One that cannot tell makes the whole fail, so that an"
                    + " address that works is not removed, unless atLeast says otherwise."));

    private static final TypeDescriptor PREFIX = new TypeDescriptor(
            "prefix",
            "An IPv6 prefix joined with the host part of another machine",
            "",
            List.of(
                    SettingSpec.required(
                            "detector", "Finds an address of the prefix: another's key, or settings with a \"type\"."),
                    SettingSpec.optional(
                            "length", "Bits of the prefix, 1 to 127; by default as the detector tells, else 64."),
                    SettingSpec.optional("host", "The bits behind the prefix, as in ::1:2:3:4, or a list of them."),
                    SettingSpec.optional("mac", "A hardware address to make the last 64 bits of, or a list of them."),
                    SettingSpec.optional(
                            "hostOf", "A detector whose address keeps its host part: a key, or settings.")),
            "",
            "RFC 4291 appendix A",
            List.of(
                    "One of host, mac and hostOf is needed.",
                    "A host part may carry the subnet between a delegated prefix and the last 64 bits.",
                    "There is nothing to be joined for IPv4, which counts as absent."));

    private static final TypeDescriptor STUN = new TypeDescriptor(
            "stun",
            "STUN servers",
            "https://www.rfc-editor.org/rfc/rfc8489",
            StunDetector.SETTINGS,
            "one datagram each time",
            "RFC 8489; RFC 5769's vectors; tested with coturn 4.6",
            List.of(
                    "UDP only. A request is repeated after 500 ms, doubling, while there is time.",
                    "Someone on the way can forge an answer; with a quorum, or by default a second reading, one is not"
                            + " believed alone.",
                    "Under a carrier's NAT that pools addresses two servers may see two of them: then no A record can be"
                            + " right."));

    private static final TypeDescriptor COMMAND = new TypeDescriptor(
            "command",
            "A command that prints the address",
            "",
            CommandDetector.SETTINGS,
            "4096 bytes of output",
            "",
            List.of(
                    "One address on a line and nothing else; those of the asked family count, none of it means that there"
                            + " is none. Status 0, or it failed.",
                    "It is run once for each family, which DDNS_FAMILY in its environment names: ipv4 or ipv6.",
                    "White space or invisible characters beside an address are refused. What the command leaves running is"
                            + " ended."));

    private static final TypeDescriptor FILE = new TypeDescriptor(
            "file",
            "A file that holds the address",
            "",
            FileDetector.SETTINGS,
            "4096 bytes",
            "",
            List.of(
                    "One address on a line and nothing else; what it says counts as known.",
                    "A change is noticed within a second. Write another file and rename it over this one.",
                    "UTF-8, or with a byte order mark. White space or invisible characters beside an address are refused.",
                    "It must be a regular file; a pipe or a device is refused."));

    @Override
    public List<TypeDescriptor> describe() {
        return List.of(HTTP, STUN, INTERFACE, STATIC, COMMAND, FILE, FIRST_OF, QUORUM, UNION, PREFIX);
    }

    @Override
    public IpDetector create(String type, Settings settings, Function<String, IpDetector> detectors) {
        return switch (type) {
            case "http" -> HttpDetector.of(settings);
            case "interface" -> InterfaceDetector.of(settings);
            case "static" -> StaticDetector.of(settings);
            case "stun" -> StunDetector.of(settings);
            case "command" -> CommandDetector.of(settings);
            case "file" -> FileDetector.of(settings);
            case "first-of" -> FirstOfDetector.of(settings, detectors);
            case "quorum" -> QuorumDetector.of(settings, detectors);
            case "union" -> UnionDetector.of(settings, detectors);
            case "prefix" -> PrefixDetector.of(settings, detectors);
            default -> throw new IllegalArgumentException("no type of this factory: " + type);
        };
    }
}
