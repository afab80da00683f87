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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is done for a service, in which order, and that half of it is undone. */
class ServiceInstallerTest {
    private static final Program PROGRAM =
            new Program("/usr/bin/java", "/opt/ddns/ddns-agent.jar", "/etc/ddns/ddns.json");

    private static final String CONF = "etc/sysusers.d/ddns.conf";

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
        assertThat(root.resolve(CONF)).exists();
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
        assertThat(root.resolve(CONF)).doesNotExist();
        assertThat(run).endsWith("systemctl disable --now ddns.service", "systemctl daemon-reload");
    }

    @Test
    void aFileOfSomebodyElseIsNotReplacedAndWhatWasWrittenBeforeIsDeleted() throws Exception {
        Path conf = root.resolve(CONF);
        Files.createDirectories(conf.getParent());
        Files.writeString(conf, "theirs");

        assertThatThrownBy(() -> installer(Map.of()).install(ServiceKind.SYSTEMD, PROGRAM))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(
                        conf + " is there and says something else; compare it with \"service print systemd\"");
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

        assertThatThrownBy(() -> installer.uninstall(ServiceKind.SYSTEMD_TIMER, PROGRAM.jar(), false))
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

        assertThat(new ServiceInstaller(root, stopped, shown::add).isRunning(ServiceKind.SYSTEMD, PROGRAM.jar()))
                .isFalse();
        assertThat(new ServiceInstaller(root, started, shown::add).isRunning(ServiceKind.SYSTEMD, PROGRAM.jar()))
                .isTrue();
        assertThat(new ServiceInstaller(root, windows, shown::add).isRunning(ServiceKind.WINSW, PROGRAM.jar()))
                .isFalse();
        assertThat(new ServiceInstaller(root, german, shown::add).isRunning(ServiceKind.WINSW, PROGRAM.jar()))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "SYSTEMD, 3",
        "SYSTEMD, 4",
        "SYSTEMD_USER, 3",
        "SYSTEMD_TIMER, 3",
        "LAUNCHD, 113",
        "SCHTASKS, 1",
        "WINSW, 1060"
    })
    void aServiceThatIsNotKnownDoesNotRun(ServiceKind kind, int status) throws Exception {
        ServiceInstaller asked = new ServiceInstaller(root, command -> new Commands.Result(status, ""), shown::add);
        assertThat(asked.isRunning(kind, PROGRAM.jar())).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"SYSTEMD, 1", "SYSTEMD_USER, 1", "SYSTEMD_TIMER, 1", "LAUNCHD, 1", "SCHTASKS, 2", "WINSW, 5"})
    void aManagerThatCannotBeAskedIsAFailureWithItsAnswer(ServiceKind kind, int status) {
        ServiceInstaller asked = new ServiceInstaller(
                root, command -> new Commands.Result(status, "Failed to connect to bus\n"), shown::add);
        assertThatThrownBy(() -> asked.isRunning(kind, PROGRAM.jar()))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("\" ended with status " + status + ": Failed to connect to bus");
    }

    @Test
    void aServiceThatWasThereStaysAlsoIfTheFileOfItsUserIsMissing() throws Exception {
        installer(Map.of()).install(ServiceKind.SYSTEMD, PROGRAM);
        Files.delete(root.resolve(CONF));

        for (String step :
                List.of("systemd-sysusers", "systemctl daemon-reload", "systemctl enable --now ddns.service")) {
            ServiceInstaller failing = installer(Map.of(step, 1));
            assertThatThrownBy(() -> failing.install(ServiceKind.SYSTEMD, PROGRAM))
                    .isInstanceOf(IOException.class);
            assertThat(unit()).exists();
            assertThat(root.resolve(CONF)).as("this call wrote it").doesNotExist();
        }
        assertThat(run).doesNotContain("systemctl disable --now ddns.service");
    }

    @Test
    void whatAnotherKindNeedsIsNotRemoved() throws Exception {
        installer(Map.of()).install(ServiceKind.SYSTEMD, PROGRAM);
        installer(Map.of()).install(ServiceKind.SYSTEMD_TIMER, PROGRAM);

        installer(Map.of()).uninstall(ServiceKind.SYSTEMD_TIMER, PROGRAM.jar(), false);
        assertThat(root.resolve(CONF)).exists();
        assertThat(unit()).exists();

        installer(Map.of()).uninstall(ServiceKind.SYSTEMD, PROGRAM.jar(), false);
        assertThat(root.resolve(CONF)).doesNotExist();
    }

    @Test
    void onlyWhatThisCallDidIsUndone() {
        String wrapper = root.resolve("ddns-service.exe").toString();
        Program beside = new Program("/usr/bin/java", root.resolve("a.jar").toString(), "/etc/ddns/ddns.json");

        assertThatThrownBy(() -> installer(Map.of(wrapper + " install", 1)).install(ServiceKind.WINSW, beside))
                .isInstanceOf(IOException.class);
        assertThat(run).as("a service of this name was there").containsExactly(wrapper + " install");
        run.clear();

        assertThatThrownBy(() -> installer(Map.of(wrapper + " start", 1)).install(ServiceKind.WINSW, beside))
                .isInstanceOf(IOException.class);
        assertThat(run)
                .containsExactly(wrapper + " install", wrapper + " start", wrapper + " stop", wrapper + " uninstall");
    }

    @Test
    void anInstallationThatIsInterruptedOrBreaksIsUndone() {
        for (Exception broken : List.of(new InterruptedException(), new IllegalStateException("broken"))) {
            Commands commands = command -> {
                run.add(String.join(" ", command));
                if (command.contains("enable")) {
                    if (broken instanceof InterruptedException interrupted) {
                        throw interrupted;
                    }
                    throw (RuntimeException) broken;
                }
                return new Commands.Result(0, "");
            };
            assertThatThrownBy(() ->
                            new ServiceInstaller(root, commands, shown::add).install(ServiceKind.SYSTEMD, PROGRAM))
                    .isSameAs(broken);
            assertThat(unit()).doesNotExist();
            assertThat(run).endsWith("systemctl disable --now ddns.service", "systemctl daemon-reload");
        }
    }

    @Test
    void aFileThatCannotBeWrittenIsNamedAndLeavesNothing() throws Exception {
        Files.createDirectories(root.resolve("etc"));
        Files.writeString(root.resolve("etc/sysusers.d"), "a file, and no directory");

        assertThatThrownBy(() -> installer(Map.of()).install(ServiceKind.SYSTEMD, PROGRAM))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(root.resolve(CONF) + " was not written: ");
        assertThat(unit().getParent()).as("no half of a file either").isEmptyDirectory();
    }

    @Test
    void aProgramThatCannotBeStartedIsNamed() {
        Commands none = command -> {
            throw new IOException("error=2, No such file or directory");
        };
        assertThatThrownBy(() -> new ServiceInstaller(root, none, shown::add).install(ServiceKind.SYSTEMD, PROGRAM))
                .isInstanceOf(IOException.class)
                .hasMessage("\"systemd-sysusers\" could not be started: error=2, No such file or directory");
    }

    @Test
    void anEditedFileIsRemovedOnlyByForce() throws Exception {
        installer(Map.of()).install(ServiceKind.SYSTEMD, PROGRAM);
        Files.writeString(unit(), Files.readString(unit()).replace("RestartSec=10s", "RestartSec=1s"));
        run.clear();

        assertThatThrownBy(() -> installer(Map.of()).uninstall(ServiceKind.SYSTEMD, PROGRAM.jar(), false))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(unit() + " was edited")
                .hasMessageContaining("nothing was removed")
                .hasMessageEndingWith("uninstall with --force");
        assertThat(run).isEmpty();
        assertThat(unit()).exists();
        assertThat(root.resolve(CONF)).exists();

        installer(Map.of()).uninstall(ServiceKind.SYSTEMD, PROGRAM.jar(), true);
        assertThat(unit()).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(names = {"SYSTEMD", "SYSTEMD_USER", "SYSTEMD_TIMER", "LAUNCHD", "SCHTASKS", "WINSW"})
    void whatWasInstalledWithOtherPathsIsRemovedWithoutThem(ServiceKind kind) throws Exception {
        String home = System.setProperty("user.home", root.resolve("home").toString());
        try {
            Program other =
                    new Program("/opt/java 17/bin/java", root.resolve("a.jar").toString(), "/srv/my ddns/c.json");
            installer(Map.of()).install(kind, other);
            List<Path> files = files();
            assertThat(files).isNotEmpty();

            installer(Map.of()).uninstall(kind, other.jar(), false);
            assertThat(files()).isEmpty();
        } finally {
            System.setProperty("user.home", home);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).toList();
        }
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
