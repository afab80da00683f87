package io.github.ddnsjava.examples.cluster;

import io.github.ddnsjava.examples.quickstart.Echo;
import io.github.ddnsjava.examples.quickstart.NameServer;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A cluster at work: {@code mvn -q -Pcluster} in the root.
 *
 * <p>Three agents, each a process, have the same record and share a database. One of them leads. It is killed while the
 * address changes, and DNS follows all the same, because another one takes over. The name server, the echo service and the
 * database are on this machine; no account, no Internet is needed.
 */
public final class Main {
    /** From the start of the first agent to the end of the story; it takes half a minute where nothing else runs. */
    private static final Duration TIME = Duration.ofMinutes(2);

    private Main() {}

    /**
     * Runs it.
     *
     * @param args the JDBC URL of a database and its user, whose password is in the environment variable {@code
     *     CLUSTER_PASSWORD}; nothing, or an empty URL, for H2 in this process
     */
    public static void main(String[] args) throws Exception {
        String url = args.length > 0 ? args[0] : "";
        String user = args.length > 1 ? args[1] : "";
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.exit(tell(url, user, TIME, out) ? 0 : 1);
    }

    static boolean tell(String url, String user, Duration time, PrintStream out) throws Exception {
        try (Database database = url.isEmpty() ? Database.h2() : Database.at(url, user);
                NameServer dns = new NameServer(NodeFiles.ZONE, NodeFiles.KEY_NAME, NodeFiles.KEY_SECRET);
                Echo echo = new Echo();
                Story story = new Story(database, dns, echo, time, out)) {
            return story.tell();
        }
    }
}
