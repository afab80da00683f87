package io.github.ddnsjava.examples.agent.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** CI runs the tests that start real servers in a part of their own, which finds them by their tag. */
class ServersTest {
    private static final Pattern STARTS_ONE =
            Pattern.compile("\\b((?:LocalServer|RealProgram)\\.of|((?:Own)?Bind|Knot|LabRouter|\\w+Server)\\.start)\\(");

    @Test
    void everyTestThatStartsARealServerHasTheTag() throws IOException {
        try (Stream<Path> files = Files.walk(House.root())) {
            List<Path> starting = files.filter(file -> file.toString().endsWith("Test.java"))
                    .filter(file -> STARTS_ONE.matcher(read(file)).find())
                    .toList();
            assertThat(starting).hasSizeGreaterThanOrEqualTo(6);
            assertThat(starting).allSatisfy(file -> assertThat(read(file)).contains("@Tag(\"servers\")"));
        }
    }

    private static String read(Path file) {
        return House.read(House.root().relativize(file).toString());
    }
}
