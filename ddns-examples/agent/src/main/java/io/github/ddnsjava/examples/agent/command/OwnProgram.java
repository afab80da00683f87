package io.github.ddnsjava.examples.agent.command;

import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where this program is, and what a person types to start it. Stateless. */
final class OwnProgram {
    private OwnProgram() {}

    /** Returns the jar that runs; empty if it is none. */
    static Optional<Path> jar() {
        try {
            Path place = Path.of(OwnProgram.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Optional.of(place.toAbsolutePath()).filter(Files::isRegularFile);
        } catch (URISyntaxException | FileSystemNotFoundException e) {
            return Optional.empty();
        }
    }

    /** Returns the words before the verb: of the package and of the image {@code ddns}. */
    static String command() {
        return command(jar());
    }

    /** Returns them for that jar: the package and the image have it in {@code app}, beside {@code bin} with the program. */
    static String command(Optional<Path> jar) {
        return jar.flatMap(place -> beside(place, "ddns").or(() -> beside(place, "ddns.cmd")))
                .map(program -> "ddns")
                .orElse("java -jar ddns-agent.jar");
    }

    /** Returns the program {@code ddns} that runs that jar; empty if it lies in no package or image, or in one of Windows. */
    static Optional<Path> launcher(Path jar) {
        return beside(jar, "ddns");
    }

    private static Optional<Path> beside(Path jar, String program) {
        return Optional.ofNullable(jar.toAbsolutePath().getParent())
                .filter(app -> app.endsWith("app"))
                .map(app -> app.resolveSibling("bin").resolve(program))
                .filter(Files::exists);
    }
}
