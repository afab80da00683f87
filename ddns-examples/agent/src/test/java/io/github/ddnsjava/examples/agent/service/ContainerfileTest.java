package io.github.ddnsjava.examples.agent.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.ddnsjava.examples.agent.command.DdnsAgent;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The container file is read as a builder reads it, by a strict reader: what this does not know is an error. */
class ContainerfileTest {
    private static final Path FILE = Path.of("src/package/Containerfile");
    private static final Pattern LINE = Pattern.compile("([A-Z]+) +(\\S.*(?<!\\\\))");
    private static final Set<String> KNOWN =
            Set.of("FROM", "ADD", "RUN", "ENV", "USER", "STOPSIGNAL", "HEALTHCHECK", "ENTRYPOINT", "CMD");
    private static final Pattern SECRET = Pattern.compile("(?i)token|secret|password|passwd|credential|api.?key");

    /** One instruction. */
    private record Instruction(String name, String value) {
        /** Returns the words of its exec form, which no shell reads. */
        List<String> words() throws IOException {
            JsonNode array = new JsonMapper().readTree(value.substring(Math.max(0, value.indexOf('['))));
            assertThat(array.isArray()).as("%s is in the exec form", this).isTrue();
            List<String> words = new ArrayList<>();
            array.forEach(word -> words.add(word.asText()));
            return words;
        }
    }

    private static List<Instruction> read(List<String> lines) {
        List<Instruction> all = new ArrayList<>();
        for (String line : lines) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            Matcher parts = LINE.matcher(line);
            if (!parts.matches() || !KNOWN.contains(parts.group(1))) {
                throw new IllegalArgumentException("no instruction that this container file needs: " + line);
            }
            all.add(new Instruction(parts.group(1), parts.group(2)));
        }
        return all;
    }

    private static List<Instruction> read() throws IOException {
        return read(Files.readAllLines(FILE));
    }

    private static Instruction only(String name) throws IOException {
        List<Instruction> found =
                read().stream().filter(i -> i.name().equals(name)).toList();
        assertThat(found).as(name).hasSize(1);
        return found.get(0);
    }

    private static List<String> docker() throws IOException, InterruptedException {
        String script = ServiceKind.DOCKER
                .files(new Program("java", "/opt/ddns/ddns-agent.jar", "/etc/ddns/ddns.json"))
                .get(0)
                .text();
        return Shell.words("docker() { words \"$@\"; }\n" + script.replace("exec docker", "docker"));
    }

    @Test
    void itRunsWithoutRightsAsTheUserOfThePrintedDefinitions() throws Exception {
        String user = only("USER").value();
        assertThat(user).matches("[1-9]\\d*:[1-9]\\d*");
        assertThat(docker()).contains("--user=" + user);
        List<String> names = read().stream().map(Instruction::name).toList();
        assertThat(names.subList(names.indexOf("USER"), names.size()))
                .as("what writes files is done by root, who owns them")
                .doesNotContain("RUN", "ADD");
    }

    @Test
    void itHasNoSecretsAndTakesNothingFromElsewhere() throws Exception {
        assertThat(read()).noneMatch(i -> SECRET.matcher(i.toString()).find());
        assertThat(only("ADD").value()).isEqualTo("ddns-agent-image.tar.gz /opt/");
        assertThat(only("FROM").value()).as("a version").matches("[a-z]+:\\d[\\w.-]*");
        assertThat(only("ENV").value()).contains("STATE_DIRECTORY=/var/lib/ddns");
    }

    @Test
    void itRunsAndAsksTheAgentByVerbsThatTheAgentHas() throws Exception {
        assertThat(only("HEALTHCHECK").value())
                .matches("--interval=\\d+m --timeout=\\d+m --start-period=\\d+m --retries=\\d CMD \\[.*]");
        List<String> health = only("HEALTHCHECK").words();
        assertThat(health).startsWith("/opt/ddns/bin/ddns", "status");
        assertThat(only("ENTRYPOINT").words()).containsExactly("/opt/ddns/bin/ddns");
        assertThat(only("RUN").words()).containsExactly("/opt/ddns/bin/ddns", "prepare");
        List<String> run = only("CMD").words();
        assertThat(docker()).endsWith(run.toArray(String[]::new));
        assertThat(health.subList(2, health.size())).isEqualTo(run.subList(1, run.size()));
        for (String verb : List.of(health.get(1), run.get(0), "prepare")) {
            StringWriter said = new StringWriter();
            PrintWriter out = new PrintWriter(said);
            assertThat(DdnsAgent.execute(settings -> {}, out, out, verb, "--help"))
                    .as(said.toString())
                    .isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EXPOSE 80", "user 0", "RUN", "  USER 1:1", "CMD \\", "COPY . /"})
    void whatIsNotNeededIsRefused(String line) {
        assertThatThrownBy(() -> read(List.of("FROM debian:12-slim", line))).hasMessageContaining(line);
    }

    /** But for the directory with the agent, which the image has. */
    @Test
    void theManualStartsItWithTheOptionsOfThePrintedDefinition() throws Exception {
        String manual = Files.readString(Path.of("../../docs/running.md"));
        Matcher block = Pattern.compile("(?s)\npodman run (.*?)\n```").matcher(manual);
        assertThat(block.find()).isTrue();
        List<String> documented = Shell.words("set -- run " + block.group(1));
        List<String> printed = new ArrayList<>(docker());
        printed.removeIf(word -> word.contains(",target=/opt/ddns,"));
        List<String> options = printed.subList(0, printed.indexOf("eclipse-temurin:17-jre"));
        assertThat(documented).startsWith(options.toArray(String[]::new)).endsWith("ddns");
        assertThat(documented).hasSize(options.size() + 1);
        assertThat(manual)
                .contains(
                        "podman build -t ddns -f ddns-examples/agent/src/package/Containerfile ddns-examples/agent/target\n");
    }

    /** What is measured of one is true of all. */
    @ParameterizedTest
    @ValueSource(strings = {"ddns", "ddns.cmd"})
    void theLaunchersGiveTheJvmTheOptionsOfTheServices(String launcher) throws IOException {
        String options = Files.readAllLines(Path.of("src/package", launcher)).stream()
                .filter(line -> line.startsWith("options=") || line.contains("ExitOnOutOfMemoryError"))
                .collect(Collectors.joining(" "));
        assertThat(Pattern.compile("-X[^ \"]+").matcher(options).results().map(MatchResult::group))
                .containsExactlyInAnyOrderElementsOf(Program.options());
    }
}
