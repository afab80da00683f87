package io.github.ddnsjava.examples.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.cluster.Lease;
import io.github.ddnsjava.coordination.JdbcLeadership;
import io.github.ddnsjava.examples.agent.command.DdnsAgent;
import io.github.ddnsjava.examples.quickstart.Echo;
import io.github.ddnsjava.examples.quickstart.Lookup;
import io.github.ddnsjava.examples.quickstart.NameServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;

/** The agent's verbs on a node of a cluster whose state is in its database. */
class VerbsTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir
    Path directory;

    private Database database;
    private NameServer dns;
    private Echo echo;
    private Path config;

    @BeforeEach
    void start() throws Exception {
        database = Database.h2();
        dns = new NameServer(NodeFiles.ZONE, NodeFiles.KEY_NAME, NodeFiles.KEY_SECRET);
        echo = new Echo();
        echo.says("198.51.100.1", "");
        config = NodeFiles.write(directory, "a", database, dns, echo);
    }

    @AfterEach
    void stop() throws Exception {
        echo.close();
        dns.close();
        database.close();
    }

    /** What a verb printed. */
    private record Printed(int status, String out, String err) {}

    private Printed run(String... verb) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] line = Arrays.copyOf(verb, verb.length + 2);
        line[verb.length] = "--config";
        line[verb.length + 1] = config.toString();
        int status = DdnsAgent.execute(options -> {}, new PrintWriter(out, true), new PrintWriter(err, true), line);
        return new Printed(status, out.toString(), err.toString());
    }

    private JdbcLeadership another() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(database.url());
        source.setUser(database.user());
        return new JdbcLeadership(source, "b", Database.PREFIX);
    }

    @Test
    @Tag("promise-24")
    void onceOnAFollowerSaysWhoLeadsAndIsContent() throws Exception {
        try (JdbcLeadership another = another()) {
            Lease lease = another.tryAcquire("ddns-g0", "", LONG).orElseThrow();
            Printed once = run("once");

            assertThat(once.out()).contains("node b leads group g0, and keeps this record");
            assertThat(once.status()).isZero();
            assertThat(dns.updates()).isZero();
            assertThat(dns.queries()).isZero();
            assertThat(lease.renew()).isTrue();
        }
    }

    @Test
    void onceOfNobodysFollowerWritesAndGivesTheLeaseBack() throws Exception {
        Printed once = run("once");

        assertThat(once.status()).as(once.toString()).isZero();
        assertThat(Lookup.of(dns, NodeFiles.NAME, Type.A)).isEqualTo("198.51.100.1");
        try (JdbcLeadership another = another()) {
            assertThat(another.leases("")).hasValue(Map.of());
        }
    }

    @Test
    void theStateIsReadInTheDatabaseWhereNoAgentRuns() throws Exception {
        run("once");
        Printed status = run("status");

        assertThat(status.out()).contains("No agent is running.", NodeFiles.NAME, "unchanged", "198.51.100.1");
        assertThat(status.status()).isZero();
        assertThat(Files.exists(config.resolveSibling("ddns-state"))).isFalse();
    }

    @Test
    void planAndCheckWorkOnAFollower() throws Exception {
        try (JdbcLeadership another = another()) {
            assertThat(another.tryAcquire("ddns-g0", "", LONG)).isPresent();

            Printed plan = run("plan");
            Printed check = run("check");

            assertThat(plan.out()).contains("create");
            assertThat(check.out()).contains("No problem was found.", "State: in the database of the cluster");
            assertThat(check.status()).isZero();
            assertThat(dns.updates()).isZero();
        }
    }
}
