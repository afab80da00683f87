package io.github.ddnsjava.examples.agent.notify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * A mail server that takes nothing but what RFC 5321 describes, in its order, and nothing but EHLO, STARTTLS and QUIT without
 * TLS. One connection at a time.
 */
final class StrictMailServer implements AutoCloseable {
    private static final String PASSWORD = "changeit";
    static final String USER = "me@example.com";
    static final String SECRET = "s3cret-p4ssword";

    /** The certificate of localhost, and who trusts it. */
    record Certificate(SSLContext server, SSLContext client) {
        static Certificate make(Path directory) throws Exception {
            Path file = directory.resolve("mail.p12");
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "mail",
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=localhost",
                            "-ext",
                            "SAN=dns:localhost",
                            "-ext",
                            "bc=ca:true",
                            "-keystore",
                            file.toString(),
                            "-storetype",
                            "PKCS12",
                            "-storepass",
                            PASSWORD)
                    .inheritIO()
                    .start();
            if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                throw new IllegalStateException("keytool failed");
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, PASSWORD.toCharArray());
            }
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, PASSWORD.toCharArray());
            SSLContext server = SSLContext.getInstance("TLS");
            server.init(keys.getKeyManagers(), null, null);
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("mail", store.getCertificate("mail"));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext client = SSLContext.getInstance("TLS");
            client.init(null, trust.getTrustManagers(), null);
            return new Certificate(server, client);
        }

        Properties trusted() {
            Properties properties = new Properties();
            properties.put("mail.smtp.ssl.socketFactory", client.getSocketFactory());
            return properties;
        }
    }

    /** What it heard without TLS. */
    final List<String> clear = new CopyOnWriteArrayList<>();
    /** The mails that it took. */
    final List<String> mails = new CopyOnWriteArrayList<>();

    private final Certificate certificate;
    private final boolean tlsFromTheBeginning;
    private final ServerSocket listening;
    private volatile boolean offersTls = true;
    private volatile String toRecipients = "250 ok";
    private volatile String toMail = "250 taken";
    private volatile String toSecret = "235 2.7.0 welcome";
    private volatile String toClient = "220 localhost ESMTP";

    StrictMailServer(Certificate certificate, boolean tlsFromTheBeginning) throws IOException {
        this.certificate = certificate;
        this.tlsFromTheBeginning = tlsFromTheBeginning;
        this.listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "strict-mail-server");
        thread.setDaemon(true);
        thread.start();
    }

    StrictMailServer withoutTls() {
        offersTls = false;
        return this;
    }

    StrictMailServer answersRecipients(String answer) {
        toRecipients = answer;
        return this;
    }

    /** Answers so to a password that is right. */
    StrictMailServer answersSecret(String answer) {
        toSecret = answer;
        return this;
    }

    StrictMailServer answersMail(String answer) {
        toMail = answer;
        return this;
    }

    StrictMailServer greets(String answer) {
        toClient = answer;
        return this;
    }

    int port() {
        return listening.getLocalPort();
    }

    private void serve() {
        while (!listening.isClosed()) {
            try (Socket socket = listening.accept()) {
                Conversation conversation = new Conversation(socket);
                if (tlsFromTheBeginning) {
                    conversation.toTls();
                }
                conversation.run();
            } catch (IOException e) {
                // The client has gone, or the test is over.
            }
        }
    }

    private final class Conversation {
        private Socket socket;
        private BufferedReader in;
        private OutputStream out;
        private boolean secure;
        private boolean greeted;
        private boolean known;
        private String state = "";

        private Conversation(Socket socket) throws IOException {
            use(socket);
        }

        private void use(Socket next) throws IOException {
            socket = next;
            in = new BufferedReader(new InputStreamReader(next.getInputStream(), StandardCharsets.UTF_8));
            out = next.getOutputStream();
        }

        private void toTls() throws IOException {
            SSLSocket tls = (SSLSocket)
                    certificate.server().getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
            tls.setUseClientMode(false);
            tls.startHandshake();
            use(tls);
            secure = true;
            greeted = false;
        }

        private void say(String... lines) throws IOException {
            for (String line : lines) {
                out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            }
            out.flush();
        }

        private void run() throws IOException {
            say(toClient);
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (!secure) {
                    clear.add(line);
                }
                if (line.equals("QUIT")) {
                    say("221 bye");
                    return;
                }
                answer(line);
            }
        }

        private void answer(String line) throws IOException {
            if (line.startsWith("EHLO ")) {
                greeted = true;
                String last = secure ? "250 AUTH PLAIN" : offersTls ? "250 STARTTLS" : "250 HELP";
                say("250-localhost", "250-8BITMIME", last);
            } else if (line.equals("STARTTLS") && greeted && !secure && offersTls) {
                say("220 go ahead");
                toTls();
            } else if (!secure) {
                say("530 5.7.0 Must issue a STARTTLS command first");
            } else if (line.startsWith("AUTH PLAIN ") && greeted && !known) {
                String given = new String(Base64.getDecoder().decode(line.substring(11)), StandardCharsets.UTF_8);
                known = given.equals(USER + "\0" + USER + "\0" + SECRET); // RFC 4616: as whom, who, password
                boolean right = known;
                known &= toSecret.startsWith("235");
                say(right ? toSecret : "535 5.7.8 not " + given.replace('\0', ' '));
            } else if (!known) {
                say("530 5.7.0 Authentication required");
            } else if (line.equals("MAIL FROM:<ddns@example.com>") && state.isEmpty()) {
                state = "from";
                say("250 ok");
            } else if (line.matches("RCPT TO:<[^<>@ ]+@[^<>@ ]+>") && !state.isEmpty()) {
                state = toRecipients.startsWith("250") ? "to" : state;
                say(toRecipients);
            } else if (line.equals("DATA") && state.equals("to")) {
                say("354 go on");
                data();
            } else if (line.equals("RSET")) {
                state = "";
                say("250 ok");
            } else {
                say("503 5.5.1 not now");
            }
        }

        private void data() throws IOException {
            StringBuilder mail = new StringBuilder();
            for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
                mail.append(line.startsWith(".") ? line.substring(1) : line).append('\n');
            }
            if (toMail.startsWith("250")) {
                mails.add(mail.toString());
            }
            state = "";
            say(toMail);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
