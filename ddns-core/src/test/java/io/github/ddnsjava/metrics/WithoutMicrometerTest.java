package io.github.ddnsjava.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.internal.engine.MeasuredLife;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** An application without Micrometer has the whole library but for its metrics. */
class WithoutMicrometerTest {
    private static URLClassLoader classesWithoutMicrometer() throws Exception {
        List<URL> path = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!entry.contains("micrometer")) {
                path.add(Path.of(entry).toUri().toURL());
            }
        }
        return new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    @Test
    void anUpdaterLivesWithoutIt() throws Exception {
        Consumer<Object> nothing = updater -> {};
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = classesWithoutMicrometer()) {
            thread.setContextClassLoader(loader); // SLF4J 2.0.0 looks for the logger's provider there
            Class<?> type = loader.loadClass(MeasuredLife.class.getName());
            Object life = type.getConstructor(Consumer.class).newInstance(nothing);
            type.getMethod("movesTo", String.class).invoke(life, "93.184.216.2");
            Class<?> changed = loader.loadClass(UpdateEvent.Changed.class.getName());
            assertThat((List<?>) type.getMethod("events", Class.class).invoke(life, changed))
                    .hasSize(2);
            type.getMethod("close").invoke(life);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void onlyTheMetricsNeedIt() throws Exception {
        try (URLClassLoader loader = classesWithoutMicrometer()) {
            assertThatThrownBy(() -> loader.loadClass(DdnsMetrics.class.getName()))
                    .isInstanceOf(NoClassDefFoundError.class)
                    .hasMessageContaining("io/micrometer/core/instrument/binder/MeterBinder");
        }
    }
}
