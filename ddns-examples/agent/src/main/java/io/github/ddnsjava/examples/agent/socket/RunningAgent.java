package io.github.ddnsjava.examples.agent.socket;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnsjava.examples.agent.action.Answer;
import io.github.ddnsjava.examples.agent.action.Operation;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** The agent that runs with a state, for the verbs. Immutable. */
public final class RunningAgent {
    private static final Duration TIME = Duration.ofMinutes(1);
    private static final int LONGEST_ANSWER = 64 * 1024 * 1024;

    private final Path file;

    /** Names the agent that owns that state. */
    public RunningAgent(Path state) {
        this.file = SocketFile.beside(state);
    }

    /**
     * Asks it.
     *
     * @param what an action, or {@link Operation#STATUS}
     * @param record what it names; empty if nothing
     * @return the answer; empty if no agent runs with this state
     * @throws IOException if it runs and gives no answer, for example because the socket belongs to somebody else
     */
    public Optional<Answer> ask(Operation what, String record) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(file));
            try (LineChannel lines = LineChannel.over(channel)) {
                lines.write(record.isEmpty() ? what.toString() : what + " " + oneLine(record), TIME);
                String[] answer = lines.read(LONGEST_ANSWER, TIME).split(" ", 2);
                ObjectNode body = new JsonMapper().readValue(answer[1], ObjectNode.class);
                return Optional.of(
                        new Answer(Answer.Kind.valueOf(answer[0]), answer[0].toLowerCase(Locale.ROOT), body));
            }
        } catch (ConnectException e) {
            return Optional.empty(); // an agent that was killed has left it
        } catch (UnsupportedOperationException e) {
            throw new IOException("this platform has no UNIX sockets", e);
        }
    }

    private static String oneLine(String record) throws IOException {
        if (record.length() > AgentSocket.LONGEST_REQUEST / 2 || record.chars().anyMatch(Character::isISOControl)) {
            throw new IOException("this cannot be the name of a record");
        }
        return record;
    }

    /** Returns the file of its socket. */
    @Override
    public String toString() {
        return file.toString();
    }
}
