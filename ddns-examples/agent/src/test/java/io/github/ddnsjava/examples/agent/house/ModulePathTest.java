package io.github.ddnsjava.examples.agent.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.internal.Product;
import io.github.ddnsjava.publish.DnsProviders;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the modules show to the world, and that a program on the module path finds every provider. */
class ModulePathTest {
    @Test
    void coreExportsEverythingButInternalAndNothingToAnyoneInParticular() {
        assertThat(exports("io.github.ddnsjava"))
                .containsExactly(
                        "io.github.ddnsjava",
                        "io.github.ddnsjava.cluster",
                        "io.github.ddnsjava.config",
                        "io.github.ddnsjava.decide",
                        "io.github.ddnsjava.detect",
                        "io.github.ddnsjava.event",
                        "io.github.ddnsjava.exception",
                        "io.github.ddnsjava.json",
                        "io.github.ddnsjava.metrics",
                        "io.github.ddnsjava.notify",
                        "io.github.ddnsjava.program",
                        "io.github.ddnsjava.publish",
                        "io.github.ddnsjava.publish.http",
                        "io.github.ddnsjava.publish.sign",
                        "io.github.ddnsjava.publish.support",
                        "io.github.ddnsjava.remember",
                        "io.github.ddnsjava.xml");
    }

    @Test
    void providerPackagesAreNotExported() {
        assertThat(exports("io.github.ddnsjava.providers")).isEmpty();
        assertThat(exports("io.github.ddnsjava.provider.dns")).containsExactly("io.github.ddnsjava.provider.dns");
    }

    @Test
    void nothingIsOpenToReflection() {
        House.modules().keySet().forEach(name -> {
            assertThat(descriptor(name).isOpen()).as(name).isFalse();
            assertThat(descriptor(name).opens()).as(name).isEmpty();
        });
    }

    @Test
    void aConsumerThatRequiresOnlyCoreFindsEveryProvider(@TempDir Path folder) throws Exception {
        String path = House.modulePath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        Path source = Files.createDirectories(folder.resolve("source/consumer"));
        Files.writeString(
                source.getParent().resolve("module-info.java"), "module consumer { requires io.github.ddnsjava; }");
        Files.writeString(source.resolve("Consumer.java"), """
                package consumer;

                import io.github.ddnsjava.publish.DnsProviders;

                public class Consumer {
                    public static void main(String[] args) throws Exception {
                        ClassLoader core = DnsProviders.class.getClassLoader();
                        Class<?> product = Class.forName("io.github.ddnsjava.internal.Product", true, core);
                        System.out.println(product.getField("VERSION").get(null));
                        DnsProviders.load().descriptors().forEach(d -> System.out.println(d.id()));
                    }
                }
                """);
        Path classes = folder.resolve("classes");
        StringWriter messages = new StringWriter();
        int compiled = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        new PrintWriter(messages),
                        new PrintWriter(messages),
                        "--release",
                        "17",
                        "-Xlint:all",
                        "-Werror",
                        "-p",
                        path,
                        "-d",
                        classes.toString(),
                        source.getParent().resolve("module-info.java").toString(),
                        source.resolve("Consumer.java").toString());
        assertThat(compiled).as(messages.toString()).isZero();

        List<String> expected = DnsProviders.load().descriptors().stream()
                .map(TypeDescriptor::id)
                .filter(id -> !id.equals("memory"))
                .toList();
        List<String> lines = run(path + File.pathSeparator + classes);
        assertThat(lines.subList(1, lines.size())).containsExactlyElementsOf(expected);
        assertThat(lines.get(0))
                .as("the version, on both paths")
                .isEqualTo(Product.VERSION)
                .matches("\\d+\\.\\d+\\..*");
        assertThat(expected).contains("cloudflare", "dyndns2", "rfc2136");
    }

    private static List<String> run(String path) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-exports",
                        "io.github.ddnsjava/io.github.ddnsjava.internal=consumer",
                        "-p",
                        path,
                        "-m",
                        "consumer/consumer.Consumer")
                .redirectError(ProcessBuilder.Redirect.DISCARD) // SLF4J says that there is no backend
                .start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return lines;
    }

    private static List<String> exports(String module) {
        assertThat(descriptor(module).exports()).allMatch(exports -> !exports.isQualified());
        return descriptor(module).exports().stream()
                .map(ModuleDescriptor.Exports::source)
                .sorted()
                .toList();
    }

    private static ModuleDescriptor descriptor(String module) {
        return ModuleFinder.of(House.modules().get(module))
                .find(module)
                .orElseThrow()
                .descriptor();
    }
}
