package io.github.ddnsjava.examples.agent.notify;

import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.event.ListenerContext;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.notify.Message;
import io.github.ddnsjava.notify.NotificationListener;
import io.github.ddnsjava.program.LocalCommand;
import io.github.ddnsjava.publish.http.Asked;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Tells a program of this host, which runs once for each message. Thread-safe. */
final class CommandNotification extends NotificationListener {
    private static final SettingSpec SECRETS = SettingSpec.optionalSecret(
                    "secrets", "an object: a secret for each environment variable of that name; it is in no argument")
            .as(SettingType.map(SettingType.text()));
    private static final SettingSpec TIMEOUT = SettingSpec.optional(
                    "timeout", "the longest time that the program may take; default: 30s")
            .as(SettingType.duration(Duration.ofSeconds(1), Duration.ofMinutes(2)))
            .example("30s");

    /** The type {@code command}. */
    static final TypeDescriptor DESCRIPTOR = new TypeDescriptor(
            "command",
            "A program of this host",
            "",
            settings(),
            "4096 bytes of output",
            "tested with programs of the shell",
            List.of(
                    "The program reads the text from standard input. Its environment has DDNS_TITLE, DDNS_COUNT (how many"
                            + " things happened), and for what happened last DDNS_EVENT, DDNS_SUBJECT, DDNS_NAME,"
                            + " DDNS_TYPE, DDNS_ADDRESS, DDNS_PREVIOUS and the other placeholders of message. Of the other"
                            + " variables of this process it gets PATH, HOME, the language and the like, and no others.",
                    "Exit status 0: done. 69 and 75: try again later. Any other: the message is given up.",
                    "A configuration that names a program is refused if others may write it."));

    private static final int MAX_OUTPUT = 4096;
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final LocalCommand command;
    private final Map<String, Secret> secrets = new TreeMap<>();
    private final Duration timeout;

    CommandNotification(Settings settings, ListenerContext context) {
        super("command", settings, context);
        this.command = LocalCommand.of(settings);
        this.timeout = settings.duration(TIMEOUT).orElse(Duration.ofSeconds(30));
        settings.nested(SECRETS.name())
                .ifPresent(nested -> nested.names().forEach(name -> {
                    if (!VARIABLE.matcher(name).matches() || name.startsWith("DDNS_")) {
                        throw new ConfigurationException(
                                nested.path(name),
                                "cannot be the name of a variable of your own",
                                "letters, digits and _, not beginning with a digit or with DDNS_");
                    }
                    secrets.put(name, nested.secret(name));
                }));
    }

    private static List<SettingSpec> settings() {
        List<SettingSpec> all = new ArrayList<>(List.of(LocalCommand.SPEC, SECRETS, TIMEOUT));
        all.addAll(SETTINGS);
        return all;
    }

    @Override
    protected void send(Message message) throws InterruptedException {
        Map<String, String> environment = new HashMap<>();
        secrets.forEach((name, secret) -> environment.put(name, secret.reveal()));
        Collection<String> revealed = List.copyOf(environment.values());
        message.last()
                .values()
                .forEach((name, value) -> environment.put("DDNS_" + name.toUpperCase(Locale.ROOT), value));
        environment.put("DDNS_TITLE", message.title());
        environment.put("DDNS_COUNT", String.valueOf(message.notices().size()));
        LocalCommand.Result result;
        try {
            result = command.run(environment, message.text() + "\n", MAX_OUTPUT, timeout);
        } catch (IOException e) {
            throw TransientException.unavailable(command + ": " + e.getMessage());
        }
        if (result.status() != 0) {
            String quoted =
                    Asked.of(command.program(), ProblemScope.ACCOUNT, revealed).quote(result.text());
            String told =
                    command + ": exit status " + result.status() + (quoted.isEmpty() ? "" : ", \"" + quoted + "\"");
            if (result.status() == 69 || result.status() == 75) {
                throw TransientException.unavailable(told);
            }
            throw RejectedException.invalid(told);
        }
    }
}
