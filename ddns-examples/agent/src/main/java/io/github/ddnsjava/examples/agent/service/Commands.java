package io.github.ddnsjava.examples.agent.service;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs programs of this host. */
@FunctionalInterface
public interface Commands {
    /**
     * What a program did.
     *
     * @param status its exit status
     * @param output what it printed
     */
    record Result(int status, String output) {}

    /**
     * Runs a program to its end, without a shell.
     *
     * @throws IOException if it cannot be started
     */
    Result run(List<String> command) throws IOException, InterruptedException;

    /** Returns what runs real programs, with this process's environment. */
    static Commands ofThisHost() {
        return command -> {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output);
        };
    }
}
