package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
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
            "services ask clients not to poll often; every 5 minutes is accepted by all known services",
            "RFC 9110, RFC 9112",
            List.of(
                    "The connection always uses the requested family. Literal and loopback hosts are the"
                            + " exception: there the family of the answer decides.",
                    "Proxies are never used. Redirects are never followed.",
                    "A service that answers 403 or 429 is asked last for an hour. A service that fails twice"
                            + " in a row is asked last for 5 minutes. This time doubles with each further failure, up"
                            + " to an hour.",
                    "With a quorum, one answer is enough if it is the address that was agreed on last."
                            + " Otherwise all sources are asked at once. If too few agree, nothing is published, and"
                            + " the event shows every answer.",
                    "Formats: plain; json with a pointer (/ip) or a field; trace with a key (ip), the format"
                            + " of Cloudflare; search, the only address in a text; pattern, a regular expression with"
                            + " one group. The catalog contains the formats of many services.",
                    "An answer with the content type text/plain, application/json or"
                            + " application/octet-stream (the default of nginx), or without a content type, is read in"
                            + " every format. text/html and other text types are read only with search or pattern.",
                    "The answer ::ffff:192.0.2.1 counts as an IPv4 address. An answer that has neither a"
                            + " length nor a line end may be cut off. It counts if a second answer is the same.",
                    "Two URLs of one operator are not independent. The operator is the registrable domain,"
                            + " unless the setting operator names it."));

    private static final TypeDescriptor INTERFACE = new TypeDescriptor(
            "interface",
            "Network interfaces of this host",
            "",
            List.of(
                    SettingSpec.optional(
                            "name",
                            "The system name or display name of the interface. Default: every interface that"
                                    + " leads outside."),
                    SettingSpec.optional("cidr", "The block, or a list of blocks, that must contain the address.")
                            .as(SettingType.list(SettingType.text())),
                    SettingSpec.optional(
                                    "eui64",
                                    "true: only IPv6 addresses that are made from the hardware address (EUI-64) are"
                                            + " used.")
                            .as(SettingType.flag()),
                    DetectorSettings.WATCH,
                    DetectorSettings.ALLOW),
            "",
            "Linux kernel headers (if_addr.h), RFC 8981; for macOS and Windows their manuals, not tested" + " there",
            List.of(
                    "Tunnels are passed over unless name is set. The operating system tells which interface"
                            + " is a tunnel. Interfaces with the names of container or virtual machine interfaces are"
                            + " passed over too, unless a default route uses them. If no address is found, the message"
                            + " names the interfaces that were passed over.",
                    "If there are several addresses, these rules choose one, in this order: it is reachable"
                            + " from the whole Internet; its prefix is not dying; it is not temporary; it lasts at"
                            + " least half as long as the address that lasts longest; it was assigned by hand or by"
                            + " DHCP; it is made from the hardware address; it is on the interface of the default"
                            + " route; it is the one that is already published; it has the lowest interface number; it"
                            + " is the lowest address.",
                    "A prefix (/64) is dying if the router has deprecated this host's address in it, while"
                            + " another prefix has a preferred address.",
                    "Deprecated and tentative IPv6 addresses are passed over. The JDK does not tell which"
                            + " addresses these are. The detector reads /proc/net/if_inet6. If several addresses"
                            + " remain, it runs ip on Linux, ifconfig -L on macOS and the BSDs, and Get-NetIPAddress"
                            + " on Windows. Without these, temporary addresses cannot be distinguished from others."
                            + " Set cidr or eui64 in that case.",
                    "A change is noticed within a second or two. No traffic is needed."));

    private static final TypeDescriptor STATIC = new TypeDescriptor(
            "static",
            "Known addresses",
            "",
            List.of(
                    SettingSpec.optional("ipv4", "The IPv4 address, or a list of addresses.")
                            .as(SettingType.list(SettingType.text()))
                            .example("192.0.2.1"),
                    SettingSpec.optional("ipv6", "The IPv6 address, or a list of addresses.")
                            .as(SettingType.list(SettingType.text()))
                            .example("2001:db8::1"),
                    DetectorSettings.ALLOW),
            "",
            "",
            List.of("A family without an address is reported as absent."));

    private static final TypeDescriptor FIRST_OF = new TypeDescriptor(
            "first-of",
            "The first detector that finds an address",
            "",
            List.of(DetectorSettings.DETECTORS),
            "",
            "",
            List.of(
                    "The detectors are asked in the order of the list.",
                    "The family is reported as absent only if every detector reports it as absent."));

    private static final TypeDescriptor QUORUM = new TypeDescriptor(
            "quorum",
            "Several detectors that must agree on an address",
            "",
            List.of(
                    DetectorSettings.DETECTORS,
                    SettingSpec.optional("agree", "How many detectors must agree. Default: more than half.")
                            .as(SettingType.number(1, Integer.MAX_VALUE))),
            "",
            "",
            List.of(
                    "Detectors that use the same operator count once. The configuration is refused if it has"
                            + " fewer operators than must agree.",
                    "The first detector is enough if it gives the address that was agreed on last. Otherwise"
                            + " all detectors are asked at once. If too few agree, nothing is published, and the event"
                            + " shows every answer."));

    private static final TypeDescriptor UNION = new TypeDescriptor(
            "union",
            "The addresses of several uplinks in one record set",
            "",
            List.of(
                    DetectorSettings.DETECTORS,
                    SettingSpec.optional(
                                    "atLeast",
                                    "How many detectors must give an answer. Default: all. Detectors that fail are"
                                            + " left out if enough others answer.")
                            .as(SettingType.number(1, Integer.MAX_VALUE))),
            "",
            "",
            List.of("An uplink that has no address is left out. If one detector fails, the whole detection fails,"
                    + " unless atLeast allows it. In this way no working address is removed."));

    private static final TypeDescriptor PREFIX = new TypeDescriptor(
            "prefix",
            "An IPv6 prefix joined with the host part of another machine",
            "",
            List.of(
                    SettingSpec.required(
                                    "detector",
                                    "The detector that finds an address in the prefix. It is the key of another"
                                            + " detector, or settings with a \"type\".")
                            .as(SettingType.detector()),
                    PrefixDetector.LENGTH,
                    SettingSpec.optional(
                                    "host", "The bits after the prefix, for example ::1:2:3:4, or a list of these.")
                            .as(SettingType.list(SettingType.text()))
                            .example("::1:2:3:4"),
                    SettingSpec.optional(
                                    "mac",
                                    "A hardware address from which the last 64 bits are made, or a list of hardware"
                                            + " addresses.")
                            .as(SettingType.list(SettingType.text())),
                    SettingSpec.optional(
                                    "hostOf",
                                    "A detector. The host part of its address is used. It is the key of another"
                                            + " detector, or settings with a \"type\".")
                            .as(SettingType.detector())),
            "",
            "RFC 4291 appendix A",
            List.of(
                    "One of host, mac and hostOf is required.",
                    "A host part can contain the subnet bits between a delegated prefix and the last 64" + " bits.",
                    "IPv4 is always reported as absent, because it has no prefix to join."));

    private static final TypeDescriptor STUN = new TypeDescriptor(
            "stun",
            "STUN servers",
            "https://www.rfc-editor.org/rfc/rfc8489",
            StunDetector.SETTINGS,
            "one datagram for each poll",
            "RFC 8489; test vectors of RFC 5769; tested with coturn 4.6",
            List.of(
                    "Only UDP is used. A request is repeated after 500 ms, then after twice that time, and"
                            + " so on until the time is over.",
                    "Anybody on the path can forge an answer. A single answer is therefore not enough: the"
                            + " default policy asks for a second reading, and a quorum asks for more.",
                    "A carrier's NAT can use a pool of addresses. Two servers may then see two different"
                            + " addresses, and no A record can be correct."));

    private static final TypeDescriptor COMMAND = new TypeDescriptor(
            "command",
            "A command that prints the address",
            "",
            CommandDetector.SETTINGS,
            "4096 bytes of output",
            "",
            List.of(
                    "The command prints one address on each line and nothing else. Addresses of the"
                            + " requested family are used. If there are none, the family is reported as absent. An"
                            + " exit status other than 0 is a failure.",
                    "The command runs once for each family. The environment variable DDNS_FAMILY contains"
                            + " the family: ipv4 or ipv6.",
                    "Of the other variables of this process it gets PATH, HOME, the language and the like, and no others,"
                            + " because they may be credentials.",
                    "A reference among the arguments is replaced. Every user of this host can see what it stands for in the"
                            + " list of processes, so it must be no secret.",
                    "White space and invisible characters next to an address are refused. Processes that the"
                            + " command leaves running are ended."));

    private static final TypeDescriptor FILE = new TypeDescriptor(
            "file",
            "A file that contains the address",
            "",
            FileDetector.SETTINGS,
            "4096 bytes",
            "",
            List.of(
                    "The file contains one address on each line and nothing else. No second reading is" + " needed.",
                    "A change is noticed within a second. To replace the file, write a new file and rename"
                            + " it to this name.",
                    "The file is UTF-8, or it begins with a byte order mark. White space and invisible"
                            + " characters next to an address are refused.",
                    "It must be a regular file. Pipes and devices are refused."));

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
