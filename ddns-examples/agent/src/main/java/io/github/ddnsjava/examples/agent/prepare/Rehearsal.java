package io.github.ddnsjava.examples.agent.prepare;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLServerSocketFactory;

/**
 * A directory with a configuration, and the server on loopback that the configuration names: an echo service and an update
 * URL, by HTTPS with a certificate that was made for this run. What {@code once} does with it loads the classes that it loads
 * in earnest, and nothing leaves the host. For one thread.
 */
public final class Rehearsal implements AutoCloseable {
    private static final String WORD = "rehearsal";

    private static final int ATTEMPTS = 5;

    private final Path directory;
    private final Thread hook;
    private final SSLServerSocket server;

    private Rehearsal(Path directory, Thread hook, SSLServerSocket server) {
        this.directory = directory;
        this.hook = hook;
        this.server = server;
    }

    /**
     * Makes the certificate, and begins to serve. This process trusts that certificate, and no other, from now on.
     *
     * @throws IOException if the certificate cannot be made, or the server cannot be opened; nothing is left behind
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public static Rehearsal begin() throws IOException, InterruptedException {
        return begin(
                Path.of(System.getProperty("java.home"), "bin", "keytool"),
                Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** Does it with that program for the certificate, below that directory. */
    static Rehearsal begin(Path keytool, Path temporary) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory(temporary, "ddns-prepare");
        Thread hook = new Thread(() -> deleteAtTheEnd(directory), WORD + "-end"); // of a process that is told to end
        Runtime.getRuntime().addShutdownHook(hook);
        boolean begun = false;
        try {
            Rehearsal rehearsal = new Rehearsal(directory, hook, server(keys(keytool, directory)));
            Thread thread = new Thread(rehearsal::serve, WORD);
            thread.setDaemon(true);
            thread.start();
            begun = true;
            return rehearsal;
        } finally {
            if (!begun) {
                end(directory, hook);
            }
        }
    }

    private static SSLServerSocket server(Path keys) throws IOException {
        for (String store : List.of("javax.net.ssl.keyStore", "javax.net.ssl.trustStore")) {
            System.setProperty(store, keys.toString());
            System.setProperty(store + "Password", WORD);
        }
        return (SSLServerSocket)
                SSLServerSocketFactory.getDefault().createServerSocket(0, 16, InetAddress.getLoopbackAddress());
    }

    /** The JDK has no public way but its own program. */
    private static Path keys(Path keytool, Path directory) throws IOException, InterruptedException {
        Path keys = directory.resolve("keys.p12");
        Path said = directory.resolve("keytool.out");
        Process process = new ProcessBuilder(List.of(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        WORD,
                        "-keyalg",
                        "EC",
                        "-storetype",
                        "PKCS12",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        WORD))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException(keytool + " made no certificate: "
                        + new String(Files.readAllBytes(said), StandardCharsets.UTF_8).strip());
            }
            return keys;
        } finally {
            process.destroyForcibly();
            process.getOutputStream().close();
        }
    }

    /**
     * Writes the configuration for it.
     *
     * @throws IOException if it cannot be written
     */
    public Path configuration() throws IOException {
        String url = "https://127.0.0.1:" + server.getLocalPort();
        return Files.writeString(directory.resolve("ddns.json"), """
                {
                  "detectors": {"echo": {"type": "http", "urls": ["%1$s/ip"], "quorum": 1, "allow": ["192.0.2.0/24"]}},
                  "providers": {"url": {"type": "dyndns2", "endpoint": "%1$s/nic/update",
                                        "username": "u", "password": "%2$s"}},
                  "records": [{"name": "home.example.com", "types": ["A"], "detector": "echo", "provider": "url"}],
                  "state": {"file": "state"}
                }
                """.formatted(url, WORD));
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                answer(client);
            } catch (IOException e) {
                // a client that has gone; or the end of the server
            }
        }
    }

    private static void answer(Socket client) throws IOException {
        BufferedReader request =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
        String first = request.readLine();
        String line = first;
        while (line != null && !line.isEmpty()) {
            line = request.readLine();
        }
        String body = first != null && first.startsWith("GET /ip ") ? "192.0.2.1\n" : "good 192.0.2.1\n";
        client.getOutputStream()
                .write(("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: "
                                + body.length() + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.US_ASCII));
    }

    /** Ends the server, and removes the directory. */
    @Override
    public void close() throws IOException {
        server.close();
        end(directory, hook);
    }

    private static void end(Path directory, Thread hook) throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            return; // the hook deletes it
        }
        delete(directory);
    }

    /** The rehearsal goes on meanwhile, and may write one more file. */
    private static void deleteAtTheEnd(Path directory) {
        for (int i = 0; i < ATTEMPTS && Files.exists(directory); i++) {
            try {
                delete(directory);
            } catch (IOException e) {
                // a file came or went; once more
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(directory)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path file : all) {
            Files.deleteIfExists(file);
        }
    }
}
