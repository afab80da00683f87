package io.github.ddnsjava.detect;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.internal.detect.FirstOfDetector;
import io.github.ddnsjava.internal.detect.HttpDetector;
import io.github.ddnsjava.internal.detect.InterfaceDetector;
import io.github.ddnsjava.internal.detect.SourcesDetector;
import io.github.ddnsjava.internal.detect.StaticDetector;
import io.github.ddnsjava.internal.discovery.Discovery;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Makes detectors: the built-in ones by name, and any on the path by type. */
public final class IpDetectors {
    private IpDetectors() {}

    /**
     * Asks echo services, in turn: the first that answers well decides, a second reading asks another. Each serves any
     * family; the connection is forced to the asked one, except to literal and loopback hosts.
     *
     * @throws io.github.ddnsjava.exception.ConfigurationException if a URL is not one, or is plain HTTP to another host
     */
    public static IpDetector http(String... urls) {
        return HttpDetector.of(Settings.of("urls", List.of(urls)));
    }

    /** Reads the addresses of this host's network interfaces. */
    public static IpDetector networkInterface() {
        return InterfaceDetector.of(Settings.none());
    }

    /** Reads the addresses of that network interface. */
    public static IpDetector networkInterface(String name) {
        return InterfaceDetector.of(Settings.of("name", name));
    }

    /** Knows these addresses. Other families are absent. */
    public static IpDetector fixed(IpAddress... addresses) {
        return new StaticDetector(new HashSet<>(List.of(addresses)), Set.of());
    }

    /** Asks the detectors in turn; the first that does not fail decides. */
    public static IpDetector firstOf(IpDetector... detectors) {
        return new FirstOfDetector(List.of(detectors));
    }

    /**
     * Asks sources that see this host from outside, with the settings of {@link #sourceSettings}.
     *
     * @param listed the setting that lists the sources, for messages
     * @throws io.github.ddnsjava.exception.ConfigurationException if there are no sources, or fewer operators than the
     *     quorum wants
     */
    public static IpDetector ofSources(List<? extends AddressSource> sources, Settings settings, String listed) {
        return SourcesDetector.of(sources, settings, listed);
    }

    /** Describes the settings that {@link #ofSources} takes: quorum, hedge, allow. */
    public static List<SettingSpec> sourceSettings() {
        return SourcesDetector.SETTINGS;
    }

    /**
     * Makes a detector of a type on the path, as a configuration does.
     *
     * @param detectors returns the configured detector of a key, for combinations
     * @throws io.github.ddnsjava.exception.ConfigurationException if the type is unknown or settings are wrong
     */
    public static IpDetector create(String type, Settings settings, Function<String, IpDetector> detectors) {
        return discover().factory(type, settings).create(type, settings, detectors);
    }

    /** Returns the types on the path, ordered by id. */
    public static List<TypeDescriptor> descriptors() {
        return discover().descriptors();
    }

    private static Discovery<IpDetectorFactory> discover() {
        return Discovery.of(IpDetectorFactory.class, IpDetectorFactory::describe);
    }
}
