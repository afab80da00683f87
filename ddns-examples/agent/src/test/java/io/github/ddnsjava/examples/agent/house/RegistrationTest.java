package io.github.ddnsjava.examples.agent.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.NameLookupFactory;
import io.github.ddnsjava.cluster.LeadershipFactory;
import io.github.ddnsjava.config.SecretSource;
import io.github.ddnsjava.detect.IpDetectorFactory;
import io.github.ddnsjava.event.UpdateListenerFactory;
import io.github.ddnsjava.publish.DnsProviderFactory;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Modifier;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A factory is registered in two lists by hand, for the module path and for the class path: here they are compared. */
class RegistrationTest {
    static Stream<Path> modules() {
        return House.modules().values().stream();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void everyFactoryIsInBothLists(Path place) throws Exception {
        for (Class<?> service : List.of(
                DnsProviderFactory.class,
                IpDetectorFactory.class,
                LeadershipFactory.class,
                NameLookupFactory.class,
                SecretSource.class,
                UpdateListenerFactory.class)) {
            Set<String> onDisk = factories(place, service);
            assertThat(provided(place, service))
                    .as("module-info.java of %s: provides %s with", place, service.getName())
                    .containsExactlyInAnyOrderElementsOf(onDisk);
            assertThat(listed(place, service))
                    .as("lines of META-INF/services/%s in %s", service.getName(), place)
                    .containsExactlyInAnyOrderElementsOf(onDisk);
        }
    }

    private static List<String> provided(Path place, Class<?> service) {
        return ModuleFinder.of(place).findAll().iterator().next().descriptor().provides().stream()
                .filter(provides -> provides.service().equals(service.getName()))
                .map(ModuleDescriptor.Provides::providers)
                .flatMap(List::stream)
                .toList();
    }

    private static List<String> listed(Path place, Class<?> service) throws IOException {
        return within(place, root -> {
            Path list = root.resolve("META-INF/services").resolve(service.getName());
            return Files.exists(list)
                    ? Files.readAllLines(list).stream()
                            .filter(l -> !l.isBlank())
                            .toList()
                    : List.of();
        });
    }

    private static Set<String> factories(Path place, Class<?> service) throws IOException {
        Set<String> classes = within(place, root -> {
            try (Stream<Path> files = Files.walk(root)) {
                return files.map(file -> root.relativize(file).toString().replace('\\', '/'))
                        .filter(name -> name.startsWith("io/github/") && name.endsWith(".class"))
                        .map(name -> name.substring(0, name.length() - 6).replace('/', '.'))
                        .filter(name -> !name.endsWith("-info"))
                        .collect(Collectors.toSet());
            }
        });
        Set<String> factories = new TreeSet<>();
        for (String name : classes) {
            Class<?> type = load(name);
            if (service.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers())) {
                factories.add(name);
            }
        }
        return factories;
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, RegistrationTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Look<T> {
        T at(Path root) throws IOException;
    }

    private static <T> T within(Path place, Look<T> look) throws IOException {
        if (Files.isDirectory(place)) {
            return look.at(place);
        }
        try (FileSystem jar = FileSystems.newFileSystem(place)) {
            return look.at(jar.getPath("/"));
        }
    }
}
