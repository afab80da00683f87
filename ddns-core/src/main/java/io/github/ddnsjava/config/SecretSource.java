package io.github.ddnsjava.config;

import io.github.ddnsjava.publish.ProviderContext;
import java.util.List;
import java.util.function.Function;

/**
 * A kind of place that secrets come from: the environment, a key store, a vault. This is the {@link
 * java.util.ServiceLoader} service through which a configuration resolves references such as {@code ${vault:PATH#FIELD}}.
 * Implementations have a public no-argument constructor and no state.
 *
 * <p>The word before the colon is a key of the configuration's section {@code secrets}, whose member has the settings of
 * the source. The setting {@code type} names the source; without it, the key does. A source that needs no settings needs
 * no member either.
 */
public interface SecretSource {
    /** Describes the types of sources that can be opened. Their ids are the words of references. */
    List<TypeDescriptor> describe();

    /**
     * Opens a source. Nothing is sent, read or started: if settings are wrong, this is called again with fewer of them, to
     * find all problems at once. What is opened has no end of its own, so it must hold neither threads nor sockets. It is
     * used as long as the configuration is followed and its settings stay the same.
     *
     * @param type one of the described types
     * @param settings its settings; unknown names and missing required ones were refused before
     * @param context the HTTP transport, the clock and the random numbers
     * @return makes the secret of a reference from the text after the colon, without reading it. It is called from one
     *     thread, and throws {@code ConfigurationException} if the text has the wrong form. The {@link Secret} is read from
     *     any thread. It throws {@code ConfigurationException} if a person must mend something, and {@code
     *     TransientException} with the name of the source if the source is down. It never throws {@code
     *     AuthenticationException}, which would hold the DNS account
     * @throws io.github.ddnsjava.exception.ConfigurationException if settings are wrong
     */
    Function<String, Secret> open(String type, Settings settings, ProviderContext context);
}
