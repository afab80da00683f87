package io.github.ddnsjava.examples.agent.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** In these modules one JVM runs several test classes at a time. */
class IsolatedTest {
    private static final List<Path> IN_ONE_JVM = List.of(
            Path.of("ddns-core"),
            Path.of("ddns-providers", "ddns-provider-testkit"),
            Path.of("ddns-providers", "ddns-providers-http"));

    /** What sees or changes something that all tests of a JVM share. */
    private static final Pattern SHARED = Pattern.compile(
            "\\b(LogLines\\.record|LiveThreads\\.named|Thread\\.getAllStackTraces|System\\.(set(Err|Out|In|Property|Properties)|clearProperty)"
                    + "|(Locale|TimeZone|ProxySelector|Authenticator|SSLContext)\\.setDefault)\\(");

    @Test
    void aTestThatSeesOrChangesWhatAllTestsShareRunsAlone() throws IOException {
        for (Path module : IN_ONE_JVM) {
            try (Stream<Path> files = Files.walk(House.root().resolve(module).resolve(Path.of("src", "test")))) {
                assertThat(files.filter(file -> file.toString().endsWith("Test.java")))
                        .as(module.toString())
                        .hasSizeGreaterThan(20)
                        .allSatisfy(file -> {
                            String code = Files.readString(file);
                            boolean shares = SHARED.matcher(code).find();
                            assertThat(!shares || code.contains("@Isolated("))
                                    .as(file.getFileName() + " needs @Isolated")
                                    .isTrue();
                        });
            }
        }
    }
}
