package io.github.ddnsjava.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.cluster.Leadership;
import io.github.ddnsjava.cluster.LeadershipFactory;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.remember.StateStore;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The leaderships of a configuration. */
class CoordinationFactoryTest {
    private static final ProviderContext CONTEXT = ProviderContext.standard();

    private static Leadership made(String type, Map<String, ?> settings) {
        return new CoordinationFactory().create(type, Settings.at("cluster", settings), "a", CONTEXT);
    }

    private static void assertRefused(String type, Map<String, ?> settings, String... words) {
        assertThatThrownBy(() -> made(type, settings))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(words)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void isFoundAsAService() {
        assertThat(ServiceLoader.load(LeadershipFactory.class).stream().map(ServiceLoader.Provider::type))
                .contains(CoordinationFactory.class);
        assertThat(new CoordinationFactory().describe())
                .extracting(TypeDescriptor::id)
                .containsExactly("jdbc", "etcd", "kubernetes");
    }

    @Test
    void aDatabaseIsReachedByItsDriver() {
        Leadership leadership = made(
                "jdbc", Map.of("url", "jdbc:h2:mem:factory;DB_CLOSE_DELAY=-1", "username", "sa", "prefix", "home_"));
        assertThat(leadership.tryAcquire("g0", "", Duration.ofSeconds(30))).isPresent();
        assertThat(leadership.leases("g").orElseThrow().get("g0").node()).isEqualTo("a");
        assertThat(leadership).hasToString("jdbc:h2:mem:factory");
    }

    @Test
    void aDatabaseAlsoKeepsTheState() {
        Leadership leadership =
                made("jdbc", Map.of("url", "jdbc:h2:mem:factory-state;DB_CLOSE_DELAY=-1", "prefix", "home_"));
        leadership.close();
        try (StateStore state = leadership.state().orElseThrow()) {
            state.open();
            assertThat(state).hasToString("database, tables home_…");
        }
        assertThat(made("etcd", Map.of("endpoints", "https://one.test:2379")).state())
                .isEmpty();
    }

    @Test
    void aDriverIsAlsoFoundAmongPlugIns() throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        URL h2 = org.h2.Driver.class.getProtectionDomain().getCodeSource().getLocation();
        // Nothing but the JDK and H2: as a plug-in's own loader, whose classes DriverManager does not show to others.
        try (URLClassLoader plugin = new URLClassLoader(new URL[] {h2}, ClassLoader.getPlatformClassLoader())) {
            thread.setContextClassLoader(plugin);
            DriverSource source = new DriverSource("jdbc:h2:mem:plugin", Optional.empty(), Optional.empty());
            thread.setContextClassLoader(before);
            DriverSource ours = new DriverSource("jdbc:h2:mem:plugin", Optional.empty(), Optional.empty());
            assertThat(source.drivers()).anyMatch(driver -> driver.getClass().getClassLoader() == plugin);
            assertThat(ours.drivers()).noneMatch(driver -> driver.getClass().getClassLoader() == plugin);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void theDriverIsSearchedOnce() throws Exception {
        DriverManager.drivers().close(); // it looks for drivers itself when it is first used, also by a driver
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        AtomicInteger searches = new AtomicInteger();
        ClassLoader counting = new ClassLoader(before) {
            @Override
            public Enumeration<URL> getResources(String name) throws IOException {
                if (name.equals("META-INF/services/java.sql.Driver")) {
                    searches.incrementAndGet();
                }
                return super.getResources(name);
            }
        };
        try {
            thread.setContextClassLoader(counting);
            DriverSource source = new DriverSource("jdbc:h2:mem:once", Optional.empty(), Optional.empty());
            for (int i = 0; i < 3; i++) {
                source.getConnection().close();
            }
        } finally {
            thread.setContextClassLoader(before);
        }
        assertThat(searches).hasValue(1);
    }

    @Test
    void aPasswordInAUrlIsRefusedAndNotShown() {
        assertRefused("jdbc", Map.of("url", "jdbc:postgresql://db/ddns?password=s3cret"), "cluster.url", "password");
        assertRefused("jdbc", Map.of("url", "jdbc:mariadb://me:s3cret@db/ddns"), "cluster.url", "password");
        assertRefused("jdbc", Map.of("url", "postgresql://db/s3cret"), "cluster.url", "jdbc:");
        assertRefused("etcd", Map.of("endpoints", List.of("https://me:s3cret@etcd:2379")), "cluster.endpoints");
    }

    @Test
    void aPrefixOfAnotherFormIsRefusedAtItsPath() {
        assertRefused(
                "jdbc", Map.of("url", "jdbc:h2:mem:x", "prefix", "x; drop table y"), "cluster.prefix", "underscores");
        assertRefused("etcd", Map.of("endpoints", "https://etcd:2379", "prefix", "with space"), "cluster.prefix");
    }

    @Test
    void aDatabaseWithoutADriverIsNamedAtTheFirstUse() {
        Leadership leadership = made("jdbc", Map.of("url", "jdbc:nobody://db/ddns?key=s3cret"));
        assertThatThrownBy(() -> leadership.leases(""))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("no JDBC driver is there for jdbc:nobody://db/ddns;")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void etcdHasSeveralMembersAndPerhapsAUser() {
        Map<String, ?> both = Map.of(
                "endpoints",
                List.of("https://one.test:2379", "https://two.test:2379"),
                "username",
                "ddns",
                "password",
                "s3cret");
        assertThat(made("etcd", both)).hasToString("etcd one.test:2379, two.test:2379");
        assertRefused("etcd", Map.of("endpoints", "ftp://one.test"), "cluster.endpoints");
        assertRefused("etcd", Map.of("endpoints", "https://one.test/v3"), "cluster.endpoints", "without user and path");
        assertRefused(
                "etcd", Map.of("endpoints", "https://one.test", "username", "ddns"), "cluster.password", "is missing");
    }

    @Test
    void kubernetesIsFoundByItsEnvironmentOrBySettings(@TempDir Path folder) throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "s3cret");
        assertThat(made(
                        "kubernetes",
                        Map.of(
                                "endpoint",
                                "https://api.test:6443",
                                "namespace",
                                "home",
                                "tokenFile",
                                token.toString())))
                .hasToString("Kubernetes api.test:6443 home");
        assertRefused("kubernetes", Map.of("namespace", "home"), "cluster.endpoint", "KUBERNETES_SERVICE_HOST");
        assertRefused(
                "kubernetes",
                Map.of("endpoint", "https://api.test", "namespace", "../kube-system"),
                "cluster.namespace");
        assertRefused(
                "kubernetes",
                Map.of(
                        "endpoint",
                        "https://api.test",
                        "namespace",
                        "home",
                        "caFile",
                        folder.resolve("no").toString()),
                "no");
    }
}
