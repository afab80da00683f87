package io.github.ddnsjava.provider.dns;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.provider.testkit.LocalServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import org.xbill.DNS.ZoneTransferIn;

/** A BIND of our own: started from the path on a free loopback port, in a temporary directory, gone when closed. */
final class Bind implements AutoCloseable {
    /** Keys of no worth. */
    static final String SECRET = "dGhpcyBrZXkgaXMgb25seSBmb3IgdGVzdHMgMDEyMzQ=";

    /** May write anything in every zone. */
    static final String ZONE_KEY = "zone-key";
    /** May write anything in every zone, by HMAC-SHA512. */
    static final String KEY_512 = "key-512";
    /** May write A and AAAA at host.example.com only. */
    static final String HOST_KEY = "host-key";

    private static final List<String> ZONES =
            List.of("example.com", "sub.example.com", "example.org", "lan", "open.example");

    private final LocalServer server;
    private final int port;

    private Bind(LocalServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /** Starts it; skips the test where it is not installed, but fails it in CI. */
    static Bind start() throws Exception {
        LocalServer server = LocalServer.of("named", "bind9");
        int port = LocalServer.freePort();
        Path directory = server.directory();
        Files.writeString(directory.resolve("named.conf"), configuration(directory, port));
        for (String zone : ZONES) {
            Files.writeString(directory.resolve(zone), zoneFile());
        }
        Bind bind = new Bind(server, port);
        server.start(bind::answers, "-g", "-n", "1", "-c", directory + "/named.conf");
        return bind;
    }

    private static String configuration(Path directory, int port) {
        String keys = Stream.of(ZONE_KEY + " hmac-sha256", KEY_512 + " hmac-sha512", HOST_KEY + " hmac-sha256")
                .map(key -> key.split(" "))
                .map(key -> "key \"" + key[0] + "\" { algorithm " + key[1] + "; secret \"" + SECRET + "\"; };\n")
                .collect(Collectors.joining());
        String zones = ZONES.stream()
                .map(zone -> "zone \"" + zone + "\" { type primary; file \"" + directory + "/" + zone + "\";\n"
                        + "  allow-transfer { key zone-key; };\n"
                        + (zone.equals("open.example")
                                ? "  allow-update { any; };\n"
                                : "  update-policy {\n"
                                        + "    grant zone-key zonesub ANY;\n"
                                        + "    grant key-512 zonesub ANY;\n"
                                        + "    grant host-key name host.example.com. A AAAA;\n"
                                        + "  };\n")
                        + "};\n")
                .collect(Collectors.joining());
        return """
                options {
                  directory "%1$s";
                  pid-file none;
                  session-keyfile "%1$s/session.key";
                  managed-keys-directory "%1$s";
                  listen-on port %2$d { 127.0.0.1; };
                  listen-on-v6 port %2$d { ::1; };
                  recursion no;
                  dnssec-validation no;
                  notify no;
                };
                controls { };
                """.formatted(directory, port) + keys + zones;
    }

    private static String zoneFile() {
        return """
                $TTL 300
                @ SOA localhost. hostmaster.localhost. 1 3600 600 86400 60
                @ NS localhost.
                """;
    }

    private boolean answers() throws Exception {
        Message query = RecordSet.query(Name.fromString("open.example."), Type.SOA);
        return server(ZONE_KEY).ask(query, Duration.ofSeconds(1)).rcode() == Rcode.NOERROR;
    }

    int port() {
        return port;
    }

    /** The settings of a provider that uses that key. */
    Settings settings(String key) {
        return Settings.of("server", "127.0.0.1")
                .with("port", port)
                .with("keyName", key)
                .with("keySecret", SECRET)
                .with("keyAlgorithm", key.equals(KEY_512) ? "hmac-sha512" : "hmac-sha256");
    }

    private DnsServer server(String key) {
        return new DnsServer(
                "127.0.0.1", port, TsigKey.of(settings(key)), Duration.ofMinutes(1), InstantSource.system());
    }

    /** Makes all zones as new. */
    void reset() throws Exception {
        for (String zone : ZONES) {
            List<Record> extra = new ArrayList<>(transfer(zone));
            extra.removeIf(record -> record.getType() == Type.SOA || record.getType() == Type.NS);
            Message update = Message.newUpdate(Name.fromString(zone + "."));
            extra.forEach(record -> update.addRecord(
                    Record.newRecord(record.getName(), record.getType(), DClass.ANY, 0), Section.UPDATE));
            send(update);
        }
    }

    /** Adds records, as lines of {@code name ttl type data} with full names. */
    void add(String zone, String... lines) throws Exception {
        Message update = Message.newUpdate(Name.fromString(zone + "."));
        for (String line : lines) {
            String[] parts = line.split(" ", 4);
            update.addRecord(
                    Record.fromString(
                            Name.fromString(parts[0] + "."),
                            Type.value(parts[2]),
                            DClass.IN,
                            Long.parseLong(parts[1]),
                            parts[3],
                            Name.root),
                    Section.UPDATE);
        }
        send(update);
    }

    /** Removes a record set. */
    void remove(String zone, String name, String type) throws Exception {
        Message update = Message.newUpdate(Name.fromString(zone + "."));
        update.addRecord(
                Record.newRecord(Name.fromString(name + "."), Type.value(type), DClass.ANY, 0), Section.UPDATE);
        send(update);
    }

    private void send(Message update) throws InterruptedException {
        Answer answer = server(ZONE_KEY).ask(update, Duration.ofMinutes(1));
        if (answer.rcode() != Rcode.NOERROR || !answer.trusted()) {
            throw new AssertionError("BIND refuses the test's own update: " + answer.message());
        }
    }

    /** Returns everything in a zone, as it is served. */
    List<Record> transfer(String zone) throws Exception {
        ZoneTransferIn transfer = ZoneTransferIn.newAXFR(
                Name.fromString(zone + "."),
                "127.0.0.1",
                port,
                TsigKey.of(settings(ZONE_KEY)).orElseThrow().tsig(InstantSource.system()));
        transfer.run();
        return transfer.getAXFR().stream().distinct().toList();
    }

    /** Returns the record sets at a name in {@code ttl type data} form, sorted. */
    List<String> at(String zone, String name) throws Exception {
        Name wanted = RecordSet.name(DnsName.of(name));
        return transfer(zone).stream()
                .filter(record -> record.getName().equals(wanted))
                .map(record -> record.getTTL() + " " + Type.string(record.getType()) + " " + record.rdataToString())
                .sorted()
                .toList();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
