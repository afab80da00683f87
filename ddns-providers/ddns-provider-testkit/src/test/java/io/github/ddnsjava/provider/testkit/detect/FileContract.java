package io.github.ddnsjava.provider.testkit.detect;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.provider.testkit.IpDetectorContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Detectors that end in files, which are easily made to say something. */
@Tag("promise-1")
abstract class FileContract implements IpDetectorContract.Hostile {
    private static final int FILES = 3;

    @TempDir
    private Path directory;

    Path file(int i) {
        return directory.resolve("address-" + i);
    }

    /** The inner detector of that number. */
    IpDetector inner(String number) {
        return create("file", Settings.of("path", file(Integer.parseInt(number)).toString(), "watch", false));
    }

    IpDetector create(String type, Settings settings) {
        return IpDetectors.create(type, settings, this::inner);
    }

    @Override
    public void sourcesSay(Set<IpAddress> addresses) throws IOException {
        for (int i = 0; i < FILES; i++) {
            Files.writeString(
                    file(i), addresses.stream().map(IpAddress::toString).collect(Collectors.joining("\n")));
        }
    }

    @Override
    public void sourcesSay(byte[] bytes) throws IOException {
        for (int i = 0; i < FILES; i++) {
            Files.write(file(i), bytes);
        }
    }

    @Override
    public void sourcesFail() throws IOException {
        for (int i = 0; i < FILES; i++) {
            Files.deleteIfExists(file(i));
        }
    }

    /** Inline settings of a source of another operator, which answers as the file of that number does. */
    static Map<String, ?> command(Path file) {
        return Map.of("type", "command", "command", List.of("cat", file.toString()));
    }
}
