package io.github.ddnsjava.examples.agent.socket;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnsjava.examples.agent.action.Actions;
import io.github.ddnsjava.examples.agent.action.Answer;
import io.github.ddnsjava.examples.agent.action.Operation;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agent that runs with a state, for the verbs. Immutable. */
public final class RunningAgent {
    private static final Logger LOG = LoggerFactory.getLogger(RunningAgent.class);
    private static final Duration TIME = Duration.ofSeconds(10);
    private static final int LONGEST_ANSWER = 64 * 1024 * 1024;

    private final Path file;
    private final Duration time;

    /** Names the agent that owns that state. */
    public RunningAgent(Path state) {
        this(state, TIME);
    }

    /** @param time how long each of connecting, asking and answering may take */
    RunningAgent(Path state, Duration time) {
        this.file = SocketFile.beside(state);
        this.time = time;
    }

    /**
     * Asks it.
     *
     * @param what an action, or {@link Operation#STATUS}
     * @param record what it names; empty if nothing
     * @return the answer; empty if no agent runs with this state
     * @throws SocketTimeoutException if it holds the socket and does not answer in time, for example because it was stopped;
     *     the message says so
     * @throws IOException if it runs and gives no answer, for example because the socket belongs to somebody else
     */
    public Optional<Answer> ask(Operation what, String record) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            connect(channel);
            try (LineChannel lines = LineChannel.over(channel)) {
                lines.write(record.isEmpty() ? what.toString() : what + " " + oneLine(record), time);
                Duration within = what == Operation.RELOAD ? time.plus(Actions.READING) : time;
                String[] answer = lines.read(LONGEST_ANSWER, within).split(" ", 2);
                ObjectNode body = new JsonMapper().readValue(answer[1], ObjectNode.class);
                return Optional.of(
                        new Answer(Answer.Kind.valueOf(answer[0]), answer[0].toLowerCase(Locale.ROOT), body));
            }
        } catch (SocketTimeoutException | ClosedChannelException e) {
            SocketTimeoutException timeout = new SocketTimeoutException(
                    "the process that holds the socket " + file + " does not answer; it is stopped or overloaded");
            timeout.initCause(e);
            throw timeout;
        } catch (ConnectException e) {
            return Optional.empty(); // an agent that was killed has left it
        } catch (UnsupportedOperationException e) {
            throw new IOException("this platform has no UNIX sockets", e);
        }
    }

    /**
     * Connects, or closes the channel when the time is over: if a process accepts no connection, its queue fills up, and then
     * this would wait for ever. The flag decides which of the two came first, because the channel may be closed at any moment.
     */
    private void connect(SocketChannel channel) throws IOException {
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> end = CompletableFuture.runAsync(
                () -> {
                    if (over.compareAndSet(false, true)) {
                        closeQuietly(channel);
                    }
                },
                CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS, Runnable::run));
        channel.connect(UnixDomainSocketAddress.of(file));
        if (!over.compareAndSet(false, true)) {
            throw new SocketTimeoutException("the connection took too long");
        }
        end.cancel(false);
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("closing the connection to the agent: {}", e.toString());
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
