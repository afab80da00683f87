package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.config.UpdaterConfiguration;
import io.github.ddnsjava.examples.agent.action.Answer;
import io.github.ddnsjava.examples.agent.action.Operation;
import io.github.ddnsjava.examples.agent.socket.RunningAgent;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.DdnsException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * A verb that speaks to the running agent, which it finds by the state of the configuration. The agent goes on while the
 * file is broken, and so nothing else of it has to be right. No secret is read.
 */
abstract class RemoteVerb extends Verb {
    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "The configuration with which the agent runs: it says where the state is.")
    @SuppressWarnings("NullAway.Init") // set by picocli, which insists on it
    private Path config;

    private final Operation operation;

    RemoteVerb(Operation operation) {
        this.operation = operation;
    }

    /** Reads the whole configuration, offline. */
    final UpdaterConfiguration configuration() {
        return AgentConfiguration.loadOffline(config);
    }

    /** Reads the whole configuration, with its secrets. */
    final UpdaterConfiguration loaded() {
        return AgentConfiguration.load(config);
    }

    /** Returns what the operation names; empty if nothing. */
    String record() {
        return "";
    }

    /** Returns the exit status if no agent runs. */
    int withoutAgent(Path state, RemoteOutput output) {
        return output.failed(
                "no-agent",
                "no agent runs with the state " + state + "; start one: " + OwnProgram.command() + " run --config "
                        + config);
    }

    @Override
    public final Integer call() {
        RemoteOutput output = new RemoteOutput(output());
        try {
            Path state = AgentConfiguration.stateFileOf(config)
                    .orElseThrow(() -> new ConfigurationException(
                            "state", "is missing, and the socket of the agent would be beside it", "{\"file\": …}"));
            RunningAgent agent = new RunningAgent(state);
            Optional<Answer> answer = ask(agent);
            return answer.isPresent() ? output.print(operation, answer.get()) : withoutAgent(state, output);
        } catch (SocketTimeoutException e) {
            return output.failed(
                    "no-answer", e.getMessage() + "; let it go on (kill -CONT, docker unpause), or start it again");
        } catch (ConfigurationException e) {
            return output().refused(e.problems());
        } catch (DdnsException e) {
            return output().failed(e.problem());
        }
    }

    private Optional<Answer> ask(RunningAgent agent) throws SocketTimeoutException {
        try {
            return agent.ask(operation, record());
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            throw new ConfigurationException(
                    "",
                    "the agent does not answer at " + agent + ": " + e.getMessage(),
                    "run this as the agent's user");
        }
    }
}
