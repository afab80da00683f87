package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.examples.agent.service.ServiceFile;
import io.github.ddnsjava.exception.ConfigurationException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A service definition, to be read and installed by a person. */
@Command(
        name = "print",
        exitCodeList = {
            "0:the definition was printed",
            "1:a file of it could not be written",
            "2:the command line is wrong, or the kind cannot be given one of the paths"
        },
        description =
                "Print the complete definition for a service manager, with the reasons and how to install, check and"
                        + " remove it.")
final class ServicePrintVerb extends Verb {
    @Mixin
    private final ProgramOptions options = new ProgramOptions();

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description =
                    "Write the files into this directory instead, in the encodings that their readers want. A file that"
                            + " is there is not replaced.")
    private @Nullable Path directory;

    @Override
    public Integer call() {
        Output output = output();
        List<ServiceFile> files;
        try {
            files = options.kind().files(options.program());
        } catch (ConfigurationException e) {
            return output.refused(e);
        }
        options.unused().forEach(output::complain);
        if (directory == null) {
            output.answer(Json.files(files), text(files));
            return CommandLine.ExitCode.OK;
        }
        List<String> written = new ArrayList<>();
        for (ServiceFile file : files) {
            Path target = directory.resolve(file.name());
            try {
                Files.createDirectories(directory);
                Files.write(target, file.bytes(), StandardOpenOption.CREATE_NEW);
            } catch (FileAlreadyExistsException e) {
                return output.failed(
                        "file", e.getFile() + " is there, and is not replaced; delete it, or choose another directory");
            } catch (IOException e) {
                return output.failed("file", target + " was not written: " + e + "; choose another directory");
            }
            written.add(target.toString());
        }
        output.answer(Json.files(files), String.join(System.lineSeparator(), written));
        return CommandLine.ExitCode.OK;
    }

    /** Returns the files one after the other, with their places if there are several. */
    private static String text(List<ServiceFile> files) {
        return files.stream()
                .map(file -> (files.size() == 1 ? "" : "# ---- " + file.path() + "\n") + file.text())
                .collect(Collectors.joining("\n"))
                .stripTrailing();
    }
}
