package io.github.ddnsjava.examples.agent;

import io.github.ddnsjava.examples.agent.command.DdnsAgent;
import io.github.ddnsjava.examples.agent.command.MemoryGuard;
import io.github.ddnsjava.examples.agent.log.AgentLog;
import io.github.ddnsjava.examples.agent.log.LogProvider;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Where the process begins and ends. */
public final class Main {
    private Main() {}

    /**
     * Runs the program and ends the process.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        LogProvider.use();
        MemoryGuard.begin();
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(DdnsAgent.execute(AgentLog::begin, out, err, args));
    }
}
