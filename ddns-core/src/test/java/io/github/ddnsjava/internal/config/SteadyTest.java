package io.github.ddnsjava.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.publish.DnsProvider;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What wraps the detectors and providers of a configuration hides nothing of them. */
class SteadyTest {
    /** A method with a default would otherwise be answered by the default, whatever the provider makes of it. */
    @Test
    void everyMethodOfTheInterfaceIsPassedOn() {
        Map.of(DnsProvider.class, SteadyProvider.class, IpDetector.class, SteadyDetector.class)
                .forEach((type, wrapper) -> {
                    for (Method method : type.getMethods()) {
                        if (!Modifier.isStatic(method.getModifiers())) {
                            assertThat(wrapper.getDeclaredMethods())
                                    .as("%s passes %s on", wrapper.getSimpleName(), method)
                                    .anyMatch(own -> own.getName().equals(method.getName())
                                            && java.util.Arrays.equals(
                                                    own.getParameterTypes(), method.getParameterTypes()));
                        }
                    }
                });
    }
}
