package io.github.ddnsjava.examples.customprovider;

import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.config.Plugins;
import io.github.ddnsjava.config.UpdaterConfiguration;
import java.io.IOException;
import java.nio.file.Path;

/** An application that takes providers from a folder of jars. Stateless. */
public final class PluginHost {
    private PluginHost() {}

    /**
     * Runs one cycle of a configuration that may name providers of these jars.
     *
     * @throws io.github.ddnsjava.exception.ConfigurationException if the folder or the configuration cannot be used
     * @throws IOException if a jar cannot be closed
     */
    public static UpdateReport runOnce(Path folder, Path file) throws IOException, InterruptedException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (Plugins plugins = Plugins.load(folder)) {
            plugins.refused().forEach((jar, reason) -> System.err.println(jar + ": " + reason));
            thread.setContextClassLoader(plugins.classLoader()); // where providers are looked for
            try (Updater updater = UpdaterConfiguration.load(file).toBuilder().build()) {
                return updater.runOnce();
            }
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
