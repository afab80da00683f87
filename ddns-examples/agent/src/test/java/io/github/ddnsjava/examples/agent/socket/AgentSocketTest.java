package io.github.ddnsjava.examples.agent.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.Updater;
import io.github.ddnsjava.examples.agent.action.Actions;
import io.github.ddnsjava.examples.agent.action.Answer;
import io.github.ddnsjava.examples.agent.action.Audit;
import io.github.ddnsjava.examples.agent.action.EventFeed;
import io.github.ddnsjava.examples.agent.action.InSync;
import io.github.ddnsjava.examples.agent.action.Operation;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The socket beside the state. */
@Timeout(120)
@DisabledOnOs(OS.WINDOWS)
class AgentSocketTest {
    @TempDir
    Path directory;

    private final EventFeed feed = new EventFeed();
    private final Updater updater = InSync.updater(feed);
    private final Actions actions = new Actions(updater, new Audit(feed, InstantSource.system()));
    private Path state;

    @BeforeEach
    void place() {
        state = directory.resolve("ddns-state");
    }

    @AfterEach
    void close() {
        updater.close();
    }

    @Test
    void whoOpensItIsAnAdministrator() throws IOException {
        try (AgentSocket socket = AgentSocket.open(state, actions).orElseThrow()) {
            RunningAgent agent = new RunningAgent(state);
            assertThat(agent.ask(Operation.STATUS, "").orElseThrow().body().toString())
                    .contains("home.example.com");
            assertThat(agent.ask(Operation.PAUSE, "").orElseThrow().isGood()).isTrue();
            assertThat(updater.status().paused()).isTrue();
            Answer reload = agent.ask(Operation.RELOAD, "").orElseThrow();
            assertThat(reload.kind()).isEqualTo(Answer.Kind.UNAVAILABLE);
            assertThatThrownBy(() -> agent.ask(Operation.RESUME, "a\nb")).isInstanceOf(IOException.class);
            assertThat(socket).isNotNull();
        }
        assertThat(new RunningAgent(state).ask(Operation.STATUS, "")).isEmpty();
    }

    @Test
    void aSocketThatAKilledAgentHasLeftIsReplaced() throws IOException {
        Path file = SocketFile.beside(state);
        ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        left.bind(UnixDomainSocketAddress.of(file));
        left.close();
        assertThat(file).exists();
        assertThat(new RunningAgent(state).ask(Operation.STATUS, "")).isEmpty();
        try (AgentSocket socket = AgentSocket.open(state, actions).orElseThrow()) {
            assertThat(new RunningAgent(state).ask(Operation.STATUS, "")).isPresent();
            assertThat(socket).isNotNull();
        }
        try (var files = Files.list(directory)) {
            assertThat(files).as("nothing is left").isEmpty();
        }
    }

    @Test
    void callersWhoSayNothingOrNonsenseHoldNothing() throws IOException {
        List<SocketChannel> callers = new ArrayList<>();
        try (AgentSocket socket = AgentSocket.open(state, actions).orElseThrow()) {
            for (String line : List.of("", "status", "nonsense\n", "plan nonsense", "x".repeat(5000))) {
                SocketChannel caller = SocketChannel.open(StandardProtocolFamily.UNIX);
                callers.add(caller);
                caller.connect(UnixDomainSocketAddress.of(SocketFile.beside(state)));
                caller.write(java.nio.ByteBuffer.wrap(line.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
            }
            assertThat(new RunningAgent(state).ask(Operation.STATUS, "")).isPresent();
            assertThat(socket).isNotNull();
        } finally {
            for (SocketChannel caller : callers) {
                caller.close();
            }
        }
    }

    @Test
    void aPathThatIsTooLongIsNoReasonNotToRun() throws IOException {
        Path deep = Files.createDirectories(directory.resolve("d".repeat(60)).resolve("e".repeat(60)));
        assertThat(AgentSocket.open(deep.resolve("ddns-state"), actions)).isEqualTo(Optional.empty());
        try (var files = Files.list(deep)) {
            assertThat(files).as("nothing is left").isEmpty();
        }
    }

    @Test
    void afterAFailureItAcceptsCallersAgain() throws IOException {
        AtomicInteger failures = new AtomicInteger();
        try (AgentSocket socket = AgentSocket.open(
                        state,
                        actions,
                        server -> () -> {
                            if (failures.incrementAndGet() % 3 != 0) {
                                throw new IOException("Too many open files");
                            }
                            return server.accept();
                        },
                        Duration.ZERO)
                .orElseThrow()) {
            for (int i = 0; i < 3; i++) {
                assertThat(new RunningAgent(state).ask(Operation.STATUS, "")).isPresent();
            }
            assertThat(socket).isNotNull();
        }
        assertThat(failures).hasValueGreaterThan(8);
    }

    /** The next agent may open its own as soon as this one has closed. */
    @Test
    void closingAgainLeavesTheSocketOfTheNextAgent() throws IOException {
        AgentSocket first = AgentSocket.open(state, actions).orElseThrow();
        first.close();
        try (AgentSocket next = AgentSocket.open(state, actions).orElseThrow()) {
            first.close();
            assertThat(new RunningAgent(state).ask(Operation.STATUS, "")).isPresent();
            assertThat(next).isNotNull();
        }
    }

    /** As one that was stopped by SIGSTOP: the kernel accepts callers for it until its queue is full. */
    @ParameterizedTest(name = "within {0}")
    @ValueSource(
            strings = {"PT0S", "PT0.001S", "PT0.02S"}) // over before the connection begins, while it does, and later
    void aProcessThatHoldsTheSocketAndIsSilentIsNotWaitedForForEver(Duration time) throws IOException {
        RunningAgent agent = new RunningAgent(state, time);
        try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            silent.bind(UnixDomainSocketAddress.of(SocketFile.beside(state)), 1);
            for (int i = 0; i < 30; i++) { // the first wait for an answer, the others for a place in the queue
                assertThatThrownBy(() -> agent.ask(Operation.STATUS, ""))
                        .isInstanceOf(SocketTimeoutException.class)
                        .hasMessage("the process that holds the socket " + agent + " does not answer; it is stopped or"
                                + " overloaded");
            }
        }
    }
}
