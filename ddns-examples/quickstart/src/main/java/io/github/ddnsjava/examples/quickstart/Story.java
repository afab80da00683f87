package io.github.ddnsjava.examples.quickstart;

import io.github.ddnsjava.Problem;
import io.github.ddnsjava.SourceAnswer;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.Updater;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.xbill.DNS.Type;

/** Runs one cycle after the other, compares what DNS says and what was sent with what is expected, and tells of it. */
final class Story {
    private static final String ROW = "%-45s %-15s %-14s %7s %7s %7s  %s%n";

    private static final int WIDTH = 110;

    private final String name;
    private final NameServer dns;
    private final Updater updater;
    private final Steps steps;
    private final PrintStream out;
    private final Instant start = Instant.now();
    private String ipv4 = "-";
    private String ipv6 = "-";
    private boolean quiet;
    private boolean trouble;
    private int cycles;
    private int mismatches;
    private List<String> lastSteps = List.of();

    Story(String name, NameServer dns, Updater updater, Steps steps, PrintStream out) {
        this.out = out;
        this.name = name;
        this.dns = dns;
        this.updater = updater;
        this.steps = steps;
    }

    void begins(String echo) {
        out.printf("""
                %s is kept up to date by detect -> decide -> publish -> remember
                detector http    %s and /ipv6
                provider rfc2136 127.0.0.1:%d, updates signed with TSIG

                """, name, echo, dns.port());
        out.printf(ROW, "", "A in DNS", "AAAA in DNS", "updates", "queries", "ms", "");
    }

    /** From now on, DNS should have these addresses. */
    Story expects(String newIpv4, String newIpv6) {
        ipv4 = newIpv4;
        ipv6 = newIpv6;
        quiet = false;
        trouble = false;
        return this;
    }

    /** DNS should stay as it is, and the server should not be asked anything. */
    Story expectsNoTraffic() {
        quiet = true;
        trouble = false;
        return this;
    }

    /** The cycle should report that records are not right. */
    Story expectsTrouble() {
        quiet = false;
        trouble = true;
        return this;
    }

    void afterCycle(String what) throws IOException, InterruptedException {
        afterCycle(what, 0, 0);
    }

    void afterCycle(String what, int updates) throws IOException, InterruptedException {
        afterCycle(what, updates, updates);
    }

    /** Runs a cycle, and compares. */
    void afterCycle(String what, int fewestUpdates, int mostUpdates) throws IOException, InterruptedException {
        int updatesBefore = dns.updates();
        int queriesBefore = dns.queries();
        long begin = System.nanoTime();
        UpdateReport report = updater.runOnce();
        long millis = (System.nanoTime() - begin) / 1_000_000;
        int updates = dns.updates() - updatesBefore;
        int queries = dns.queries() - queriesBefore;
        lastSteps = steps.ofLastCycle();
        cycles++;

        String a = trouble ? "(no answer)" : Lookup.of(dns, name, Type.A);
        String aaaa = trouble ? "(no answer)" : Lookup.of(dns, name, Type.AAAA);
        boolean good = updates >= fewestUpdates
                && updates <= mostUpdates
                && (!quiet || queries == 0)
                && (trouble ? !report.isRight() : a.equals(ipv4) && aaaa.equals(ipv6));
        out.printf(ROW, what, a, aaaa, updates, queries, millis, good ? "ok" : "WRONG");
        why(report).ifPresent(reason -> out.println("    " + reason));
        if (!good) {
            mismatches++;
            out.printf(
                    "    expected %s %s, %d to %d updates%s; reported %s%n",
                    ipv4, ipv6, fewestUpdates, mostUpdates, quiet ? ", no query" : "", report);
        }
    }

    /** Returns the first thing that stood in the way. */
    private static Optional<String> why(UpdateReport report) {
        return Stream.concat(
                        report.detections().stream()
                                .flatMap(detection -> detection.sources().stream())
                                .map(SourceAnswer::message),
                        report.records().stream().flatMap(r -> r.problem().map(Problem::toString).stream()))
                .filter(text -> !text.isEmpty())
                .map(text -> text.length() <= WIDTH ? text : text.substring(0, WIDTH) + "…")
                .findFirst();
    }

    /** Tells what the updater did in the last cycle, step by step. */
    void tellsTheSteps() {
        lastSteps.forEach(step -> out.println("    " + step));
    }

    boolean ends() {
        boolean good = mismatches == 0;
        out.printf(
                "%n%d cycles, %d updates and %d queries to the DNS server, %d ms%nRESULT: %s%n",
                cycles,
                dns.updates(),
                dns.queries(),
                Duration.between(start, Instant.now()).toMillis(),
                good ? "ok" : "failed");
        return good;
    }
}
