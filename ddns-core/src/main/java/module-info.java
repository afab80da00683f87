/**
 * The core of a dynamic-DNS library. It contains an embeddable {@link io.github.ddnsjava.Updater} that keeps DNS names
 * pointing at an address that changes. Its interfaces let others add detectors, providers, policies and stores.
 *
 * @uses io.github.ddnsjava.publish.DnsProviderFactory to find providers
 * @uses io.github.ddnsjava.detect.IpDetectorFactory to find detectors
 * @uses io.github.ddnsjava.config.SecretSource to find sources of secrets
 * @uses io.github.ddnsjava.event.UpdateListenerFactory to find notifications
 * @uses io.github.ddnsjava.cluster.LeadershipFactory to find engines that give leases
 * @uses io.github.ddnsjava.NameLookupFactory to find lookups that ask other DNS servers than the system's
 */
@SuppressWarnings("requires-automatic") // Micrometer's jars have a name, but no descriptor
module io.github.ddnsjava {
    requires java.net.http;
    requires java.xml;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires dev.failsafe.core;
    requires org.slf4j;
    requires static transitive org.jspecify;
    requires static org.yaml.snakeyaml;
    requires static micrometer.core;

    exports io.github.ddnsjava;
    exports io.github.ddnsjava.cluster;
    exports io.github.ddnsjava.config;
    exports io.github.ddnsjava.decide;
    exports io.github.ddnsjava.detect;
    exports io.github.ddnsjava.event;
    exports io.github.ddnsjava.exception;
    exports io.github.ddnsjava.json;
    exports io.github.ddnsjava.metrics;
    exports io.github.ddnsjava.notify;
    exports io.github.ddnsjava.program;
    exports io.github.ddnsjava.publish;
    exports io.github.ddnsjava.publish.http;
    exports io.github.ddnsjava.publish.sign;
    exports io.github.ddnsjava.publish.support;
    exports io.github.ddnsjava.remember;
    exports io.github.ddnsjava.xml;

    uses io.github.ddnsjava.publish.DnsProviderFactory;
    uses io.github.ddnsjava.detect.IpDetectorFactory;
    uses io.github.ddnsjava.event.UpdateListenerFactory;
    uses io.github.ddnsjava.cluster.LeadershipFactory;
    uses io.github.ddnsjava.NameLookupFactory;
    uses io.github.ddnsjava.config.SecretSource;

    provides io.github.ddnsjava.detect.IpDetectorFactory with
            io.github.ddnsjava.internal.detect.CoreDetectors,
            io.github.ddnsjava.internal.router.RouterDetectors;
    provides io.github.ddnsjava.config.SecretSource with
            io.github.ddnsjava.internal.secret.CoreSecrets;
}
