package io.github.ddnsjava.examples.agent.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.config.UpdaterConfiguration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the page about services without a provider are configurations that load. */
class CustomExamplesTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```json\n(.*?)^```$");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(?:env|file):[A-Za-z_-]+}");

    @TempDir
    Path directory;

    @Test
    @Tag("promise-23")
    void eachOfTheSixLoads() throws Exception {
        List<String> blocks = BLOCK.matcher(House.read("docs/custom-providers.md"))
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(blocks.stream().filter(block -> block.contains("\"type\": \"custom\"")))
                .hasSize(3);
        assertThat(blocks.stream().filter(block -> block.contains("\"type\": \"command\"")))
                .hasSize(3);
        Files.writeString(directory.resolve("secret"), "s3cret");
        for (String block : blocks) {
            String json = REFERENCE.matcher(block).replaceAll("\\${file:secret}");
            assertThat(UpdaterConfiguration.parse(json, directory).records())
                    .as(block)
                    .isNotEmpty();
        }
    }
}
