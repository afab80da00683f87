package io.github.ddnsjava.examples.agent.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.examples.agent.Main;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each of our jars carries the licence and the notice, as the licence asks. */
class LicenceTest {
    @Test
    void licenceAndNoticeAreInEveryModule() throws IOException {
        List<Path> places = new ArrayList<>(House.modules().values());
        places.add(House.placeOf(Main.class));
        assertThat(places).hasSizeGreaterThan(3);
        for (Path place : places) {
            if (Files.isDirectory(place)) {
                carries(place);
            } else {
                try (FileSystem jar = FileSystems.newFileSystem(place)) {
                    carries(jar.getPath("/"));
                }
            }
        }
    }

    private static void carries(Path place) throws IOException {
        assertThat(Files.readString(place.resolve("META-INF/LICENSE")))
                .as("licence in " + place)
                .isEqualTo(House.read("LICENSE"));
        assertThat(Files.readString(place.resolve("META-INF/NOTICE")))
                .as("notice in " + place)
                .startsWith("ddnsjava\n");
    }
}
