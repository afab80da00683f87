package io.github.ddnsjava.detect;

import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import java.util.List;
import java.util.function.Function;

/**
 * Creates the detectors of one or more types. This is the {@link java.util.ServiceLoader} service through which {@link
 * IpDetectors} and configurations find them. Implementations have a public no-argument constructor (or a {@code
 * provider()} method) and no state.
 */
public interface IpDetectorFactory {
    /** Describes the types that this factory creates. */
    List<TypeDescriptor> describe();

    /**
     * Creates a detector. Nothing is sent or started: if settings are wrong, this is called again with fewer of them, to
     * find all problems at once.
     *
     * @param type one of the described types
     * @param settings its settings; unknown names and missing required ones were refused before
     * @param detectors returns another configured detector by its key, for combinations; it throws if the key is
     *     unknown
     * @throws io.github.ddnsjava.exception.ConfigurationException if settings are wrong
     */
    IpDetector create(String type, Settings settings, Function<String, IpDetector> detectors);
}
