package io.github.ddnsjava.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Tag("promise-22")
@Timeout(120)
@DisabledOnOs(OS.WINDOWS)
class LocalFileTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    Path directory;

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    private Path pipe() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        return pipe;
    }

    @Test
    void aRegularFileOrALinkToOneIsReadUpToItsCap() throws Exception {
        Path file = Files.write(directory.resolve("file"), new byte[100]);
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);

        assertThat(LocalFile.read(file, 100, LONG)).hasSize(100);
        assertThat(LocalFile.readUninterruptibly(link, 100)).hasSize(100);
        assertThatThrownBy(() -> LocalFile.read(file, 99, LONG)).hasMessage("it is larger than 99 bytes");
    }

    @Test
    void aPipeWithoutAWriterAndADeviceAreRefusedAtOnce() throws Exception {
        for (Path other : new Path[] {pipe(), Path.of("/dev/zero"), Path.of("/dev/null")}) {
            assertThatThrownBy(() -> LocalFile.read(other, 100, Duration.ofHours(1)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("it is a named pipe, a socket or a device, not a regular file");
        }
        assertThatThrownBy(() -> LocalFile.read(directory, 100, LONG)).hasMessage("it is a directory");
        assertThatThrownBy(() -> LocalFile.read(directory.resolve("none"), 100, LONG))
                .hasMessage("there is no such file");
    }

    @Test
    void whatBlocksAllTheSameCostsTheTimeLimitAndNotTheCaller() throws Exception {
        Path pipe = pipe();

        assertThatThrownBy(() -> Bounded.call("test", Duration.ofMillis(300), () -> Files.readAllBytes(pipe)))
                .hasMessage("it could not be read to its end within 300 ms");

        try (OutputStream writer = Files.newOutputStream(pipe)) {
            writer.write('x'); // lets the thread that was left behind end
        }
    }

    @Test
    void anInterruptedCallerReadsAndStaysInterruptedWhereItCannotBeTold() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "text");

        Thread.currentThread().interrupt();
        assertThat(LocalFile.readUninterruptibly(file, 100)).hasSize(4);
        assertThat(Thread.interrupted()).isTrue();

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> LocalFile.read(file, 100, LONG)).isInstanceOf(InterruptedException.class);
    }

    @Test
    void aPipeIsReadWhereOneIsAllowedAndADeviceWithoutEndIsCapped() throws Exception {
        Path pipe = pipe();
        Process writer = new ProcessBuilder("sh", "-c", "echo text > " + pipe).start();

        assertThat(LocalFile.readFileOrPipe(pipe, 100)).asString().isEqualTo("text\n");
        assertThat(writer.waitFor()).isZero();
        assertThatThrownBy(() -> LocalFile.readFileOrPipe(Path.of("/dev/zero"), 4 << 20))
                .hasMessage("it is larger than 4 MiB");
    }

    /** Under the locale C, {@code Path.of} refuses what the same text names under another. */
    @Test
    void aNameWithLettersBeyondAsciiIsRefusedForTheLocale() {
        assertThat(LocalFile.noName("stra\u00dfe")).contains("locale", "LC_ALL=C.UTF-8");
        assertThat(LocalFile.noName("a\0b")).contains("control character");
    }

    @Test
    void aRelativeNameIsNotMissingIfTheLocaleCannotExpressTheWorkingDirectory() {
        IOException cause = new NoSuchFileException("a.json");
        Path relative = Path.of("a.json");

        assertThat(LocalFile.missing(cause, relative, "/srv/stra\ufffd\ufffde"))
                .hasMessage("its name is relative, and this process cannot use the name of its working directory: the"
                        + " locale of this process has not all of its characters; set the environment variable"
                        + " LC_ALL=C.UTF-8, or use a name in ASCII");
        assertThat(LocalFile.missing(cause, relative, "/srv")).hasMessage("there is no such file");
        assertThat(LocalFile.missing(cause, relative.toAbsolutePath(), "/srv/stra\ufffd\ufffde"))
                .hasMessage("there is no such file");
    }
}
