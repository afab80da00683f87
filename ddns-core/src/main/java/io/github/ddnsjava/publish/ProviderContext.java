package io.github.ddnsjava.publish;

import io.github.ddnsjava.NameLookup;
import io.github.ddnsjava.internal.http.JdkHttpTransport;
import io.github.ddnsjava.internal.lookup.JdkNameLookup;
import io.github.ddnsjava.publish.support.HttpTransport;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What a provider may use, so that nothing outside is reached behind a test's back. Immutable and thread-safe if its
 * parts are.
 *
 * @param http makes HTTP exchanges; one is best shared by all providers of an application
 * @param clock the time
 * @param random randomness, for nonces
 * @param lookup live DNS
 */
public record ProviderContext(HttpTransport http, InstantSource clock, RandomGenerator random, NameLookup lookup) {
    /** The ordinary world: the JDK's HTTP client, clock, randomness and resolver. Share one. */
    public static ProviderContext standard() {
        return new ProviderContext(
                new JdkHttpTransport(), InstantSource.system(), new SecureRandom(), new JdkNameLookup());
    }
}
