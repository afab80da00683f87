package io.github.ddnsjava.examples.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;

/**
 * An agent that is killed a hundred times, at moments that are spread over all that it does, starts each time, never writes a
 * wrong address, and in the end the record is right. The judge is the log of a BIND, which has a line for each value.
 */
@Tag("servers")
@Tag("thorough")
@DisabledOnOs(OS.WINDOWS)
class KilledAgentTest {
    private static final int KILLS = Integer.getInteger("ddns.kills", 100);
    private static final Duration LOOK = Duration.ofMillis(2);
    private static final String ENSURE = "home.example.com A at bind: ensure [";
    private static final Pattern WRITTEN = Pattern.compile(
            "updating zone .*(adding an RR at '(\\w+)\\.example\\.com' (?:A ([\\d.]+)|TXT \"(\\d+)\")|deleting .* at '?(\\w+)\\.)");

    @TempDir
    Path directory;

    private final Random random = new Random(14);
    /** The addresses that the file of the detector had while each agent ran. */
    private final List<List<String>> held = new ArrayList<>();

    private OwnBind bind;
    private ClassArchive classes;
    private int address;

    @BeforeEach
    void start() throws Exception {
        bind = OwnBind.start();
        classes = ClassArchive.in(directory);
        Files.writeString(directory.resolve("ddns.json"), """
                {"detectors": {"wan": {"type": "file", "path": "address", "allow": "203.0.113.0/24"}},
                 "providers": {"bind": %s},
                 "records": [{"name": "home.example.com", "types": "A", "zone": "example.com"}],
                 "schedule": {"every": "1s", "jitter": 0},
                 "state": {"file": "ddns-state"}}
                """.formatted(bind.provider()));
    }

    @AfterEach
    void stop() {
        bind.close();
    }

