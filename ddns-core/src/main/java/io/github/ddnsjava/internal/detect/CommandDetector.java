package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.Cidr;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.DetectionContext;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.program.LocalCommand;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs a command that prints the addresses, one on a line, and ends with status 0. There is no shell: the arguments
 * reach the command as they stand, and {@code DDNS_FAMILY} in its environment says which family is asked for. Its error
 * output is discarded. When it has ended, or at the end of the time, all that it started is ended too. Immutable and thread-safe.
 */
final class CommandDetector implements IpDetector {
    static final List<SettingSpec> SETTINGS = List.of(LocalCommand.SPEC, DetectorSettings.ALLOW);

    private final LocalCommand command;
    private final Set<Cidr> allow;

    private CommandDetector(LocalCommand command, Set<Cidr> allow) {
        this.command = command;
        this.allow = allow;
    }

    static IpDetector of(Settings settings) {
        return new CommandDetector(LocalCommand.of(settings), DetectorSettings.allow(settings));
    }

    @Override
    public Detection detect(IpFamily family, DetectionContext context) throws InterruptedException {
        Instant start = context.now();
        try {
            LocalCommand.Result result =
                    command.run(Map.of("DDNS_FAMILY", family.toString()), "", AddressText.MAX_BYTES, context.timeout());
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

    private String name() {
        return "command " + command.program();
    }

    @Override
    public Set<Cidr> allow() {
        return allow;
    }
}
