package io.github.ddnsjava.internal.router;

import io.github.ddnsjava.Cidr;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.internal.detect.DetectorSettings;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What all detectors that ask the router take. Immutable and thread-safe.
 *
 * @param operator who answers, as far as is known before asking: the same router, however it is asked
 * @param gateway tells which router
 * @param allow blocks whose addresses are published although they are not globally routable
 * @param events whether its announcements are listened to
 */
record RouterSettings(String operator, GatewayFinder gateway, Set<Cidr> allow, boolean events) {
    private static final SettingSpec GATEWAY = SettingSpec.optional(
            "gateway", "The router's IPv4 address on the local network. Default: the router of the default route.");
    private static final SettingSpec EVENTS = SettingSpec.optional(
                    "events",
                    "true: the detector listens to the router's announcements, and a change is noticed at once. This"
                            + " opens a port towards the router.")
            .as(SettingType.flag());

    static final List<SettingSpec> SPECS = List.of(GATEWAY, EVENTS, DetectorSettings.ALLOW);

    /**
     * Reads them.
     *
     * @throws io.github.ddnsjava.exception.ConfigurationException if one is wrong
     */
    static RouterSettings of(Settings settings) {
        Optional<IpAddress> gateway = settings.optionalText(GATEWAY.name())
                .map(text -> IpAddress.tryParse(text)
                        .filter(RouterSettings::isOneHost)
                        .orElseThrow(() -> settings.wrong(
                                GATEWAY.name(), text, "the IPv4 address of the router, as in 192.168.1.1")));
        return new RouterSettings(
                gateway.map(address -> "router " + address).orElse("router"),
                gateway.<GatewayFinder>map(address -> () -> address).orElse(DefaultGateway::ofThisHost),
                DetectorSettings.allow(settings),
                settings.flag(EVENTS).orElse(false));
    }

    private static boolean isOneHost(IpAddress address) {
        InetAddress jdk = address.toInetAddress();
        return address.family() == IpFamily.IPV4
                && !jdk.isAnyLocalAddress()
                && !jdk.isMulticastAddress()
                && !address.toString().equals("255.255.255.255");
    }
}