    /** The line gets another address, which it never had before, or not lately. */
    private void nextAddress() throws IOException {
        address++;
        Path next = Files.writeString(directory.resolve("next"), address());
        Files.move(
                next,
                directory.resolve("address"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        held.get(held.size() - 1).add(address());
    }

    private Path log(int round) {
        return directory.resolve("log-" + round);
    }

    private boolean says(int round, String text) throws IOException {
        return Files.exists(log(round)) && Files.readString(log(round)).contains(text);
    }

    private int lines(int round) throws IOException {
        return Files.exists(log(round)) ? Files.readAllLines(log(round)).size() : 0;
    }

    private boolean bindSaysSince(int round, String text) throws IOException {
        String all = bind.log();
        return all.substring(all.lastIndexOf("TXT \"" + round + "\"")).contains(text);
    }

    private AgentProcess agent(int round) throws IOException {
        held.add(new ArrayList<>());
        nextAddress();
        bind.mark(round);
        return AgentProcess.start(
                classes,
                directory,
                List.of(
                        "run",
                        "--config",
                        directory.resolve("ddns.json").toString(),
                        "--log-level",
                        "debug",
                        "--log-file",
                        log(round).toString()));
    }

    private void await(AgentProcess agent, int round, Callable<Boolean> moment) throws Exception {
        while (!moment.call()) {
            if (agent.endsWithin(LOOK)) { // as it does after 80 seconds
                throw new AssertionError("the agent " + round + " did not come to it; its log:\n"
                        + (Files.exists(log(round)) ? Files.readString(log(round)) : ""));
            }
        }
    }

    /** Lets an agent live up to some moment. */
    private void live(AgentProcess agent, int round, int lines) throws Exception {
        boolean changes = round % 2 == 1;
        switch (round % 5) {
            case 0 -> {
                int some = random.nextInt(lines);
                await(agent, round, () -> lines(round) >= some);
            }
            case 1 -> {
                await(agent, round, () -> says(round, "home.example.com A at bind was "));
                if (changes) {
                    nextAddress();
                    String ensure = "ensure [" + address() + "]";
                    await(agent, round, () -> says(round, ensure));
                }
                agent.endsWithin(Duration.ofMillis(random.nextInt(30)));
            }
            case 2 -> await(agent, round, () -> says(round, ENSURE)); // it knows what the one before has confirmed
            case 3 -> {
                await(agent, round, () -> says(round, " started: "));
                if (changes) {
                    nextAddress();
                }
                await(agent, round, () -> bindSaysSince(round, "adding an RR at 'home.example.com' A"));
            }
            default -> await(agent, round, () -> says(round, " started: "));
        }
    }

    private String address() {
        return "203.0.113." + (1 + address % 199);
    }

    @Test
    @Timeout(900)
    @Tag("promise-17")
    @Tag("promise-16")
    void anAgentThatIsKilledAHundredTimesNeverWritesAWrongAddressAndTheRecordEndsRight() throws Exception {
        int lines;
        try (AgentProcess first = agent(0)) {
            await(first, 0, () -> says(0, "home.example.com A at bind was created"));
            lines = lines(0);
            first.terminate();
        }
        assertThat(classes.isWritten())
                .as("the first agent made the start of the others cheaper")
                .isTrue();
        for (int round = 1; round <= KILLS; round++) {
            try (AgentProcess agent = agent(round)) {
                live(agent, round, lines);
                agent.kill();
            }
        }
        int last = KILLS + 1;
        try (AgentProcess agent = agent(last)) {
            await(agent, last, () -> says(last, "home.example.com A at bind was "));
            agent.terminate();
        }

        assertThat(bind.served("home", Type.A)).containsExactly(address());
        assertThat(bind.served("home", Type.TXT)).containsExactly("\"not ours\"");
        assertThat(bind.served("www", Type.A)).containsExactly("203.0.113.200");
        judgeWrites();
        judgeStarts(last);
    }

    /** No start finds its state broken, and what an agent had confirmed before it was killed is known to the next. */
    private void judgeStarts(int last) throws IOException {
        int known = 0;
        boolean confirmed = false;
        for (int round = 0; round <= last; round++) {
            String log = Files.exists(log(round)) ? Files.readString(log(round)) : "";
            assertThat(log)
                    .as("the agent %s loads what the one before left", round)
                    .doesNotContain(" ERROR ", "broken lines", "can read; it is kept as", "cannot be used");
            Optional<String> first =
                    log.lines().filter(line -> line.contains(ENSURE)).findFirst();
            if (confirmed && first.isPresent()) {
                assertThat(first.get())
                        .as("the agent %s knows what the one before had confirmed", round)
                        .doesNotContain("no value was confirmed before");
                known++;
            }
            // Of two addresses, the second may be on its way before its line is in the log.
            confirmed = held.get(round).size() == 1
                    && log.lastIndexOf(ENSURE) < log.lastIndexOf("home.example.com A at bind was ");
        }
        assertThat(known).as("how many had something to know").isGreaterThan(KILLS / 20);
    }

    /** Each address that BIND was told is one that the line had while that agent ran, and none is older than one before it. */
    private void judgeWrites() throws IOException {
        int round = -1;
        int newest = -1;
        int rounds = 0;
        for (String line : bind.log().lines().toList()) {
            Matcher written = WRITTEN.matcher(line);
            if (!written.find()) {
                continue;
            } else if (written.group(4) != null) {
                round = Integer.parseInt(written.group(4));
                newest = -1;
            } else if (written.group(3) != null) {
                assertThat(written.group(2)).as(line).isEqualTo("home");
                int at = held.get(round).indexOf(written.group(3));
                assertThat(at)
                        .as("in round %s the line had %s: %s", round, held.get(round), line)
                        .isGreaterThanOrEqualTo(Math.max(newest, 0));
                rounds += newest < 0 ? 1 : 0;
                newest = at;
            } else {
                assertThat(written.group(5)).as(line).isEqualTo("home");
            }
        }
        assertThat(rounds)
                .as("the agents that were killed had something to lose")
                .isGreaterThan(KILLS / 3);
    }
}
