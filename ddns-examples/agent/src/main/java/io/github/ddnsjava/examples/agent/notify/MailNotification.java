package io.github.ddnsjava.examples.agent.notify;

import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.event.ListenerContext;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.notify.Message;
import io.github.ddnsjava.notify.NotificationListener;
import io.github.ddnsjava.publish.http.Asked;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * Sends mail by SMTP (RFC 5321, RFC 6409), always over TLS: by STARTTLS (RFC 3207), which is demanded, or from the beginning
 * (RFC 8314). Thread-safe.
 */
final class MailNotification extends NotificationListener {
    private static final String STARTTLS = "starttls";
    private static final String TLS = "tls";

    private static final SettingSpec HOST = SettingSpec.required("host", "the mail server that takes mail from you")
            .example("smtp.example.com");
    private static final SettingSpec SECURITY = SettingSpec.optional(
                    "security", "starttls (the default) or tls, from the beginning; without TLS nothing is sent")
            .as(SettingType.words(STARTTLS, TLS));
    private static final SettingSpec PORT = SettingSpec.optional(
                    "port", "the port; default: 587 for starttls, 465 for tls")
            .as(SettingType.number(1, 65535))
            .example(587);
    private static final SettingSpec USERNAME = SettingSpec.optional("username", "the user name; used with password");
    private static final SettingSpec PASSWORD =
            SettingSpec.optionalSecret("password", "the password, often one for this program alone");
    private static final SettingSpec FROM =
            SettingSpec.required("from", "the sender's address").example("ddns@example.com");
    private static final SettingSpec TO = SettingSpec.required("to", "the addresses of those who get the mail")
            .as(SettingType.list(SettingType.text()))
            .example(List.of("me@example.com"));

    /** The type {@code mail}. */
    static final TypeDescriptor DESCRIPTOR = new TypeDescriptor(
            "mail",
            "Mail by SMTP",
            "https://www.rfc-editor.org/rfc/rfc6409",
            settings(),
            "",
            "RFC 5321, 3207 and 8314, by Angus Mail; tested against a server that demands TLS",
            List.of("The mail is a plain text. The server's certificate must be valid for host."));

    private static final String MILLIS = "10000";

    private final String host;
    private final Properties properties = new Properties();
    private final Optional<String> username;
    private final Optional<Secret> password;
    private final InternetAddress from;
    private final List<InternetAddress> to = new ArrayList<>();

    MailNotification(Settings settings, ListenerContext context) {
        super("mail", settings, context);
        this.host = settings.text(HOST.name());
        this.username = settings.optionalText(USERNAME);
        this.password = settings.optionalSecret(PASSWORD);
        if (username.isPresent() != password.isPresent()) {
            throw new ConfigurationException(
                    settings.path(username.isPresent() ? "password" : "username"), "is missing", "both, or neither");
        }
        this.from = address(settings, FROM.name(), settings.text(FROM.name()));
        settings.texts(TO.name()).forEach(text -> to.add(address(settings, TO.name(), text)));
        if (to.isEmpty()) {
            throw new ConfigurationException(settings.path(TO.name()), "is empty", "at least one address");
        }
        boolean tls = isTlsFromTheBeginning(settings);
        properties.put("mail.smtp.host", host);
        properties.put("mail.smtp.port", String.valueOf(settings.number(PORT).orElse(tls ? 465 : 587)));
        properties.put("mail.smtp.sendpartial", "true"); // one wrong address does not lose the mail for the others
        properties.put("mail.smtp.ssl.enable", String.valueOf(tls));
        properties.put("mail.smtp.starttls.enable", String.valueOf(!tls));
        properties.put("mail.smtp.starttls.required", String.valueOf(!tls));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.ssl.protocols", "TLSv1.3 TLSv1.2");
        properties.put("mail.smtp.auth", String.valueOf(username.isPresent()));
        for (String time : List.of("connectiontimeout", "timeout", "writetimeout")) {
            properties.put("mail.smtp." + time, MILLIS);
        }
    }

    private static List<SettingSpec> settings() {
        List<SettingSpec> all = new ArrayList<>(List.of(HOST, PORT, SECURITY, USERNAME, PASSWORD, FROM, TO));
        all.addAll(SETTINGS);
        return all;
    }

    private static boolean isTlsFromTheBeginning(Settings settings) {
        String word = settings.optionalText(SECURITY.name()).orElse(STARTTLS);
        if (!List.of(STARTTLS, TLS).contains(word)) {
            throw settings.wrong(SECURITY.name(), word, STARTTLS + ", " + TLS);
        }
        return word.equals(TLS);
    }

    private static InternetAddress address(Settings settings, String setting, String text) {
        String allowed = "an address, as in me@example.com";
        if (text.indexOf('@') < 0 || text.chars().anyMatch(Character::isISOControl)) {
            throw settings.wrong(setting, text.replaceAll("\\p{Cntrl}", "?"), allowed);
        }
        try {
            return new InternetAddress(text, true);
        } catch (AddressException e) {
            throw settings.wrong(setting, text, allowed);
        }
    }

    /** Uses these properties, too: a test trusts its own certificate so. */
    MailNotification with(Properties more) {
        properties.putAll(more);
        return this;
    }

    @Override
    protected void send(Message message) {
        List<String> revealed = password.map(Secret::reveal).stream().toList();
        try {
            Session session = Session.getInstance(properties);
            MimeMessage mail = new MimeMessage(session);
            mail.setFrom(from);
            mail.setRecipients(jakarta.mail.Message.RecipientType.TO, to.toArray(InternetAddress[]::new));
            mail.setSubject(message.title(), "UTF-8");
            mail.setText(message.text() + "\n", "UTF-8");
            mail.setSentDate(Date.from(message.at()));
            mail.setHeader("Auto-Submitted", "auto-generated");
            mail.saveChanges();
            send(session.getTransport("smtp"), mail, revealed);
        } catch (MessagingException e) {
            throw MailFailures.of(e, 0, asked(revealed));
        }
    }

    private void send(Transport transport, MimeMessage mail, List<String> revealed) throws MessagingException {
        try (transport) {
            transport.connect(username.orElse(null), revealed.isEmpty() ? null : revealed.get(0));
            transport.sendMessage(mail, mail.getAllRecipients());
        } catch (MessagingException e) {
            int last = transport instanceof SMTPTransport smtp ? smtp.getLastReturnCode() : 0;
            throw MailFailures.of(e, last, asked(revealed));
        }
    }

    private Asked asked(List<String> revealed) {
        return Asked.of("mail to " + host, ProblemScope.ACCOUNT, revealed);
    }
}
