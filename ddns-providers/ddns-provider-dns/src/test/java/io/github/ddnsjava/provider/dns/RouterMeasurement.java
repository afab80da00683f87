package io.github.ddnsjava.provider.dns;

import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.Schedule;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.publish.DnsProviders;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** The part of {@link RouterBenchmark} that runs in the router's inner network, with a BIND of its own there. */
final class RouterMeasurement {
    private static final int RUNS = 10;
    private static final Duration RARELY = Duration.ofHours(12);
    private static final Duration OFTEN = Duration.ofSeconds(10);
    private static final String HOST = "host.example.com";

    private RouterMeasurement() {}

    public static void main(String[] args) throws Exception {
        String router = "ip -n bench-rtr addr add %s/24 dev wan0; ip -n bench-rtr addr del %s/24 dev wan0";
        String here = "ip addr add %s/32 dev eth0; ip addr del %s/32 dev eth0 2>&-";
        try (Bind bind = Bind.start()) {
            measure(bind, "nat-pmp, events", router, detector("nat-pmp", "events", true), RARELY);
            measure(bind, "pcp, events", router, detector("pcp", "events", true), RARELY);
            measure(bind, "upnp, events", router, detector("upnp", "events", true), RARELY);
            measure(bind, "nat-pmp, polled every 10s", router, detector("nat-pmp", "events", false), OFTEN);
            change(here, "192.0.1.6", "192.0.1.5");
            measure(bind, "interface, watched", here, detector("interface", "name", "eth0"), RARELY);
        }
    }

    private static IpDetector detector(String type, String setting, Object value) {
        return IpDetectors.create(type, Settings.of(setting, value), key -> {
            throw new IllegalArgumentException(key);
        });
    }

    /** Changes the address to and fro between 192.0.1.5, at first, and 192.0.1.6. */
    private static void measure(Bind bind, String name, String change, IpDetector detector, Duration every)
            throws Exception {
        List<Long> millis = new ArrayList<>();
        Random pauses = new Random(name.hashCode());
        String address = "192.0.1.5";
        try (Updater updater = Updater.builder()
                .detector(detector)
                .provider(DnsProviders.create("rfc2136", bind.settings(Bind.ZONE_KEY)))
                .record(HOST, RecordType.A)
                .schedule(new Schedule(every, 0))
                .build()) {
            updater.start();
            await(bind, address);
            for (int run = 0; run < RUNS; run++) {
                // Past the second look of the change before; anywhere between two polls.
                TimeUnit.MILLISECONDS.sleep(2500 + pauses.nextInt((int) OFTEN.toMillis()));
                String next = "192.0.1." + (address.endsWith(".5") ? 6 : 5);
                long begun = System.nanoTime();
                change(change, address, next);
                await(bind, next);
                millis.add((System.nanoTime() - begun) / 1_000_000);
                address = next;
            }
        }
        Collections.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "%-26s median %5d ms, worst %5d ms, all %s%n",
                name,
                (millis.get(RUNS / 2 - 1) + millis.get(RUNS / 2)) / 2,
                millis.get(RUNS - 1),
                millis);
    }

    private static void change(String command, String from, String to) throws IOException, InterruptedException {
        new ProcessBuilder("sh", "-c", command.formatted(to, from)).start().waitFor();
    }

    private static void await(Bind bind, String address) throws Exception {
        SimpleResolver resolver = new SimpleResolver("127.0.0.1");
        resolver.setPort(bind.port());
        Record question = Record.newRecord(Name.fromString(HOST + "."), Type.A, DClass.IN);
        for (long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1); System.nanoTime() < end; ) {
            Message answer = resolver.send(Message.newQuery(question));
            List<String> addresses = answer.getSection(Section.ANSWER).stream()
                    .map(record -> ((ARecord) record).getAddress().getHostAddress())
                    .toList();
            if (addresses.equals(List.of(address))) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(2);
        }
        throw new AssertionError("the record is not " + address);
    }
}
