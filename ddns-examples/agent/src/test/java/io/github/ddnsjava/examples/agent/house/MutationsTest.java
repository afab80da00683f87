package io.github.ddnsjava.examples.agent.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The broken rules that {@code .ci/mutations} tries fit the code as it is: a patch that does not apply proves nothing. */
class MutationsTest {
    private static final String FILE = "--- a/";

    /**
     * A place that a patch changes.
     *
     * @param file where
     * @param before what stands there
     */
    private record Place(String file, String before) {}

    @Test
    void eachBrokenRuleFitsTheCode() throws IOException {
        List<Path> patches;
        try (Stream<Path> files = Files.list(House.root().resolve("ddns-core/src/test/mutations"))) {
            patches = files.sorted().toList();
        }
        assertThat(patches).hasSizeGreaterThan(10);
        for (Path patch : patches) {
            assertThat(places(Files.readAllLines(patch)))
                    .as("%s", patch.getFileName())
                    .isNotEmpty()
                    .allSatisfy(place -> assertThat(House.read(place.file())).contains(place.before()));
        }
    }

    private static List<Place> places(List<String> patch) {
        List<Place> places = new ArrayList<>();
        String file = "";
        StringBuilder before = new StringBuilder();
        for (String line : patch) {
            if (line.startsWith(FILE) || line.startsWith("@@")) {
                add(places, file, before);
            }
            if (line.startsWith(FILE)) {
                file = line.substring(FILE.length());
            } else if (line.startsWith(" ") || line.startsWith("-")) {
                before.append(line.substring(1)).append('\n');
            } else if (line.isEmpty()) {
                before.append('\n');
            }
        }
        add(places, file, before);
        return places;
    }

    private static void add(List<Place> places, String file, StringBuilder before) {
        if (before.length() > 0) {
            places.add(new Place(file, before.toString()));
        }
        before.setLength(0);
    }
}
