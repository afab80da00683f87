package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.Cidr;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.DetectionContext;
import io.github.ddnsjava.detect.IpDetector;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a command that prints the addresses, one on a line, and ends with status 0. There is no shell: the arguments
 * reach the command as they stand, and {@code DDNS_FAMILY} in its environment says which family is asked for. Its error
 * output is discarded, and at the end of the time it and all that it started are killed. Immutable and thread-safe.
 */
final class CommandDetector implements IpDetector {
    static final List<SettingSpec> SETTINGS = List.of(
            SettingSpec.required(
                    "command", "The command and its arguments, as a list; no shell, so no quotes, pipes or variables."),
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
        String failure;
        try {
            String output = run(family, context.timeout());
            return AddressText.detection(
                    output, family, name(), "command", false, Duration.between(start, context.now()));
        } catch (TimeoutException e) {
            failure = "it did not end within " + context.timeout().toMillis() + " ms, and was killed";
        } catch (IOException e) {
            failure = String.valueOf(e.getMessage());
        }
        throw AddressText.failed(failure, name(), "command", Duration.between(start, context.now()));
    }

    private String run(IpFamily family, Duration timeout) throws IOException, InterruptedException, TimeoutException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("DDNS_FAMILY", family.toString());
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new IOException("the command cannot be started: no such program, or no right to run it", e);
        }
        // A pipe cannot be read with a time-out, nor interrupted: a thread reads, and ends when the process is killed.
        FutureTask<String> output = new FutureTask<>(() -> AddressText.read(process.getInputStream()));
        Thread reader = new Thread(output, "ddnsjava-command");
        reader.setDaemon(true);
        reader.start();
        try {
            long end = System.nanoTime() + timeout.toNanos();
            process.getOutputStream().close();
            String text = output.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            if (!process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw new TimeoutException();
            }
            if (process.exitValue() != 0) {
                throw new IOException("it ended with status " + process.exitValue());
            }
            return text;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException("it cannot be read", e);
        } finally {
            kill(process);
        }
    }

    /** The children first: once their parent is gone, nobody knows whose they are. */
    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
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
