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
            List.of(
                    SettingSpec.required(
                            "urls",
                            "Pages that answer the asker's address, in the order in which they are asked. Each is a URL,"
                                    + " or {\"url\", \"family\", \"operator\", \"format\": \"json\", \"field\"}."),
                    SettingSpec.optional(
                            "quorum", "How many independent operators must name the same address; 1 by default."),
                    DetectorSettings.ALLOW,
                    SettingSpec.optional(
                            "allowInsecure", "true allows plain HTTP, whose answer anybody on the way can change.")),
            "services ask for patience; every 5 minutes suits all known ones",
            "RFC 9110, RFC 9112",
            List.of(
                    "The connection is forced to the asked family, except to literal and loopback hosts; those are judged"
                            + " by their answer.",
                    "Proxies are never used and redirects never followed.",
                    "A service that answers 403 or 429 is asked last for an hour.",
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
                    DetectorSettings.ALLOW),
            "",
            "Linux kernel headers (if_addr.h), RFC 8981",
            List.of(
                    "Bridges, tunnels and the interfaces of containers are passed over unless named.",
                    "Temporary IPv6 addresses come last and deprecated ones are passed over; both are known on Linux"
                            + " only."));

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
            List.of(SettingSpec.required(
                    "detectors",
                    "The detectors in the order in which they are asked: keys of others, or their settings with a"
                            + " \"type\".")),
            "",
            "",
            List.of("That there is no address counts only if every detector says so."));

    @Override
    public List<TypeDescriptor> describe() {
        return List.of(HTTP, INTERFACE, STATIC, FIRST_OF);
    }

    @Override
    public IpDetector create(String type, Settings settings, Function<String, IpDetector> detectors) {
        return switch (type) {
            case "http" -> HttpDetector.of(settings);
            case "interface" -> InterfaceDetector.of(settings);
            case "static" -> StaticDetector.of(settings);
            case "first-of" -> FirstOfDetector.of(settings, detectors);
            default -> throw new IllegalArgumentException("no type of this factory: " + type);
        };
    }
}
