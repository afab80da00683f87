package io.github.ddnsjava.examples.quickstart;

import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.RetrySettings;
import io.github.ddnsjava.Schedule;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.UpdaterConfiguration;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.DnsProviders;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * The library at work: {@code mvn -q -Pquickstart} in the root.
 *
 * <p>An {@link Updater} of the ordinary parts keeps a name up to date while the address changes, the echo service lies
 * and the DNS server is away. Both servers are on this machine; no account, no Internet is needed. What stands in DNS
 * is looked up in DNS. {@code --listen} keeps all of it running for a person to play with; {@code --config FILE} runs
 * one real cycle by a configuration.
 */
public final class Main {
    private static final String NAME = "home.example.test";
    static final String ZONE = "example.test.";
    static final String KEY_NAME = "quickstart-key";
    static final String KEY_SECRET = "cXVpY2tzdGFydCBvbmx5OiBhIHNlY3JldCBvZiBubyB3b3J0aA==";

    private Main() {}

    /**
     * Runs it.
     *
     * @param args nothing, {@code --listen}, or {@code --config FILE}
     */
    public static void main(String[] args) throws Exception {
        boolean good = switch (args.length == 0 ? "" : args[0]) {
            case "" -> story(System.out);
            case "--listen" -> listen();
            case "--config" -> args.length == 2 && oneCycle(Path.of(args[1]), System.out);
            default -> usage();
        };
        if (!good) {
            System.exit(1);
        }
    }

    static boolean story(PrintStream out) throws Exception {
        Steps steps = new Steps();
        try (NameServer dns = new NameServer(ZONE, KEY_NAME, KEY_SECRET);
                Echo echo = new Echo();
                Updater updater = updater(dns, echo).listener(steps).build()) {
            Story story = new Story(NAME, dns, updater, steps, out);
            story.begins(echo.url("ipv4"));

            echo.says("198.51.100.1", "2001:db8::1");
            story.expects("198.51.100.1", "2001:db8::1").afterCycle("a first address: the name is made", 1);
            story.expectsNoTraffic().afterCycle("nothing changes: nothing is sent");

            echo.says("198.51.100.22", "2001:db8::22");
            story.expects("198.51.100.22", "2001:db8::22").afterCycle("the address changes", 1);
            story.tellsTheSteps();
            echo.says("198.51.100.33", "2001:db8::33");
            story.expects("198.51.100.33", "2001:db8::33").afterCycle("and once more", 1);

            echo.saysHtml();
            story.expectsNoTraffic().afterCycle("the echo serves a login page");
            echo.says("192.168.1.7", "fd00::7");
            story.expectsNoTraffic().afterCycle("the echo tells private addresses");
            echo.says("198.51.100.33", "2001:db8::33");
            echo.cutsADigitOnce();
            story.expectsNoTraffic().afterCycle("the echo cuts a digit off");

            dns.stop();
            echo.says("198.51.100.44", "2001:db8::44");
            story.expectsTrouble().afterCycle("the address changes, the DNS server is away", 0);
            dns.start();
            // Each record comes back when its own, random delay is over: together or one after the other.
            story.expects("198.51.100.44", "2001:db8::44").afterCycle("the DNS server is back", 1, 2);
            story.expectsNoTraffic().afterCycle("nothing changes: nothing is sent");

            return story.ends();
        }
    }

    /** This is all that an application writes; most have a provider of their own, and ask echo services elsewhere. */
    private static UpdaterBuilder updater(NameServer dns, Echo echo) {
        // Addresses for documentation are refused, as private ones are, unless they are allowed by name.
        List<String> allow = List.of("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32");
        List<Settings> urls = List.of(
                Settings.of("url", echo.url("ipv4"), "family", "ipv4"),
                Settings.of("url", echo.url("ipv6"), "family", "ipv6"));
        IpDetector detector = IpDetectors.create("http", Settings.of("urls", urls, "allow", allow), key -> {
            throw new IllegalArgumentException("no other detector: " + key);
        });
        DnsProvider provider = DnsProviders.create(
                "rfc2136",
                Settings.at(
                        "providers.local",
                        Map.of(
                                "server",
                                "127.0.0.1",
                                "port",
                                dns.port(),
                                "keyName",
                                KEY_NAME,
                                "keySecret",
                                KEY_SECRET)));
        return Updater.builder()
                .detector(detector)
                .provider(provider)
                .record(NAME, RecordType.A, RecordType.AAAA)
                // The first wait is 1 second, the second up to 2: a cycle of 2 seconds fails twice at most while the
                // server
                // is away, and the next one lives to see the attempt after that.
                .retry(new RetrySettings(Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofSeconds(2)));
    }

    private static boolean listen() throws IOException, InterruptedException {
        try (NameServer dns = new NameServer(ZONE, KEY_NAME, KEY_SECRET);
                Echo echo = new Echo();
                Updater updater = updater(dns, echo)
                        .schedule(new Schedule(Duration.ofSeconds(5), 0.1))
                        .onChange(event ->
                                System.out.printf("%s %s is now %s%n", event.name(), event.type(), event.addresses()))
                        .onTrouble(event -> System.out.printf("%s: %s%n", event.subject(), event.problem()))
                        .build()) {
            echo.says("198.51.100.1", "2001:db8::1");
            System.out.printf("""
                    It looks every 5 seconds. Meanwhile, in another terminal:
                      dig @127.0.0.1 -p %d %s A +short
                      curl '%s?is=198.51.100.9'     (any address of 198.51.100.0/24)
                    End it with Ctrl-C.
                    """, dns.port(), NAME, echo.url("ipv4"));
            updater.start();
            new CountDownLatch(1).await();
        }
        return true;
    }

    static boolean oneCycle(Path file, PrintStream out) throws InterruptedException {
        try (Updater updater = UpdaterConfiguration.load(file).toBuilder().build()) {
            UpdateReport report = updater.runOnce();
            report.detections()
                    .forEach(d -> out.printf(
                            "%s %s: %s %s %s%n", d.detector(), d.family(), d.verdict(), d.addresses(), d.message()));
            report.records()
                    .forEach(r -> out.printf(
                            "%s: %s %s %s%n",
                            r.key(),
                            r.outcome(),
                            r.addresses(),
                            r.problem().map(Object::toString).orElse("")));
            return report.isRight();
        } catch (ConfigurationException e) {
            e.problems().forEach(out::println);
            return false;
        }
    }

    private static boolean usage() {
        System.out.println("usage: [--listen | --config FILE]");
        return false;
    }
}
