package io.github.ddnsjava.examples.agent.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ddnsjava.examples.agent.service.ServiceKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The verb service, as it is typed. */
class ServiceTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void everyKindIsPrinted(ServiceKind kind) {
        List<Object> line = new ArrayList<>(List.of("service", "print", kind));
        if (kind != ServiceKind.KUBERNETES) {
            line.addAll(List.of("--jar", "/opt/ddns/ddns-agent.jar"));
        }
        Agent agent = Agent.run(line.toArray());

        assertThat(agent.status()).as(agent.err()).isZero();
        assertThat(agent.err()).isEmpty();
        line.add("--json");
        JsonNode files = Agent.run(line.toArray()).json().get("files");
        assertThat(files)
                .isNotEmpty()
                .allSatisfy(file -> assertThat(agent.out())
                        .contains(file.get("text").asText().stripTrailing()));
        assertThat(files.at("/0/text").asText()).contains("Install:").containsPattern("/opt/ddns[/\\\\]?");
    }

    /** An option has an effect, or is told to have none. */
    @ParameterizedTest
    @EnumSource
    void noOptionOfTheProgramIsIgnoredInSilence(ServiceKind kind) {
        for (String option : List.of("--java", "--jar", "--config")) {
            Agent one = printed(kind, option, "/srv/one/bin/name");
            Agent two = printed(kind, option, "/srv/two/bin/name");

            assertThat(one.status()).as("%s %s: %s", kind, option, one.err()).isZero();
            if (one.out().equals(two.out())) {
                assertThat(one.err()).contains(option + " has no effect on the definition of " + kind + ", because ");
            } else {
                assertThat(one.err()).as("%s %s", kind, option).doesNotContain(option);
            }
        }
    }

    private static Agent printed(ServiceKind kind, String option, String path) {
        List<Object> line = new ArrayList<>(List.of("service", "print", kind, option, path));
        if (!option.equals("--jar") && kind != ServiceKind.KUBERNETES) {
            line.addAll(List.of("--jar", "/opt/ddns/ddns-agent.jar"));
        }
        if (kind.isWindows()) {
            line.replaceAll(word -> word.toString().startsWith("/") ? "C:" + word : word);
        }
        return Agent.run(line.toArray());
    }

    @Test
    void theConfigurationIsMadeAbsoluteAndNotRead() {
        Agent agent = Agent.run("service", "print", "systemd", "--jar", "/a.jar", "--config", "no/such.json");

        assertThat(agent.out())
                .contains("--config " + Path.of("no/such.json").toAbsolutePath() + "\n")
                .contains("# ---- /etc/sysusers.d/ddns.conf\n");
        assertThat(Agent.run("service", "print", "systemd", "--jar", "/a.jar").out())
                .contains("--config /etc/ddns/ddns.json");
    }

    /** A Java that was asked for is the one that runs. */
    @Test
    void theJarOfAPackageIsRunByItsProgramUnlessAJavaIsNamed() throws IOException {
        Path jar = Files.createDirectories(directory.resolve("app")).resolve("ddns-agent.jar");
        Path ddns = Files.createFile(
                Files.createDirectories(directory.resolve("bin")).resolve("ddns"));

        assertThat(Agent.run("service", "print", "systemd", "--jar", jar).out())
                .contains("ExecStart=" + ddns + " run --config /etc/ddns/ddns.json\n");
        assertThat(Agent.run("service", "print", "systemd-timer", "--jar", jar).out())
                .contains("ExecStart=" + ddns + " once --config /etc/ddns/ddns.json\n");
        assertThat(Agent.run("service", "print", "systemd", "--jar", jar, "--java", "/usr/bin/java")
                        .out())
                .contains("ExecStart=/usr/bin/java ", " -jar " + jar + " run ");
        assertThat(Agent.run("service", "print", "winsw", "--jar", jar).out()).contains("-jar " + jar);
    }

    @Test
    void aDefinitionForAnotherHostNamesItsPathsAsTheyAre() {
        Agent agent = Agent.run(
                "service", "print", "winsw", "--java", "C:\\Java\\bin\\java.exe", "--jar", "C:\\ddns\\ddns-agent.jar");

        assertThat(agent.out())
                .contains("<executable>C:\\Java\\bin\\java.exe</executable>", "C:\\ProgramData\\ddns\\ddns.json");
    }

    @Test
    void filesAreWrittenInTheirEncodingAndNeverReplaced() throws IOException {
        Object[] line = {
            "service", "print", "schtasks", "--jar", "C:\\a.jar", "--java", "C:\\java.exe", "--output", directory
        };

        assertThat(Agent.run(line).status()).isZero();
        assertThat(Files.readString(directory.resolve("ddns-task.xml"), StandardCharsets.UTF_16))
                .startsWith("<?xml version=\"1.0\" encoding=\"UTF-16\"?>\r\n");
        Agent again = Agent.run(line);
        assertThat(again.status()).isEqualTo(1);
        assertThat(again.err()).contains("ddns-task.xml is there, and is not replaced", "choose another directory");
    }

    @Test
    void aKindThatIsInstalledByHandIsRefused() {
        for (String verb : new String[] {"install", "uninstall", "status"}) {
            Agent agent = Agent.run("service", verb, "cron", "--jar", "/a.jar");
            assertThat(agent.status()).isEqualTo(2);
            assertThat(agent.err()).startsWith("KIND: cron is installed by hand");
        }
    }

    @Test
    void onlyVerbsThatWriteADefinitionAskWhatItRuns() {
        for (String verb : new String[] {"uninstall", "status"}) {
            for (String option : new String[] {"--config", "--java"}) {
                Agent agent = Agent.run("service", verb, "systemd", "--jar", "/opt/ddns/a.jar", option, "/x");
                assertThat(agent.status()).isEqualTo(2);
                assertThat(agent.err()).contains("Unknown option", option);
            }
        }
    }

    @Test
    void whatIsWrongIsRefused() {
        assertThat(Agent.run("service").status()).isEqualTo(2);
        assertThat(Agent.run("service", "print").status()).isEqualTo(2);
        Agent unknown = Agent.run("service", "print", "upstart");
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.err()).contains("there is no kind \"upstart\"").containsOnlyOnce("systemd-timer");
        JsonNode json = Agent.run("service", "print", "upstart", "--json").json();
        assertThat(json.at("/error/problems/0/allowed").asText())
                .startsWith("systemd, ")
                .endsWith(", kubernetes");
        Agent noJar = Agent.run("service", "print", "systemd");
        assertThat(noJar.status()).isEqualTo(2);
        assertThat(noJar.err()).contains("--jar: ", "the path of ddns-agent.jar");
    }

    @Test
    void aKindMayBeWrittenInUpperOrLowerCase() {
        assertThat(Agent.run("service", "print", "Systemd", "--jar", "/a.jar"))
                .isEqualTo(Agent.run("service", "print", "systemd", "--jar", "/a.jar"));
    }

    /** A character that ends a line for some reader, that a format cannot have, or that was lost on the way. */
    @ParameterizedTest
    @ValueSource(ints = {'\n', 0x85, 0x2028, 0x2029, 0xfffe, 0xffff, 0xfdd0, 0x1fffe, 0xd800, 0xfffd})
    void aPathWithACharacterThatADefinitionCannotCarryIsRefused(int character) {
        for (String option : List.of("--config", "--jar", "--java")) {
            List<Object> line = new ArrayList<>(List.of("service", "print", "winsw", "--jar", "C:\\a.jar"));
            line.removeAll(option.equals("--jar") ? List.of("--jar", "C:\\a.jar") : List.of());
            line.addAll(List.of(option, "C:\\a" + Character.toString(character) + "b"));
            Agent agent = Agent.run(line.toArray());
            assertThat(agent.status()).isEqualTo(2);
            assertThat(agent.err()).startsWith(option + ": the path has the character U+%04X".formatted(character));
        }
    }

    @Test
    void aPathThatIsEmptyIsRefused() {
        Agent agent = Agent.run("service", "print", "systemd", "--jar", "/a.jar", "--config", "");
        assertThat(agent.status()).isEqualTo(2);
        assertThat(agent.err()).startsWith("--config: the path is empty");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aRelativePathOfAnotherSystemIsRefusedBecauseNobodyKnowsWhatItIsRelativeTo() {
        Agent agent = Agent.run("service", "print", "winsw", "--jar", "C:\\a.jar", "--config", "ddns.json");
        assertThat(agent.status()).isEqualTo(2);
        assertThat(agent.err())
                .startsWith("--config: the path ddns.json is relative")
                .contains("C:\\ddns\\ddns.json");
    }

    /** Half of a pair is in no character set, as is "ü" in that of the locale C. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aPathThatTheLocaleCannotExpressIsRefusedInPlainWords() {
        String path = "/srv/\ud800/file";
        for (List<String> line : List.of(
                List.of("check", "--config", path),
                List.of("status", "--config", path),
                List.of("run", "--config", "/x", "--log-file", path),
                List.of("providers", "--plugins", path),
                List.of("service", "print", "cron", "--jar", "/a.jar", "--output", path),
                List.of("service", "print", "cron", "--jar", path),
                List.of("service", "print", "cron", "--jar", "/a.jar", "--config", path),
                List.of("import", "ddclient", path))) {
            Agent agent = Agent.run(line.toArray());
            assertThat(agent.status()).as("%s", line).isEqualTo(2);
            assertThat(agent.err())
                    .as("%s", line)
                    .contains("this process cannot use the file name", "LC_ALL=C.UTF-8")
                    .doesNotContain("Exception");
        }
        assertThat(Agent.run("check", "--config", "a\0b").err()).contains("this system has no file with the name");
    }

    /** In the locale C the name of the working directory is lost, and a relative path leads nowhere. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aRelativePathThatTheLocaleCannotExpressIsNotTakenForAFileThatIsMissing() {
        String here = "/srv/stra\ufffd\ufffde";

        assertThatThrownBy(() -> GivenPath.usable("ddns.json", here))
                .isInstanceOfSatisfying(
                        InvalidPathException.class,
                        e -> assertThat(GivenPath.wrong(e))
                                .isEqualTo("this process cannot use the file name \"" + here
                                        + "/ddns.json\", because its locale"
                                        + " has not all of these characters; set the environment variable LC_ALL=C.UTF-8, or use"
                                        + " a name in ASCII"));
        assertThat(GivenPath.usable("/etc/ddns.json", here)).isEqualTo(Path.of("/etc/ddns.json"));
        assertThat(GivenPath.usable("ddns.json", "/srv")).isEqualTo(Path.of("ddns.json"));
    }

    /** An update of Java replaces the directory of the release, and the service must start afterwards, too. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theLinkThatStaysIsPreferredIfItLeadsToTheSameJava() throws IOException {
        Path java = Files.createFile(directory.resolve("java-17.0.1"));
        Path other = Files.createFile(directory.resolve("java-21.0.1"));
        Path missing = directory.resolve("missing");
        Path toOther = Files.createSymbolicLink(directory.resolve("to-other"), other);
        Path link = Files.createSymbolicLink(directory.resolve("link"), java);

        assertThat(ProgramOptions.stable(java.toString(), List.of(missing, toOther, link)))
                .isEqualTo(link.toString());
        assertThat(ProgramOptions.stable(java.toString(), List.of(missing, toOther)))
                .isEqualTo(java.toString());
        assertThat(ProgramOptions.stable("/no/such/java", List.of(link))).isEqualTo("/no/such/java");
    }
}
