package io.github.ddnsjava.examples.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The verb that makes later starts faster. It changes what the process trusts, so it has one of its own. */
@Tag("thorough")
class PrepareTest {
    @TempDir
    Path directory;

    private AgentProcess prepare(Path temporary) throws Exception {
        return AgentProcess.start(List.of("-Djava.io.tmpdir=" + temporary), directory, Map.of(), List.of("prepare"));
    }

    @Test
    void aRehearsalSaysNothingOfRecordsAndLeavesNothingBehind() throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("temporary"));
        try (AgentProcess agent = prepare(temporary)) {
            assertThat(agent.restOfLogs()).isEmpty();
            assertThat(agent.exitStatus()).isZero();
        }
        assertThat(directory.resolve("out")).content().startsWith("The rehearsal worked.");
        try (var left = Files.list(temporary)) {
            assertThat(left.map(Path::getFileName).map(Path::toString)).noneMatch(name -> name.startsWith("ddns"));
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "signals")
    void aRehearsalThatIsToldToEndLeavesNothingBehind() throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("temporary"));
        try (WatchService watch = FileSystems.getDefault().newWatchService()) {
            temporary.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            try (AgentProcess agent = prepare(temporary)) {
                while (!isMakingItsCertificate(temporary)) {
                    WatchKey key = watch.poll(60, TimeUnit.SECONDS);
                    assertThat(key).as("something comes into the directory").isNotNull();
                    for (WatchEvent<?> event : key.pollEvents()) {
                        Path made = temporary.resolve(event.context().toString());
                        if (Files.isDirectory(made)) {
                            made.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
                        }
                    }
                    key.reset();
                }
                agent.terminate();
            }
        }
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left.map(Path::getFileName).map(Path::toString)).noneMatch(name -> name.startsWith("ddns"));
        }
    }

    private static boolean isMakingItsCertificate(Path temporary) throws IOException {
        try (Stream<Path> all = Files.list(temporary)) {
            return all.anyMatch(each -> Files.exists(each.resolve("keytool.out")));
        }
    }

    @Test
    void withoutAPlaceForItsFilesItSaysWhatItNeeds() throws Exception {
        try (AgentProcess agent = prepare(directory.resolve("missing"))) {
            assertThat(agent.restOfLogs())
                    .contains("prepare: the rehearsal cannot be done (") // Java 25 warns of the directory before
                    .contains("-Djava.io.tmpdir=DIR");
            assertThat(agent.exitStatus()).isEqualTo(1);
        }
    }
}
