package io.github.ddnsjava.examples.agent.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.DelayScheduler;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.event.ListenerContext;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.notify.Message;
import io.github.ddnsjava.notify.Notice;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.http.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Mail over TLS or not at all, and a program that gets a message. */
class AgentNotificationsTest {
    private static StrictMailServer.Certificate certificate;

    @TempDir
    static Path shared;

    @TempDir
    Path directory;

    @BeforeAll
    static void makeCertificate() throws Exception {
        certificate = StrictMailServer.Certificate.make(shared);
    }

    private static ListenerContext context() {
        DelayScheduler never = new DelayScheduler() {
            @Override
            public Cancellable schedule(Duration delay, Runnable task) {
                return () -> {};
            }

            @Override
            public void pause(Duration duration) {
                throw new AssertionError("nothing waits");
            }
        };
        return new ListenerContext(ProviderContext.standard(), never, Runnable::run, key -> Optional.empty());
    }

    private static Message message(String text) {
        Map<String, String> values = new TreeMap<>();
        Notice.PLACEHOLDERS.forEach(name -> values.put(name, ""));
        values.put("text", text);
        values.put("event", "changed");
        values.put("address", "192.0.2.1");
        Instant now = Instant.parse("2026-03-01T12:00:00Z");
        Notice notice = new Notice(Notice.Kind.CHANGED, now, "home.example.com A", values);
        return new Message("msg_1", now, List.of(notice), 0, 0, Template.parse("{text}"));
    }

    private static MailNotification mail(StrictMailServer server, String security, String password, String host) {
        Map<String, Object> settings = Map.of(
                "host",
                host,
                "port",
                server.port(),
                "security",
                security,
                "username",
                StrictMailServer.USER,
                "password",
                password,
                "from",
                "DDNS <ddns@example.com>",
                "to",
                List.of("one@example.com", "two@example.org"));
        return new MailNotification(Settings.at("notify.mail", settings), context()).with(certificate.trusted());
    }

    @Test
    void mailIsSentAfterStarttls() throws IOException {
        try (StrictMailServer server = new StrictMailServer(certificate, false)) {
            mail(server, "starttls", StrictMailServer.SECRET, "localhost").send(message("Größe: .\n.\nend"));
            assertThat(server.mails)
                    .singleElement()
                    .satisfies(mail -> assertThat(mail)
                            .contains("From: DDNS <ddns@example.com>")
                            .contains("To: one@example.com, two@example.org")
                            .contains("Subject: home.example.com A: changed")
                            .contains("Auto-Submitted: auto-generated")
                            .contains("Date: ")
                            .contains("Gr=C3=B6=C3=9Fe: .\n.\nend"));
            assertThat(server.clear).allMatch(line -> line.startsWith("EHLO ") || line.equals("STARTTLS"));
        }
    }

    @Test
    void mailIsSentOverTlsFromTheBeginning() throws IOException {
        try (StrictMailServer server = new StrictMailServer(certificate, true)) {
            mail(server, "tls", StrictMailServer.SECRET, "localhost").send(message("x"));
            assertThat(server.mails).hasSize(1);
            assertThat(server.clear).isEmpty();
        }
    }

    @Test
    void withoutTlsNothingIsSent() throws IOException {
        try (StrictMailServer server = new StrictMailServer(certificate, false).withoutTls()) {
            MailNotification mail = mail(server, "starttls", StrictMailServer.SECRET, "localhost");
            assertThatThrownBy(() -> mail.send(message("x")))
                    .isInstanceOf(TransientException.class)
                    .hasMessageContaining("STARTTLS");
            assertThat(server.clear).as("no password in clear").noneMatch(line -> line.startsWith("AUTH"));
        }
    }

    @Test
    void aCertificateThatIsNotOfTheHostIsRefused() throws IOException {
        try (StrictMailServer server = new StrictMailServer(certificate, false)) {
            MailNotification other = mail(server, "starttls", StrictMailServer.SECRET, "127.0.0.1");
            assertThatThrownBy(() -> other.send(message("x"))).isInstanceOf(TransientException.class);
            MailNotification untrusting = mail(server, "starttls", StrictMailServer.SECRET, "localhost");
            Properties system = new Properties();
            system.put("mail.smtp.ssl.socketFactory", javax.net.ssl.SSLSocketFactory.getDefault());
            untrusting.with(system);
            assertThatThrownBy(() -> untrusting.send(message("x"))).isInstanceOf(TransientException.class);
            assertThat(server.mails).isEmpty();
        }
    }

