package io.github.ddnsjava.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("promise-19")
@Timeout(120)
@DisabledOnOs(OS.WINDOWS)
class LocalProgramTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    Path directory;

    private static LocalProgram.Result run(Duration atMost, int maxBytes, String script) throws Exception {
        return run(atMost, maxBytes, script, new byte[0]);
    }

    private static LocalProgram.Result run(Duration atMost, int maxBytes, String script, byte[] input)
            throws Exception {
        return LocalProgram.run(List.of("/bin/sh", "-c", script), Map.of("GREETING", "hello"), input, maxBytes, atMost);
    }

    @Test
    void whatItWroteAndItsStatusAreReadHoweverSoonItEnds() throws Exception {
        for (int i = 0; i < Integer.getInteger("ddns.seeds", 10); i++) {
            LocalProgram.Result result = run(LONG, 100, "echo $GREETING; echo no >&2; exit 3");
            assertThat(result.status()).isEqualTo(3);
            assertThat(result.output()).asString().isEqualTo("hello\n");
        }
    }

    @Test
    void whatDoesNotEndInTimeOrWritesWithoutEndIsEnded() {
        assertThatThrownBy(() -> run(Duration.ofMillis(300), 100, "sleep 300"))
                .hasMessage("it did not end within 300 ms, and was killed");
        assertThatThrownBy(() -> run(LONG, 1000, "cat /dev/zero")).hasMessage("it is larger than 1000 bytes");
        assertThatThrownBy(() -> LocalProgram.run(List.of("/no/such"), Map.of(), new byte[0], 100, LONG))
                .isInstanceOf(IOException.class)
                .hasMessage("it cannot be started: there is no such program, or not the interpreter that its first line"
                        + " names");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatCannotBeStartedTellsWhy() throws Exception {
        Path file = Files.writeString(directory.resolve("script"), "#!/no/such/interpreter\n");

        assertThatThrownBy(() -> LocalProgram.run(List.of(file.toString()), Map.of(), new byte[0], 100, LONG))
                .isInstanceOf(LocalProgram.NotStarted.class)
                .hasMessage("it cannot be started: no right to run it");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        assertThatThrownBy(() -> LocalProgram.run(List.of(file.toString()), Map.of(), new byte[0], 100, LONG))
                .hasMessageContaining("interpreter");
        Map<String, String> large = Map.of("LARGE", "x".repeat(4_000_000));
        assertThatThrownBy(() -> LocalProgram.run(List.of("/bin/true"), large, new byte[0], 100, LONG))
                .isInstanceOf(LocalProgram.NotStarted.class)
                .hasMessage("it cannot be started: its arguments and its environment are too large together");
    }

    /** A pipe that nobody writes blocks its reader, as a process does that hangs in the kernel. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aSearchForProcessesThatHangsTakesNothingFromTheResult() throws Exception {
        Path own = Files.createDirectories(
                directory.resolve("" + ProcessHandle.current().pid()));
        Files.createDirectories(directory.resolve("self"));
        Path pipe = own.resolve("environ");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        LocalProgram.Result result = LocalProgram.run(
                List.of("/bin/sh", "-c", "echo done"),
                Map.of(),
                new byte[0],
                100,
                LONG,
                new LocalProgram.Search(directory, Duration.ofMillis(50)));

        assertThat(result.status()).isZero();
        assertThat(result.output()).asString().isEqualTo("done\n");
        Files.newOutputStream(pipe).close(); // lets the reader go
    }

    /** The environment of this process can hold the credentials of others. */
    @Test
    @Tag("promise-22")
    void itGetsWhatProgramsNeedAndWhatItIsToldAndNothingElse() throws Exception {
        String environment = new String(
                LocalProgram.run(List.of("env"), Map.of("GREETING", "hello"), new byte[0], 100_000, LONG)
                        .output(),
                StandardCharsets.UTF_8);

        assertThat(environment.lines().map(line -> line.split("=", 2)[0]))
                .contains("PATH", "GREETING", LocalProgram.MARK)
                .allMatch(name ->
                        List.of("GREETING", LocalProgram.MARK).contains(name) || LocalProgram.isInherited(name));
        assertThat(List.of("PATH", "Path", "HOME", "LC_ALL", "SystemRoot")).allMatch(LocalProgram::isInherited);
        assertThat(List.of("CF_API_TOKEN", "AWS_SECRET_ACCESS_KEY", "HTTPS_PROXY", "PATH_TOKEN"))
                .noneMatch(LocalProgram::isInherited);
    }

    @Test
    void itReadsItsInputWholeOrNotAtAll() throws Exception {
        byte[] input = "secret\n".repeat(100_000).getBytes(StandardCharsets.UTF_8);

        assertThat(run(LONG, 100, "wc -l | tr -d ' '", input).output())
                .asString()
                .isEqualTo("100000\n");
        assertThat(run(LONG, 100, "echo no", input).output()).asString().isEqualTo("no\n");
        assertThat(run(LONG, 100, "exec <&-; echo no", input).output())
                .asString()
                .isEqualTo("no\n");
        assertThat(run(LONG, 100, "cat; echo end", new byte[0]).output())
                .asString()
                .isEqualTo("end\n");
    }

    @ParameterizedTest
    @EnabledOnOs(OS.LINUX)
    @ValueSource(
            strings = {
                "sleep 300 & echo $! > PID; echo text",
                "sleep 300 > /dev/null 2>&1 & echo $! > PID; echo text",
                "(sleep 300 & echo $! > PID) ; echo text",
                "nohup setsid sleep 300 > /dev/null 2>&1 & echo $! > PID; echo text",
                "sh -c 'sleep 300 & echo $! > PID; wait' & while [ ! -s PID ]; do :; done; echo text"
            })
    void aChildThatOutlivesItIsEndedAndHoldsNothingUp(String script) throws Exception {
        Path pid = directory.resolve("pid");

        LocalProgram.Result result = run(LONG, 100, script.replace("PID", pid.toString()));

        assertThat(result.output()).asString().isEqualTo("text\n");
        long child = Long.parseLong(Files.readString(pid).strip());
        ProcessHandle.of(child).ifPresent(left -> assertThat(left.onExit()).succeedsWithin(60, TimeUnit.SECONDS));
        assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive)).isEmpty();
    }

    /**
     * The kernel shows no environment while it replaces the program of a process: about one look in twenty falls
     * into that moment here.
     */
    @Test
    @EnabledOnOs(OS.LINUX)
    @Tag("thorough")
    void aChildThatIsBecomingAnotherProgramIsEndedToo() throws Exception {
        Path pids = directory.resolve("pids");
        for (int i = 0; i < Integer.getInteger("ddns.seeds", 10); i++) {
            run(LONG, 100, "nohup setsid sleep 300 > /dev/null 2>&1 & echo $! >> " + pids);
        }

        for (String pid : Files.readAllLines(pids)) {
            ProcessHandle.of(Long.parseLong(pid))
                    .ifPresent(left -> assertThat(left.onExit()).succeedsWithin(60, TimeUnit.SECONDS));
        }
    }
}
