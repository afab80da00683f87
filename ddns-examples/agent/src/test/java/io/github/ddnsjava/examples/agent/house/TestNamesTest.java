package io.github.ddnsjava.examples.agent.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The name of a test is a sentence in camel case. The promise or the defect that it guards is a tag, not a part of it. */
class TestNamesTest {
    private static final Pattern METHOD = Pattern.compile("(?m)^ +(?:public |protected )?(?:static )?void (\\w+)\\(");
    private static final Pattern CAMEL_CASE = Pattern.compile("[a-z][a-zA-Z0-9]*");

    @Test
    void everyTestIsNamedInCamelCase() throws IOException {
        try (Stream<Path> files = Files.walk(House.root())) {
            List<Path> sources = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().contains("target"))
                    .toList();
            assertThat(sources).hasSizeGreaterThan(400);
            assertThat(sources)
                    .allSatisfy(file -> assertThat(METHOD.matcher(Files.readString(file))
                                    .results()
                                    .map(method -> method.group(1)))
                            .as("%s: the words of a test's name are not joined by _", file.getFileName())
                            .allMatch(CAMEL_CASE.asMatchPredicate()));
        }
    }
}
