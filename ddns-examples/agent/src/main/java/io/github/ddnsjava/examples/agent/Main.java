package io.github.ddnsjava.examples.agent;

import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Placeholder. */
@Command(name = "ddns-agent")
public final class Main implements Runnable {
    @Override
    public void run() {
        LoggerFactory.getLogger(Main.class).info("agent");
    }

    /**
     * Runs it.
     *
     * @param args not used
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
