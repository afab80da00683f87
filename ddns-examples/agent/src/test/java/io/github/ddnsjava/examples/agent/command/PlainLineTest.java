package io.github.ddnsjava.examples.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.examples.agent.log.LogFormat;
import io.github.ddnsjava.examples.agent.log.LogSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The line by which services start. It is not picocli that reads it, and nobody can tell. */
class PlainLineTest {
    @TempDir
    Path directory;

    private Path config(String text) throws IOException {
        return Files.writeString(directory.resolve("ddns.json"), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"run --config ddns.json", "once --config /etc/ddns/a=b.json", "once --config run"})
    void aVerbWithItsConfigurationIsOne(String line) {
        assertThat(PlainLine.of(null, line.split(" "))).hasValueSatisfying(plain -> {
            assertThat(plain.verb().getClass().getSimpleName()).isEqualToIgnoringCase(line.split(" ")[0] + "Verb");
            assertThat(plain.config()).isEqualTo(Path.of(line.split(" ")[2]));
            assertThat(plain.log().format()).isEqualTo(LogFormat.text);
            assertThat(plain.log().level()).hasToString("INFO");
            assertThat(plain.log().file()).isEmpty();
        });
        assertThat(PlainLine.of("DEBUG", line.split(" ")))
                .hasValueSatisfying(plain -> assertThat(plain.log().level()).hasToString("DEBUG"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "run",
                "once --config",
                "once --config=ddns.json",
                "once --config ddns.json --json",
                "once --config ddns.json --verify",
                "once --config --json",
                "once --config @arguments",
                "once --config -",
                "plan --config ddns.json",
                "Run --config ddns.json",
                "once --json ddns.json",
                "--config ddns.json once",
                "once --config a\u0000b",
            })
    void picocliReadsEveryOtherLine(String line) {
        assertThat(PlainLine.of(null, line.split(" "))).isEmpty();
    }

    @Test
    void aLevelOfTheEnvironmentThatThereIsNotIsToldByPicocli() {
        assertThat(PlainLine.of("loud", "run", "--config", "ddns.json")).isEmpty();
    }

    /** What a line makes the agent do. */
    private record Meaning(Class<?> verb, @Nullable Path config, LogSettings log, Set<String> options) {}

    private static Optional<Meaning> toPicocli(@Nullable String variable, String... args) {
        DdnsAgent main = new DdnsAgent();
        try {
            ParseResult all = DdnsAgent.line(main, args).parseArgs(args);
            ParseResult verb = all.subcommand();
            Path config = verb.matchedOptionValue("--config", null);
            Set<String> options =
                    verb.matchedOptions().stream().map(OptionSpec::longestName).collect(Collectors.toSet());
            LogSettings log = main.logs.settings(verb.commandSpec().commandLine(), variable);
            return Optional.of(new Meaning(verb.commandSpec().userObject().getClass(), config, log, options));
        } catch (ParameterException e) {
            return Optional.empty();
        }
    }

    private static Optional<Meaning> toPlainLine(@Nullable String variable, String... args) {
        return PlainLine.of(variable, args)
                .map(plain -> new Meaning(plain.verb().getClass(), plain.config(), plain.log(), Set.of("--config")));
    }

    /** Lines that look like the one of a service, with a file of any name, by the level that the environment names. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ddns.json",
                "/etc/ddns/a=b.json",
                "run",
                "once",
                "help",
                "",
                " ",
                " a ",
                "a b",
                "=a",
                "\"a b\"",
                "'a'",
                "\"",
                "a,b",
                "a|b",
                "a;b",
                "a\nb",
                "\\",
                "#a",
                "!a",
                "~/a",
                "/",
                "..",
                "%n",
                "${a}",
                "${env:HOME}",
                "${sys:user.home}",
                "*",
                "\u00fc",
                "\ud83d\ude00",
                "a\u0000b",
                "-",
                "--",
                "-a",
                "--json",
                "--config",
                "@",
                "@@a",
                "@a"
            })
    void aLineMeansWhatItMeansToPicocli(String file) {
        for (String variable : new String[] {null, "", "error", "warn", "info", "debug", "DEBUG", "loud", " info"}) {
            for (String verb : List.of("run", "once", "plan", "Run", "run ", "")) {
                String[] args = {verb, "--config", file};
                Optional<Meaning> plain = toPlainLine(variable, args);
                if (plain.isPresent()) {
                    assertThat(toPicocli(variable, args)).isEqualTo(plain);
                }
            }
            boolean odd = file.matches("(?s)[@-].*|.*\u0000.*");
            boolean level = variable == null || !variable.equals("loud") && !variable.equals(" info");
            assertThat(toPlainLine(variable, "run", "--config", file).isPresent())
                    .isEqualTo(level && !odd);
        }
    }

    @Test
    void theAnswerIsThatOfPicocli() throws IOException {
        Path wrong = config("{\"records\": []}");
        Path missing = directory.resolve("missing.json");

        for (Path file : List.of(wrong, missing)) {
            Agent plain = Agent.run("once", "--config", file);
            Agent read = Agent.run("once", "--config=" + file);
            assertThat(plain.status()).isEqualTo(read.status()).isNotZero();
            assertThat(plain.out()).isEqualTo(read.out());
            assertThat(plain.err()).isEqualTo(read.err());
        }
    }

    /** A class that cannot be loaded is an error, and no exception. */
    @Test
    void anErrorInTheVerbIsToldAsADefectWhoeverReadsTheLine() throws IOException {
        Path file = config("{}");
        for (String[] line : new String[][] {{"once", "--config", file.toString()}, {"once", "--config=" + file}}) {
            StringWriter said = new StringWriter();
            AtomicBoolean missing = new AtomicBoolean(true);
            PrintWriter err = new PrintWriter(said) {
                @Override
                public void println(@Nullable String text) {
                    if (missing.getAndSet(false)) {
                        throw new NoClassDefFoundError("com/example/Missing");
                    }
                    super.println(text);
                }
            };

            int status = DdnsAgent.execute(settings -> {}, new PrintWriter(new StringWriter()), err, line);

            assertThat(status).isEqualTo(1);
            assertThat(said.toString().strip()).isEqualTo("internal: java.lang.NoClassDefFoundError");
        }
    }

    @Test
    @Tag("thorough")
    void aProcessOfAServiceLoadsNoCommandOfPicocli() throws Exception {
        Path file = config("{}");
        try (AgentProcess agent = AgentProcess.start(
                List.of("-Xlog:class+load:file=" + directory.resolve("classes")),
                directory,
                Map.of(),
                List.of("once", "--config", file.toString()))) {
            assertThat(agent.exitStatus()).isEqualTo(2);
        }
        assertThat(directory.resolve("classes"))
                .content()
                .contains("io.github.ddnsjava.examples.agent.command.PlainLine ")
                .doesNotContain("picocli.CommandLine ", "picocli.CommandLine$Model", "java.lang.reflect.Proxy ");
    }
}
