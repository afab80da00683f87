package io.github.ddnsjava.examples.agent.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A rehearsal that cannot begin. One that can changes the process, and is done in another one. */
@DisabledOnOs(OS.WINDOWS)
class RehearsalTest {
    @TempDir
    Path directory;

    private Path keytool(String script) throws IOException {
        Path program = Files.writeString(directory.resolve("keytool"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return program;
    }

    @Test
    void withoutACertificateItSaysWhyAndLeavesNothingBehind() throws IOException {
        Path temporary = Files.createDirectory(directory.resolve("temporary"));
        Path refuses = keytool("echo no provider; exit 1");

        assertThatThrownBy(() -> Rehearsal.begin(refuses, temporary))
                .isInstanceOf(IOException.class)
                .hasMessage(refuses + " made no certificate: no provider");
        assertThatThrownBy(() -> Rehearsal.begin(directory.resolve("missing"), temporary))
                .isInstanceOf(IOException.class);

        assertThat(temporary).isEmptyDirectory();
        assertThat(System.getProperty("javax.net.ssl.trustStore")).isNull();
    }
}
