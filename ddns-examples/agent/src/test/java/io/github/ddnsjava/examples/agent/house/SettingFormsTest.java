package io.github.ddnsjava.examples.agent.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The form of a setting is checked only where the setting is read by its description, and not by its name. */
class SettingFormsTest {
    private static final Pattern WITH_FORM =
            Pattern.compile("SettingSpec\\s*\\.\\w+\\(\\s*\"(\\w+)\"[^;]*?\\.inForm\\(");
    private static final String BY_NAME = "\\.(?:text|optionalText|secret|optionalSecret)\\(\\s*\"%s\"\\s*\\)";

    @Test
    void aSettingWithAFormIsReadByItsDescription() throws IOException {
        List<String> seen = new ArrayList<>();
        List<String> byName = new ArrayList<>();
        try (Stream<Path> files = Files.walk(House.root())) {
            for (Path file : files.filter(f -> f.toString().replace('\\', '/').contains("src/main/java"))
                    .filter(f -> f.toString().endsWith(".java"))
                    .toList()) {
                String code = Files.readString(file);
                for (MatchResult spec : WITH_FORM.matcher(code).results().toList()) {
                    seen.add(spec.group(1));
                    Pattern.compile(BY_NAME.formatted(spec.group(1)))
                            .matcher(code)
                            .results()
                            .forEach(read -> byName.add(file.getFileName() + ": " + read.group()));
                }
            }
        }
        assertThat(seen).as("settings with a form").hasSizeGreaterThan(25);
        assertThat(byName).isEmpty();
    }
}
