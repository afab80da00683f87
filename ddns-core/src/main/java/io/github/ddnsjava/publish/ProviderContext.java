package io.github.ddnsjava.publish;

import io.github.ddnsjava.NameLookup;
import io.github.ddnsjava.internal.http.JdkHttpTransport;
import io.github.ddnsjava.internal.lookup.JdkNameLookup;
import io.github.ddnsjava.publish.http.HttpTransport;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * The environment of a provider. It is passed in so that a test controls every access to the outside. Immutable;
 * thread-safe if its parts are.
 *
 * @param http makes HTTP exchanges; all providers of an application should share one
 * @param clock the clock
 * @param random the random numbers, for nonces
 * @param lookup live DNS
 */
public record ProviderContext(HttpTransport http, InstantSource clock, RandomGenerator random, NameLookup lookup) {
    /**
     * Returns the standard environment: the JDK's HTTP client, clock, random numbers and resolver. Share one instance.
     */
    public static ProviderContext standard() {
        return new ProviderContext(
                new JdkHttpTransport(), InstantSource.system(), new SecureRandom(), new JdkNameLookup());
    }

    /** Returns this environment with another transport, such as one of {@link HttpTransport#builder}. */
    public ProviderContext withHttp(HttpTransport other) {
        return new ProviderContext(other, clock, random, lookup);
    }
}
