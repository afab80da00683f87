package io.github.ddnsjava.cluster;

import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.publish.ProviderContext;
import java.util.List;

/**
 * Makes the leaderships of one or more types. This is the {@link java.util.ServiceLoader} service through which a
 * configuration's section {@code cluster} finds them. Implementations have a public no-argument constructor (or a {@code
 * provider()} method) and no state.
 */
public interface LeadershipFactory {
    /** Describes the types that this factory makes, such as {@code jdbc}. Their settings stand in {@code cluster}. */
    List<TypeDescriptor> describe();

    /**
     * Makes one. Nothing is sent or started: if settings are wrong, this is called again with fewer of them, to find all
     * problems at once.
     *
     * @param type one of the described types
     * @param settings its settings; unknown names and missing required ones were refused before
     * @param node the name of this node
     * @param context the HTTP transport, the clock and the random numbers
     * @throws io.github.ddnsjava.exception.ConfigurationException if settings are wrong
     */
    Leadership create(String type, Settings settings, String node, ProviderContext context);
}
