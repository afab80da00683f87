package io.github.ddnsjava.examples.agent.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.exception.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is done for a service, in which order, and that half of it is undone. */
class ServiceInstallerTest {
    private static final Program PROGRAM =
            new Program("/usr/bin/java", "/opt/ddns/ddns-agent.jar", "/etc/ddns/ddns.json");

    @TempDir
    Path root;

    private final List<String> shown = new ArrayList<>();
    private final List<String> run = new ArrayList<>();

    /** A manager that answers 0, but to these commands. */
    private ServiceInstaller installer(Map<String, Integer> statuses) {
        Commands commands = command -> {
            String line = String.join(" ", command);
            assertThat(shown).as("shown before it is run").contains(line);
            run.add(line);
            return new Commands.Result(statuses.getOrDefault(line, 0), "said\n");
        };
        return new ServiceInstaller(root, commands, shown::add);
    }

    private Path unit() {
        return root.resolve("etc/systemd/system/ddns.service");
    }

    @Test
    void systemdGetsItsFilesAndThenStartsTheService() throws Exception {
        installer(Map.of()).install(ServiceKind.SYSTEMD, PROGRAM);

        assertThat(unit()).content().contains("--config /etc/ddns/ddns.json");
        assertThat(root.resolve("etc/sysusers.d/ddns.conf")).exists();
        assertThat(run)
                .containsExactly("systemd-sysusers", "systemctl daemon-reload", "systemctl enable --now ddns.service");
        assertThat(shown).startsWith("write " + unit());
    }

    @Test
    void aStepThatFailsUndoesThoseBeforeIt() {
        ServiceInstaller installer = installer(Map.of("systemctl enable --now ddns.service", 1));

        assertThatThrownBy(() -> installer.install(ServiceKind.SYSTEMD, PROGRAM))
                .isInstanceOf(IOException.class)
                .hasMessage("\"systemctl enable --now ddns.service\" ended with status 1: said");
        assertThat(unit()).doesNotExist();
        assertThat(root.resolve("etc/sysusers.d/ddns.conf")).doesNotExist();
        assertThat(run).endsWith("systemctl disable --now ddns.service", "systemctl daemon-reload");
    }

    @Test
    void aFileOfSomebodyElseIsNotReplacedAndWhatWasWrittenBeforeIsDeleted() throws Exception {
        Path conf = root.resolve("etc/sysusers.d/ddns.conf");
        Files.createDirectories(conf.getParent());
        Files.writeString(conf, "theirs");

        assertThatThrownBy(() -> installer(Map.of()).install(ServiceKind.SYSTEMD, PROGRAM))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(conf + " is there and says something else; uninstall");
        assertThat(conf).content().isEqualTo("theirs");
        assertThat(unit()).doesNotExist();
        assertThat(run).isEmpty();
    }

    @Test
    void aServiceThatWasThereStaysIfItsSecondInstallationFails() throws Exception {
        installer(Map.of()).install(ServiceKind.SYSTEMD, PROGRAM);
        ServiceInstaller failing = installer(Map.of("systemctl daemon-reload", 1));

        assertThatThrownBy(() -> failing.install(ServiceKind.SYSTEMD, PROGRAM)).isInstanceOf(IOException.class);
        assertThat(unit()).exists();
        assertThat(run).doesNotContain("systemctl disable --now ddns.service");
    }

    @Test
    void allIsRemovedEvenIfTheServiceIsNotKnown() throws Exception {
        installer(Map.of()).install(ServiceKind.SYSTEMD_TIMER, PROGRAM);
        ServiceInstaller installer = installer(Map.of("systemctl disable --now ddns-once.timer", 1));

        assertThatThrownBy(() -> installer.uninstall(ServiceKind.SYSTEMD_TIMER, PROGRAM))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ended with status 1: said");
        assertThat(root.resolve("etc/systemd/system")).isEmptyDirectory();
        assertThat(run).endsWith("systemctl daemon-reload");
    }

    @Test
    void theManagerSaysWhetherTheServiceRuns() throws Exception {
        Commands stopped = command -> new Commands.Result(3, "inactive");
        Commands started = command -> new Commands.Result(0, "active");
        Commands windows = command -> new Commands.Result(0, "STATE              : 1  STOPPED\n");
        Commands german = command -> new Commands.Result(0, "STATUS             : 4  RUNNING\n");

        assertThat(new ServiceInstaller(root, stopped, shown::add).isRunning(ServiceKind.SYSTEMD, PROGRAM))
                .isFalse();
        assertThat(new ServiceInstaller(root, started, shown::add).isRunning(ServiceKind.SYSTEMD, PROGRAM))
                .isTrue();
        assertThat(new ServiceInstaller(root, windows, shown::add).isRunning(ServiceKind.WINSW, PROGRAM))
                .isFalse();
        assertThat(new ServiceInstaller(root, german, shown::add).isRunning(ServiceKind.WINSW, PROGRAM))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"SYSTEMD", "SYSTEMD_USER", "SYSTEMD_TIMER", "SCHTASKS", "LAUNCHD", "WINSW"})
    void otherKindsAreInstalledByHand(ServiceKind kind) {
        assertThatThrownBy(() -> installer(Map.of()).install(kind, PROGRAM))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("\"service print " + kind + "\" says how");
        assertThat(run).isEmpty();
    }

    @Test
    void launchdAndTheTaskSchedulerAreGivenTheFile() throws Exception {
        Program beside =
                new Program("/usr/bin/java", root.resolve("ddns-agent.jar").toString(), "/etc/ddns.json");
        installer(Map.of()).install(ServiceKind.LAUNCHD, beside);
        installer(Map.of()).install(ServiceKind.SCHTASKS, beside);

        assertThat(run)
                .containsExactly(
                        "launchctl bootstrap system "
                                + root.resolve("Library/LaunchDaemons/io.github.ddnsjava.agent.plist"),
                        "schtasks /Create /TN \\ddns\\once /XML " + root.resolve("ddns-task.xml") + " /F");
    }
}
