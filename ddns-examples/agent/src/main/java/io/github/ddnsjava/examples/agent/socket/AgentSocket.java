package io.github.ddnsjava.examples.agent.socket;

import io.github.ddnsjava.examples.agent.action.Actions;
import io.github.ddnsjava.examples.agent.action.Answer;
import io.github.ddnsjava.examples.agent.action.Caller;
import io.github.ddnsjava.examples.agent.action.Operation;
import io.github.ddnsjava.examples.agent.action.Role;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The UNIX socket beside the state, by which the verbs speak to the running agent. Only the owner can open it, and is an
 * administrator. A request is a line: the operation, and what it names after a blank. So is the answer: how it went, and
 * JSON after a blank. Thread-safe; its threads are daemons.
 */
public final class AgentSocket implements AutoCloseable {
    static final int LONGEST_REQUEST = 1024;

    private static final Logger LOG = LoggerFactory.getLogger(AgentSocket.class);
    private static final Duration TIME = Duration.ofSeconds(5);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final int MOST_CALLERS = 8;

    private final Actions actions;
    private final Path file;
    private final ServerSocketChannel server;
    private final ExecutorService callers =
            new ThreadPoolExecutor(0, MOST_CALLERS, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), AgentSocket::thread);

    private final Listening listening;
    private final Duration pause;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Returns the next caller. */
    @FunctionalInterface
    interface Listening {
        /** Waits for it. */
        SocketChannel accept() throws IOException;
    }

    private AgentSocket(Actions actions, Path file, ServerSocketChannel server, Listening listening, Duration pause) {
        this.actions = actions;
        this.file = file;
        this.server = server;
        this.listening = listening;
        this.pause = pause;
    }

    /**
     * Opens it. If that is not possible, the agent runs without it.
     *
     * @param state the file of the state, which the updater of this process owns
     */
    public static Optional<AgentSocket> open(Path state, Actions actions) {
        return open(state, actions, server -> server::accept, AFTER_FAILURE);
    }

    /**
     * Opens it.
     *
     * @param listening returns how callers of that server are accepted
     * @param pause how long it waits after a failure
     */
    static Optional<AgentSocket> open(
            Path state, Actions actions, Function<ServerSocketChannel, Listening> listening, Duration pause) {
        Path file = SocketFile.beside(state);
        try {
            ServerSocketChannel server = SocketFile.listen(file);
            AgentSocket socket = new AgentSocket(actions, file, server, listening.apply(server), pause);
            thread(socket::acceptUntilClosed).start();
            return Optional.of(socket);
        } catch (IOException | UnsupportedOperationException e) {
            LOG.warn(
                    "the socket {} cannot be opened, and the verbs status, trigger, pause, resume and reload do not reach this"
                            + " agent; if the path is long, move the state: {}",
                    file,
                    e.toString());
            return Optional.empty();
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "ddns-agent-socket");
        thread.setDaemon(true);
        return thread;
    }

    /** A failure passes, for example when the process has file descriptors again. It is told when it begins. */
    private void acceptUntilClosed() {
        boolean failing = false;
        while (closed.getCount() > 0) {
            try {
                accept();
                failing = false;
            } catch (ClosedChannelException closing) {
                LOG.debug("the socket is closed");
                return;
            } catch (IOException e) {
                if (!failing) {
                    LOG.warn("the socket {} cannot accept a caller, and tries again: {}", file, e.toString());
                }
                failing = true;
                awaitPause();
            }
        }
    }

    private void awaitPause() {
        try {
            if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("the socket is closed");
            }
        } catch (InterruptedException e) {
            LOG.debug("nobody interrupts this thread"); // and if somebody does, it goes on
        }
    }

    private void accept() throws IOException {
        SocketChannel caller = listening.accept();
        try {
            callers.execute(() -> serve(caller));
        } catch (RejectedExecutionException e) {
            caller.close();
        }
    }

    private void serve(SocketChannel channel) {
        Caller caller = new Caller(user(channel), Role.ADMINISTRATOR, "socket");
        try (LineChannel lines = LineChannel.over(channel)) {
            String[] request = lines.read(LONGEST_REQUEST, TIME).split(" ", 2);
            Optional<Operation> operation =
                    Operation.named(request[0]).filter(known -> known.isAction() || known == Operation.STATUS);
            if (operation.isPresent()) {
                Answer answer = actions.perform(operation.get(), caller, request.length > 1 ? request[1] : "");
                lines.write(answer.kind() + " " + answer.body(), TIME);
            }
        } catch (IOException e) {
            LOG.debug("a caller of the socket went away: {}", e.toString());
        }
    }

    /** Returns who opened the socket, as far as the platform tells. */
    private static String user(SocketChannel channel) {
        try {
            return channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
        } catch (IOException | UnsupportedOperationException | LinkageError e) {
            return "owner";
        }
    }

    /** Idempotent: when it is closed a second time, another agent may have its socket in that place. */
    @Override
    public void close() {
        if (closed.getCount() == 0) {
            return;
        }
        closed.countDown();
        try {
            server.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.debug("the socket {} stays behind: {}", file, e.toString());
        }
        callers.shutdownNow();
    }
}
