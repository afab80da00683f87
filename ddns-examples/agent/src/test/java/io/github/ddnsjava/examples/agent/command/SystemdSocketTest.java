package io.github.ddnsjava.examples.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a running agent tells systemd, on a real UNIX datagram socket. Java 22 and later send it themselves, and older ones by the
 * program systemd-notify.
 */
class SystemdSocketTest {
    /** The JDK has no such sockets; Perl is on every Debian. It ends by itself, so that no read waits for ever. */
    private static final String RECEIVER = """
            use Socket;
            alarm 100;
            $| = 1;
            socket(my $s, AF_UNIX, SOCK_DGRAM, 0) or die "socket: $!";
            (my $name = $ARGV[0]) =~ s/^@/\\0/;
            bind($s, sockaddr_un($name)) or die "bind: $!";
            print "bound\\n";
            while (defined recv($s, my $message, 4096, 0)) { $message =~ s/\\n/ /g; print "$message\\n"; }
            """;

    private static final boolean NATIVE = Runtime.version().feature() >= 22;

    @TempDir
    Path directory;

    private Path config() throws IOException {
        return Files.writeString(directory.resolve("ddns.json"), """
                {
                  "detectors": { "wan": { "type": "static", "ipv4": "203.0.113.7", "allow": "203.0.113.0/24" } },
                  "providers": { "cf": { "type": "cloudflare", "token": "t", "endpoint": "http://127.0.0.1:9" } },
                  "records": [ { "name": "a.example.com", "types": ["A"] } ],
                  "state": { "file": "ddns-state" }
                }
                """);
    }

    /** Reads up to a message that begins so, and returns it with those before it. */
    private static List<String> upTo(String begin, BufferedReader received) throws IOException {
        List<String> all = new ArrayList<>();
        for (String line = received.readLine(); line != null; line = received.readLine()) {
            all.add(line);
            if (line.startsWith(begin)) {
                return all;
            }
        }
        throw new AssertionError("systemd did not hear " + begin + ", but " + all);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Timeout(120)
    @Tag("thorough")
    @EnabledOnOs(OS.LINUX)
    void systemdHearsOfEachStep(boolean isAbstract) throws Exception {
        String socket = isAbstract ? "@ddns-" + directory.getFileName() : directory + "/notify";
        Process receiver = new ProcessBuilder("perl", "-e", RECEIVER, socket)
                .redirectErrorStream(true)
                .start();
        Map<String, String> variables = NATIVE
                ? Map.of("NOTIFY_SOCKET", socket, "WATCHDOG_USEC", "2000000", "PATH", "")
                : Map.of("NOTIFY_SOCKET", socket, "WATCHDOG_USEC", "2000000");
        // The manifest of the jar says this.
        List<String> options = NATIVE ? List.of("--enable-native-access=ALL-UNNAMED") : List.of();
        List<String> args = List.of("run", "--config", config().toString(), "--log", "json");
        try (BufferedReader received = receiver.inputReader()) {
            assertThat(received.readLine()).isEqualTo("bound");
            try (AgentProcess agent = AgentProcess.start(options, directory, variables, args)) {
                assertThat(upTo("READY=1", received))
                        .as("nothing before it is ready")
                        .hasSize(1);
                upTo("WATCHDOG=1", received); // the first has no delay
                upTo("WATCHDOG=1", received);

                agent.hangUp();
                assertThat(upTo("RELOADING=1", received)).last().asString().matches("RELOADING=1 MONOTONIC_USEC=\\d+");
                upTo("READY=1", received);

                agent.terminate();
                upTo("STOPPING=1", received);
                assertThat(agent.restOfLogs()).doesNotContain("WARNING", "restricted method");
            }
        } finally {
            receiver.destroyForcibly();
        }
    }
}
