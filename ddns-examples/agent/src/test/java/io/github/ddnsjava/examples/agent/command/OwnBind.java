package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.examples.agent.RealProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TXTRecord;

/**
 * A BIND with the zone {@code example.com}, which an agent may write by either of two keys, {@code agent} and {@code second}.
 * Its log has a line for each query and for each value that is written.
 */
final class OwnBind implements AutoCloseable {
    /** The secret of both keys, which protects nothing. */
    static final String SECRET = "dGhpcyBrZXkgaXMgb25seSBmb3IgdGVzdHMgMDEyMzQ=";

    private final RealProgram program;
    private final int port;

    private OwnBind(RealProgram program, int port) {
        this.program = program;
        this.port = port;
    }

    static OwnBind start() throws Exception {
        OwnBind bind = new OwnBind(RealProgram.of("named", "bind9"), RealProgram.freePort());
        Path home = bind.program.directory();
        Files.writeString(home.resolve("zone"), """
                $TTL 300
                @ SOA localhost. hostmaster.localhost. 1 3600 600 86400 60
                @ NS localhost.
                www A 203.0.113.200
                home TXT "not ours"
                """);
        Files.writeString(home.resolve("named.conf"), """
                options {
                  directory "%1$s";
                  pid-file none;
                  session-keyfile "%1$s/session.key";
                  managed-keys-directory "%1$s";
                  listen-on port %2$d { 127.0.0.1; };
                  listen-on-v6 { none; };
                  recursion no;
                  dnssec-validation no;
                  notify no;
                  querylog yes;
                };
                controls { };
                key "agent" { algorithm hmac-sha256; secret "%3$s"; };
                key "second" { algorithm hmac-sha256; secret "%3$s"; };
                zone "example.com" {
                  type primary;
                  file "%1$s/zone";
                  update-policy { grant agent zonesub ANY; grant second zonesub ANY; };
                };
                """.formatted(home, bind.port, SECRET));
        bind.program.start(
                bind::listens, "-g", "-n", "1", "-c", home.resolve("named.conf").toString());
        return bind;
    }

    private boolean listens() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        }
    }

    /** Returns the provider, for a configuration. */
    String provider() {
        return provider("agent", SECRET, "");
    }

    /** Returns the provider with this key, and with more settings, each of which begins with a comma. */
    String provider(String key, String secret, String more) {
        return "{\"type\": \"rfc2136\", \"server\": \"127.0.0.1\", \"port\": " + port + ", \"keyName\": \"" + key
                + "\", \"keySecret\": \"" + secret + "\"" + more + "}";
    }

    /** Waits until the question is answered by yes, while it runs. */
    void await(Callable<Boolean> question, Duration atMost) throws IOException, InterruptedException {
        program.await(question, atMost);
    }

    /** Returns what it logged. */
    String log() throws IOException {
        return Files.readString(program.directory().resolve("log"));
    }

    /** Writes a number into the zone. BIND has dealt with all that came before. */
    void mark(int number) throws IOException {
        Message update = Message.newUpdate(Name.fromString("example.com."));
        Name name = Name.fromString("mark" + number + ".example.com.");
        update.addRecord(new TXTRecord(name, DClass.IN, 60, String.valueOf(number)), Section.UPDATE);
        Message answer = server().send(update);
        if (answer.getRcode() != Rcode.NOERROR) {
            String all = log();
            throw new AssertionError("BIND answers the test's own update by " + Rcode.string(answer.getRcode())
                    + (answer.isVerified() ? ", signed" : ", unsigned") + "; it says:\n"
                    + all.substring(Math.max(0, all.length() - 2_000)));
        }
    }

    /** Returns what it serves at a name of the zone. */
    List<String> served(String name, int type) throws IOException {
        Name full = Name.fromString(name + ".example.com.");
        Message answer = server().send(Message.newQuery(Record.newRecord(full, type, DClass.IN)));
        return answer.getSection(Section.ANSWER).stream()
                .filter(record -> record.getType() == type)
                .map(Record::rdataToString)
                .toList();
    }

    private SimpleResolver server() throws IOException {
        SimpleResolver server = new SimpleResolver("127.0.0.1");
        server.setPort(port);
        server.setTCP(true);
        server.setTimeout(Duration.ofMinutes(1));
        server.setTSIGKey(new TSIG(TSIG.HMAC_SHA256, "agent.", SECRET));
        return server;
    }

    /** Lets it do nothing for some seconds, as a server that hangs. */
    void stopFor(int seconds) throws IOException, InterruptedException {
        program.pause(Duration.ofSeconds(seconds));
    }

    @Override
    public void close() {
        program.close();
    }
}
