package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.examples.agent.importing.Imported;
import io.github.ddnsjava.examples.agent.importing.OtherProgram;
import io.github.ddnsjava.exception.ConfigurationException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A configuration of ours, made of another program's. */
@Command(
        name = "import",
        exitCodeList = {
            "0:the configuration was printed, and passes check --offline",
            "1:the file has nothing that can be carried over, or what was carried over does not pass check --offline",
            "2:the command line is wrong, or a file cannot be read or written"
        },
        description =
                "Print a configuration that is made of another program's. Standard error tells what was not carried"
                        + " over. No program that stands there is started.")
final class ImportVerb extends Verb {
    @Parameters(
            index = "0",
            paramLabel = "PROGRAM",
            description = "ddclient, inadyn, ddns-go, ddns-updater or cloudflare-ddns.")
    @SuppressWarnings("NullAway.Init") // set by picocli, which insists on it
    private String id;

    @Parameters(index = "1", paramLabel = "FILE", description = "The configuration of that program.")
    @SuppressWarnings("NullAway.Init") // set by picocli, which insists on it
    private Path file;

    @Option(
            names = "--secrets",
            paramLabel = "DIR",
            description =
                    "Write each secret to a new file in this directory, with mode 0600. Without it, the secrets are"
                            + " references to environment variables, which standard error names.")
    private @Nullable Path secrets;

    @Override
    public Integer call() throws IOException {
        Optional<OtherProgram> program = OtherProgram.of(id);
        if (program.isEmpty()) {
            return output().refused(
                            "PROGRAM", "no program is known by this word", String.join(", ", OtherProgram.ids()));
        }
        Optional<Path> directory =
                Optional.ofNullable(secrets).map(Path::toAbsolutePath).map(Path::normalize);
        if (directory.filter(path -> path.toString().contains("}")).isPresent()) {
            return output().refused("--secrets", "a reference cannot have a } in its path", "another directory");
        }
        UnaryOperator<String> place = name -> directory
                .map(path -> "${file:" + path.resolve(name) + "}")
                .orElseGet(() -> "${env:" + variable(name) + "}");
        Imported imported;
        try {
            imported = program.get().read(file, place);
        } catch (NoSuchFileException e) {
            return output().refused("FILE", "there is no file " + file, "");
        } catch (IOException e) {
            return output().refused("FILE", file + " cannot be read: " + e.getMessage(), "");
        } catch (ConfigurationException e) {
            output().refused(e);
            return ExitCode.SOFTWARE;
        }
        return withSecrets(imported, directory);
    }

    /** Writes the secrets and prints what refers to them; if that fails, the next try must find no file of a secret. */
    private int withSecrets(Imported imported, Optional<Path> directory) {
        List<Imported.Note> notes = new ArrayList<>(imported.notes());
        imported.secrets().forEach(secret -> notes.add(told(secret, directory)));
        SecretFiles files = new SecretFiles();
        boolean finished = false;
        try {
            if (directory.isPresent()) {
                files.write(imported.secrets(), directory.get());
            }
            int status = print(imported.configuration(), notes, problems(imported.configuration()));
            finished = output().isWritten();
            return status;
        } catch (ConfigurationException e) {
            return output().refused(e.problems());
        } catch (FileAlreadyExistsException e) {
            return output().refused("--secrets", e.getFile() + " is there already", "a directory without that file");
        } catch (IOException e) {
            return output().refused(
                            "--secrets", "the secrets cannot be written: " + e, "a directory that you may write");
        } finally {
            if (!finished) {
                files.delete().forEach(file -> output().complain(file + " has a secret and could not be removed"));
            }
        }
    }

    private int print(String configuration, List<Imported.Note> notes, List<ConfigurationException.Entry> problems) {
        Output output = output();
        if (output.isJson()) {
            output.print(Json.imported(configuration, notes, problems));
        } else {
            output.starter(configuration);
            notes.forEach(note -> output.complain(note.toString()));
            problems.forEach(problem -> output.complain("Problem: " + problem));
        }
        return problems.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static String variable(String name) {
        String word = name.toUpperCase(Locale.ROOT).replace('-', '_');
        return (Character.isDigit(word.charAt(0)) ? "DDNS_" : "") + word;
    }

    private static Imported.Note told(Imported.Secret secret, Optional<Path> directory) {
        return new Imported.Note(
                secret.place(),
                (secret.setting().equals(secret.place()) ? "" : secret.setting() + ": ")
                        + directory
                                .map(path -> "it is in " + path.resolve(secret.name()) + ", which only you may read")
                                .orElseGet(() -> "set the environment variable " + variable(secret.name())
                                        + " to this secret, or import with --secrets DIR"));
    }

    /**
     * Returns what {@code check --offline} says of a configuration.
     *
     * @throws ConfigurationException if there is no place for the copy that is checked
     */
    private static List<ConfigurationException.Entry> problems(String configuration) {
        try {
            Path directory = Files.createTempDirectory("ddns-import"); // nobody else may look into it
            Path copy = directory.resolve("ddns.json");
            try {
                Files.writeString(copy, configuration);
                return problems(copy);
            } finally {
                Files.deleteIfExists(copy);
                Files.deleteIfExists(directory);
            }
        } catch (IOException e) {
            throw new ConfigurationException(
                    "-Djava.io.tmpdir",
                    "the configuration cannot be checked, because the directory for temporary files cannot be used: "
                            + e,
                    "a directory that you may write");
        }
    }

    private static List<ConfigurationException.Entry> problems(Path file) {
        try {
            CheckVerb.unlogged(() -> AgentConfiguration.loadOffline(file));
            return List.of();
        } catch (ConfigurationException e) {
            return e.problems();
        }
    }
}
