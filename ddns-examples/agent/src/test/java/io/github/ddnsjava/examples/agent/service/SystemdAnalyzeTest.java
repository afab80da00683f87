package io.github.ddnsjava.examples.agent.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.examples.agent.RealProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What systemd itself says of the units. It only prints what it does not understand, and ends with 0: so it must print nothing. */
@Tag("servers")
@Timeout(120)
class SystemdAnalyzeTest {
    private static final double MOST_EXPOSED = 2.0;

    /** Its directory has a program to start: without one the unit is refused. */
    private static Program program(RealProgram systemd) throws IOException {
        Path odd = Files.createDirectories(systemd.directory().resolve("it is 100%n $HOME & ü"));
        Path java = Files.writeString(odd.resolve("java"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new Program(java.toString(), odd + "/'q' \"d\" \\b;.jar", odd + "/$$ %% ; ddns.json");
    }

    private static List<Path> written(RealProgram systemd, ServiceKind kind) throws IOException {
        List<Path> units = new java.util.ArrayList<>();
        for (ServiceFile file : kind.files(program(systemd))) {
            if (!file.name().endsWith(".conf")) {
                units.add(Files.write(systemd.directory().resolve(file.name()), file.bytes()));
            }
        }
        return units;
    }

    @ParameterizedTest
    @EnumSource(names = {"SYSTEMD", "SYSTEMD_USER", "SYSTEMD_TIMER"})
    void systemdUnderstandsEveryLine(ServiceKind kind) throws Exception {
        try (RealProgram systemd = RealProgram.of("systemd-analyze", "systemd")) {
            List<Path> units = written(systemd, kind);
            assertThat(systemd.run("verify", units.get(0).toString())).isEmpty();
            assertThat(units)
                    .allSatisfy(unit ->
                            assertThat(systemd.run("verify", unit.toString())).isEmpty());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SYSTEMD", "SYSTEMD_TIMER"})
    void theServiceIsWellProtected(ServiceKind kind) throws Exception {
        try (RealProgram systemd = RealProgram.of("systemd-analyze", "systemd")) {
            String unit = written(systemd, kind).get(0).toString();
            Matcher exposure = Pattern.compile("exposure level for [a-z-]+\\.service: ([0-9.]+)")
                    .matcher(systemd.run("security", "--offline=true", unit));
            assertThat(exposure.find()).isTrue();
            assertThat(Double.parseDouble(exposure.group(1))).isLessThanOrEqualTo(MOST_EXPOSED);
        }
    }

    @Test
    void aMisspeltLineWouldBeNoticed() throws Exception {
        try (RealProgram systemd = RealProgram.of("systemd-analyze", "systemd")) {
            Path unit = written(systemd, ServiceKind.SYSTEMD).get(0);
            Files.writeString(unit, Files.readString(unit).replace("StateDirectory=", "StateDirrectory="));
            assertThat(systemd.run("verify", unit.toString())).contains("StateDirrectory");
        }
    }

    @Test
    void sysusersMakesTheUser() throws Exception {
        try (RealProgram sysusers = RealProgram.of("systemd-sysusers", "systemd")) {
            ServiceFile conf =
                    ServiceKind.SYSTEMD.files(new Program("/j", "/a", "/c")).get(1);
            Path file = Files.write(sysusers.directory().resolve(conf.name()), conf.bytes());
            String root = "--root="
                    + Files.createDirectories(sysusers.directory().resolve("root/etc"))
                            .getParent();
            String said = sysusers.run(root, file.toString());
            assertThat(sysusers.directory().resolve("root/etc/passwd"))
                    .as(said)
                    .content()
                    .contains("ddns:");
        }
    }
}
