package io.github.ddnsjava.detect;

import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import java.util.List;
import java.util.function.Function;

/**
 * Makes detectors of some types for configurations: a {@link java.util.ServiceLoader} service. Implementations have a
 * public no-argument constructor (or a {@code provider()} method) and no state.
 */
public interface IpDetectorFactory {
    /** Describes the types that this factory makes. */
    List<TypeDescriptor> describe();

    /**
     * Makes a detector.
     *
     * @param type one of the described types
     * @param settings its settings, whose names and required ones were checked
     * @param detectors the other configured detectors by key, for combinations; throws for an unknown key
     * @throws io.github.ddnsjava.exception.ConfigurationException if settings are wrong
     */
    IpDetector create(String type, Settings settings, Function<String, IpDetector> detectors);
}
