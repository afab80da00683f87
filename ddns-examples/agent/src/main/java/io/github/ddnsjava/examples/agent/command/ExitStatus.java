package io.github.ddnsjava.examples.agent.command;

import picocli.CommandLine.ExitCode;

/** The exit statuses of the agent beyond those of picocli, {@link ExitCode}. */
final class ExitStatus {
    /** Of {@code run} and {@code once}: the process ended itself, and is to be started again. */
    static final int RESTART = 3;

    /** Of {@code service status}: the service does not run, as init scripts say it. It says the same as 3 of no other verb. */
    static final int NOT_RUNNING = 3;

    private ExitStatus() {}
}
