package io.github.ddnsjava.provider.dns;

import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.Schedule;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.publish.DnsProviders;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
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
        try (Bind bind = Bind.start()) {
            String address = "192.0.1.5";
            address = measure(bind, "nat-pmp, events", "nat-pmp", true, RARELY, address);
            address = measure(bind, "pcp, events", "pcp", true, RARELY, address);
            address = measure(bind, "upnp, events", "upnp", true, RARELY, address);
            measure(bind, "nat-pmp, polled every 10s", "nat-pmp", false, OFTEN, address);
        }
    }

    private static String measure(Bind bind, String name, String type, boolean events, Duration every, String first)
            throws Exception {
        List<Long> millis = new ArrayList<>();
        String address = first;
        try (Updater updater = Updater.builder()
                .detector(IpDetectors.create(type, Settings.of("events", events), key -> {
                    throw new IllegalArgumentException(key);
                }))
                .provider(DnsProviders.create("rfc2136", bind.settings(Bind.ZONE_KEY)))
                .record(HOST, RecordType.A)
                .schedule(new Schedule(every, 0))
                .build()) {
            updater.start();
            await(bind, address);
            for (int run = 0; run < RUNS; run++) {
                // Past the second look of the change before; at no fixed distance from the next poll.
                TimeUnit.MILLISECONDS.sleep(3000 + run * 500L);
                String next = "192.0.1." + (address.endsWith(".5") ? 6 : 5);
                long begun = System.nanoTime();
                change(address, next);
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
        return address;
    }

    private static void change(String from, String to) throws IOException, InterruptedException {
        String command = "ip -n bench-rtr addr add %s/24 dev wan0; ip -n bench-rtr addr del %s/24 dev wan0";
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
