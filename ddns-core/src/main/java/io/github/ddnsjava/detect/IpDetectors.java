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

/**
 * Creates detectors: the built-in ones by methods, and all others on the class path or module path by their type.
 * Stateless and thread-safe.
 */
public final class IpDetectors {
    private IpDetectors() {}

    /**
     * Returns a detector that asks echo services in order. The first good answer is used. A second reading asks another
     * service. Each service is used for both families. The connection is forced to the requested family, except for
     * literal and loopback hosts.
     *
     * @throws io.github.ddnsjava.exception.ConfigurationException if a URL is malformed, or is plain HTTP to a host
     *     other than loopback
     */
    public static IpDetector http(String... urls) {
        return HttpDetector.of(Settings.of("urls", List.of(urls)));
    }

    /** Returns a detector that reads the addresses of this host's network interfaces. */
    public static IpDetector networkInterface() {
        return InterfaceDetector.of(Settings.none());
    }

    /** Returns a detector that reads the addresses of the network interface with that name. */
    public static IpDetector networkInterface(String name) {
        return InterfaceDetector.of(Settings.of("name", name));
    }

    /** Returns a detector that always reports these addresses. A family without an address is reported as absent. */
    public static IpDetector staticAddresses(IpAddress... addresses) {
        return new StaticDetector(new HashSet<>(List.of(addresses)), Set.of());
    }

    /** Returns a detector that asks the detectors in order. The first one that does not fail is used. */
    public static IpDetector firstOf(IpDetector... detectors) {
        return new FirstOfDetector(List.of(detectors));
    }

    /**
     * Returns a detector that asks sources outside this host, with the settings of {@link #sourceSettings}.
     *
     * @param listed the name of the setting that lists the sources, for messages
     * @throws io.github.ddnsjava.exception.ConfigurationException if there are no sources, or fewer operators than the
     *     quorum needs
     */
    public static IpDetector ofSources(List<? extends AddressSource> sources, Settings settings, String listed) {
        return SourcesDetector.of(sources, settings, listed);
    }

    /**
     * Returns the descriptions of the settings that {@link #ofSources} reads: {@code quorum}, {@code hedge} and {@code
     * allow}.
     */
    public static List<SettingSpec> sourceSettings() {
        return SourcesDetector.SETTINGS;
    }

    /**
     * Creates a detector of a type on the class path or module path, as a configuration does.
     *
     * @param detectors returns a configured detector by its key, for combinations
     * @throws io.github.ddnsjava.exception.ConfigurationException if the type is unknown or settings are wrong
     */
    public static IpDetector create(String type, Settings settings, Function<String, IpDetector> detectors) {
        return discover().create(type, settings, (factory, given) -> factory.create(type, given, detectors));
    }

    /** Returns the descriptions of all types on the class path or module path, ordered by id. */
    public static List<TypeDescriptor> descriptors() {
        return discover().descriptors();
    }

    private static Discovery<IpDetectorFactory> discover() {
        return Discovery.of(IpDetectorFactory.class, IpDetectorFactory::describe);
    }
}
