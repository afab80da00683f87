package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.Cidr;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.DetectionContext;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.internal.text.LocalProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Runs a command that prints the addresses, one on a line, and ends with status 0. There is no shell: the arguments
 * reach the command as they stand, and {@code DDNS_FAMILY} in its environment says which family is asked for. Its error
 * output is discarded. When it has ended, or at the end of the time, all that it started is ended too. Immutable and thread-safe.
 */
final class CommandDetector implements IpDetector {
    static final List<SettingSpec> SETTINGS = List.of(
            SettingSpec.required(
                    "command",
                    "The command and its arguments, as a list. There is no shell: quotes, pipes and"
                            + " variables have no special meaning."),
            DetectorSettings.ALLOW);

    private final List<String> command;
    private final Set<Cidr> allow;

    private CommandDetector(List<String> command, Set<Cidr> allow) {
        this.command = List.copyOf(command);
        this.allow = allow;
    }

    static IpDetector of(Settings settings) {
        List<String> command = settings.texts("command");
        String allowed = "a list: the program, then each argument";
        if (command.isEmpty() || command.get(0).isBlank() || command.stream().anyMatch(word -> word.indexOf(0) >= 0)) {
            throw settings.wrong("command", command, allowed);
        }
        String program = command.get(0).toLowerCase(Locale.ROOT);
        if (program.endsWith(".bat") || program.endsWith(".cmd")) {
            throw settings.wrong("command", command.get(0), "a program; Windows runs batch files by a shell");
        }
        if (command.size() == 1
                && program.contains(" ")
                && !Path.of(command.get(0)).toFile().exists()) {
            throw settings.wrong("command", command.get(0), allowed + ", as in [\"/usr/bin/my-ip\", \"--wan\"]");
        }
        return new CommandDetector(command, DetectorSettings.allow(settings));
    }

    @Override
    public Detection detect(IpFamily family, DetectionContext context) throws InterruptedException {
        Instant start = context.now();
        try {
            LocalProgram.Result result = LocalProgram.run(
                    command, Map.of("DDNS_FAMILY", family.toString()), AddressText.MAX_BYTES, context.timeout());
            if (result.status() != 0) {
                throw new IOException("it ended with status " + result.status());
            }
            return AddressText.detection(
                    result.output(), family, name(), "command", false, Duration.between(start, context.now()));
        } catch (IOException e) {
            String failure = String.valueOf(e.getMessage());
            throw AddressText.failed(failure, name(), "command", Duration.between(start, context.now()));
        }
    }

    /** Returns the program without its arguments, which may hold a secret. */
    private String name() {
        Path file = Path.of(command.get(0)).getFileName();
        return "command " + (file == null ? command.get(0) : file);
    }

    @Override
    public Set<Cidr> allow() {
        return allow;
    }
}
