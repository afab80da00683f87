package io.github.ddnsjava.examples.customprovider;

import io.github.ddnsjava.publish.TypedProviderFactory;
import java.util.List;

/**
 * Makes the providers of this example. Named in {@code
 * META-INF/services/io.github.ddnsjava.publish.DnsProviderFactory} for the class path, and in {@code module-info.java}
 * for the module path.
 */
public final class CustomProviderFactory extends TypedProviderFactory {
    /** Called by {@link java.util.ServiceLoader}. */
    public CustomProviderFactory() {
        super(List.of(AcmeProvider.TYPE, BirchProvider.TYPE, CedarProvider.TYPE));
    }
}
