package io.github.ddnsjava.internal.detect;

import static io.github.ddnsjava.IpFamily.IPV4;
import static io.github.ddnsjava.IpFamily.IPV6;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.DetectionException;
import io.github.ddnsjava.internal.LiveThreads;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses that a command prints, or that stand in a file. */
@Timeout(120)
@Isolated("looks at all threads")
class LocalSourcesTest {
    private static final String WATCHER = "ddnsjava-file-watch";

    private final FakeContext context = new FakeContext();

    @TempDir
    private Path directory;

    private static IpDetector command(String... words) {
        return CommandDetector.of(Settings.at("detectors.cmd", Map.of("command", List.of(words))));
    }

    private static IpDetector shell(String script) {
        return command("/bin/sh", "-c", script);
    }

    private IpDetector file(Path path) {
        return FileDetector.of(Settings.of("path", path.toString()));
    }

    private static Set<IpAddress> addresses(Detection detection) {
        return ((Detection.Found) detection).addresses();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void takesWhatTheCommandPrintsForEachFamily() throws Exception {
        IpDetector both = shell("echo 9.9.9.9; echo; echo '2600::1'; echo noise >&2");

        assertThat(addresses(both.detect(IPV4, context))).containsExactly(IpAddress.parse("9.9.9.9"));
        assertThat(addresses(both.detect(IPV6, context))).containsExactly(IpAddress.parse("2600::1"));
        assertThat(shell("echo 9.9.9.9").detect(IPV6, context)).isInstanceOf(Detection.Absent.class);
        assertThat(shell("").detect(IPV4, context)).isInstanceOf(Detection.Absent.class);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void refusesWhiteSpaceBesideAnAddressAndNamesIt() throws Exception {
        assertThatThrownBy(() -> shell("echo 9.9.9.9; echo '2600::1 '").detect(IPV4, context))
                .isInstanceOf(DetectionException.class)
                .hasMessage("command sh: line 2 ends with U+0020 SPACE");
        Path marked = Files.write(directory.resolve("marked"), "\uFEFF9.9.9.9\r\n".getBytes(StandardCharsets.UTF_16LE));
        assertThat(addresses(file(marked).detect(IPV4, context))).containsExactly(IpAddress.parse("9.9.9.9"));
        Path latin = Files.write(directory.resolve("latin"), "9.9.9.9\u00A0".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> file(latin).detect(IPV4, context))
                .hasMessageStartingWith("file latin: it is not UTF-8 text");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    @Tag("promise-22")
    @Timeout(120)
    void aPipeOrADeviceIsNoFile() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        for (Path other : List.of(pipe, Path.of("/dev/zero"))) {
            assertThatThrownBy(() -> file(other).detect(IPV4, context))
                    .isInstanceOf(DetectionException.class)
                    .hasMessageContaining("it is a named pipe, a socket or a device, not a regular file");
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void tellsTheCommandWhichFamilyIsAskedFor() throws Exception {
        IpDetector one = shell("test $DDNS_FAMILY = ipv6 && echo 2600::6");

        assertThat(addresses(one.detect(IPV6, context))).containsExactly(IpAddress.parse("2600::6"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    @Tag("promise-1")
    void believesNoCommandThatFailedOrPrintedAnythingElse() {
        for (String script : List.of("echo 9.9.9.9; exit 3", "echo my address is 9.9.9.9", "echo 9.9.9.9 8.8.8.8")) {
            assertThatThrownBy(() -> shell(script).detect(IPV4, context)).isInstanceOf(DetectionException.class);
        }
        assertThatThrownBy(() -> shell("exit 3").detect(IPV4, context)).hasMessageContaining("status 3");
        assertThatThrownBy(() -> command(directory + "/none").detect(IPV4, context))
                .hasMessageContaining("cannot be started");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void thereIsNoShellUnlessTheCommandIsOne() throws Exception {
        assertThat(addresses(command("echo", "9.9.9.9").detect(IPV4, context)))
                .containsExactly(IpAddress.parse("9.9.9.9"));
        assertThatThrownBy(() ->
                        command("echo", "9.9.9.9;", "touch", directory + "/x").detect(IPV4, context))
                .isInstanceOf(DetectionException.class);
        assertThat(directory.resolve("x")).doesNotExist();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    @Tag("promise-22")
    void aCommandThatPrintsWithoutEndIsCutAndKilled() {
        assertThatThrownBy(() -> command("yes").detect(IPV4, context))
                .isInstanceOf(DetectionException.class)
                .hasMessageContaining("larger than 4 KiB");
    }

    @Tag("thorough")
    @Test
    @DisabledOnOs(OS.WINDOWS)
    @Tag("promise-22")
    void aCommandThatDoesNotEndIsKilledWithAllItStarted() throws Exception {
        context.timeout = Duration.ofSeconds(3); // long enough for the shell to write the file on a busy machine
        Path pid = directory.resolve("pid");
        assertThatThrownBy(
                        () -> shell("sleep 600 & echo $! > " + pid + "; wait").detect(IPV4, context))
                .isInstanceOf(DetectionException.class)
                .hasMessageContaining("did not end within 3000 ms");

        long child = Long.parseLong(Files.readString(pid).strip());
        assertThat(ProcessHandle.of(child)
                        .map(handle ->
                                handle.onExit().orTimeout(60, TimeUnit.SECONDS).join())
                        .filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    @Tag("promise-22")
    void showsNoArguments() {
        assertThatThrownBy(() -> command("false", "--token=s3cret").detect(IPV4, context))
                .hasMessageContaining("command false")
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "my-ip --wan", "my-ip.bat", "C:\\MY-IP.CMD"})
    @Tag("promise-23")
    void refusesWhatWouldNeedAShell(String program) {
        assertThatThrownBy(() -> command(program))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("detectors.cmd.command");
    }

    @Test
    void takesWhatStandsInAFileForCertain() throws Exception {
        Path file = Files.writeString(directory.resolve("ip"), "9.9.9.9\n2600::1\n");

        Detection.Found found = (Detection.Found) file(file).detect(IPV4, context);
        assertThat(found.addresses()).containsExactly(IpAddress.parse("9.9.9.9"));
        assertThat(found.certain()).isTrue();
        Files.writeString(file, "9.9.9.9");
        assertThat(file(file).detect(IPV6, context)).isInstanceOf(Detection.Absent.class);
    }

    @Test
    @Tag("promise-1")
    void believesNoFileThatIsNotThereOrHoldsAnythingElse() throws Exception {
        Path file = directory.resolve("ip");
        assertThatThrownBy(() -> file(file).detect(IPV4, context)).hasMessageContaining("there is no such file");
        Files.writeString(file, "9.9.9.9\nlocalhost\n");
        assertThatThrownBy(() -> file(file).detect(IPV4, context))
                .hasMessageContaining("line 2 is not just one address")
                .hasMessageNotContaining("localhost");
        Files.writeString(file, "9.9.9.9\n".repeat(1000));
        assertThatThrownBy(() -> file(file).detect(IPV4, context)).hasMessageContaining("larger than 4 KiB");
    }

    @Test
    void announcesThatAWatchedFileChanged() throws Exception {
        Path file = Files.writeString(directory.resolve("ip"), "9.9.9.9\n");
        CountDownLatch changed = new CountDownLatch(1);
        IpDetector detector = new FileDetector(file, true, Set.of(), Duration.ofMillis(5));
        try (IpDetector.Subscription watch = detector.watch(changed::countDown)) {
            Path other = Files.writeString(directory.resolve("new"), "10.10.10.10\n");
            Files.move(other, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);

            assertThat(changed.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(watch).isNotNull();
        }
    }

    @Test
    @Tag("promise-19")
    void watchesOnADaemonThreadThatEndsWithIt() throws Exception {
        assertThat(LiveThreads.thatStay(WATCHER)).isEmpty();
        IpDetector.Subscription watch = file(directory.resolve("none")).watch(() -> {});
        assertThat(LiveThreads.named(WATCHER)).singleElement().matches(Thread::isDaemon);
        watch.close();
        assertThat(LiveThreads.thatStay(WATCHER)).isEmpty();
    }
}