    @Test
    void aRefusalSaysWhyAndShowsNoPassword() throws IOException {
        try (StrictMailServer server = new StrictMailServer(certificate, false)) {
            MailNotification wrong = mail(server, "starttls", "wr0ng-p4ssword", "localhost");
            assertThatThrownBy(() -> wrong.send(message("x")))
                    .isInstanceOf(AuthenticationException.class)
                    .hasMessageContaining("mail to localhost")
                    .hasMessageNotContaining("wr0ng");
            MailNotification right = mail(server, "starttls", StrictMailServer.SECRET, "localhost");
            server.answersRecipients("550 5.1.1 no such user");
            assertThatThrownBy(() -> right.send(message("x")))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("no such user");
            server.answersRecipients("451 4.3.0 try later");
            assertThatThrownBy(() -> right.send(message("x"))).isInstanceOf(TransientException.class);
        }
    }

    /** RFC 5321, section 4.2.1: 4yz passes, 5yz does not, whichever command it answers. */
    @Test
    void whatTheServerCannotDoNowIsTriedAgainWhateverItWas() throws IOException {
        for (String code : List.of("421 4.3.2", "450 4.2.1", "454 4.7.0")) {
            String answer = code + " temporary failure";
            for (UnaryOperator<StrictMailServer> failing : List.<UnaryOperator<StrictMailServer>>of(
                    server -> server.greets(answer),
                    server -> server.answersSecret(answer),
                    server -> server.answersRecipients(answer),
                    server -> server.answersMail(answer))) {
                try (StrictMailServer server = failing.apply(new StrictMailServer(certificate, false))) {
                    MailNotification mail = mail(server, "starttls", StrictMailServer.SECRET, "localhost");
                    assertThatThrownBy(() -> mail.send(message("x")))
                            .as(answer)
                            .isInstanceOf(TransientException.class)
                            .hasMessageNotContaining(StrictMailServer.SECRET);
                    assertThat(server.mails).isEmpty();
                }
            }
        }
        try (StrictMailServer server =
                new StrictMailServer(certificate, false).answersMail("554 5.6.0 no such mail here")) {
            MailNotification mail = mail(server, "starttls", StrictMailServer.SECRET, "localhost");
            assertThatThrownBy(() -> mail.send(message("x"))).isInstanceOf(RejectedException.class);
        }
    }

    @Test
    void wrongSettingsOfMailAreRefused() {
        Map<String, Object> right = Map.of("host", "h.example", "from", "a@example.com", "to", "b@example.com");
        for (Map.Entry<String, Object> wrong : Map.<String, Object>of(
                        "from", "a@example.com\r\nBcc: x@example.com",
                        "to", List.of("b@example.com", "c"),
                        "security", "none",
                        "port", 0,
                        "username", "me")
                .entrySet()) {
            Map<String, Object> settings = new TreeMap<>(right);
            settings.put(wrong.getKey(), wrong.getValue());
            assertThatThrownBy(() -> new MailNotification(Settings.at("notify.mail", settings), context()))
                    .as(wrong.getKey())
                    .hasMessageContaining("notify.mail.");
        }
    }

    private CommandNotification command(String script) throws IOException {
        Path file = Files.writeString(directory.resolve("told.sh"), script);
        return new CommandNotification(
                Settings.at(
                        "notify.run",
                        directory,
                        Map.of("command", List.of("/bin/sh", file.toString()), "secrets", Map.of("KEY", "s3cret-key"))),
                context());
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a program of the shell")
    void aProgramGetsTheMessage() throws Exception {
        Path got = directory.resolve("got");
        command("{ cat; echo \"$DDNS_EVENT $DDNS_ADDRESS $DDNS_COUNT $KEY\"; } > " + got)
                .send(message("$(touch x) `id`"));
        assertThat(got).hasContent("$(touch x) `id`\nchanged 192.0.2.1 1 s3cret-key");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a program of the shell")
    void theExitStatusSaysWhetherToTryAgain() throws Exception {
        assertThatThrownBy(() -> command("exit 75").send(message("x"))).isInstanceOf(TransientException.class);
        assertThatThrownBy(() -> command("echo no $KEY; exit 1").send(message("x")))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("exit status 1, \"no (secret)\"");
    }
}
