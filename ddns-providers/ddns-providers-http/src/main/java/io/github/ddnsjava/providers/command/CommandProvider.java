package io.github.ddnsjava.providers.command;

import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.program.LocalCommand;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.Accounts;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.ProviderType;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.RecordView;
import io.github.ddnsjava.publish.http.Asked;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Publishes by a program of this host, which runs once for each record. Its environment says what is to be done, and its
 * exit status what became of it: the statuses of {@code sysexits.h}. Immutable and thread-safe.
 */
public final class CommandProvider implements DnsProvider {
    private static final SettingSpec SECRETS = SettingSpec.optionalSecret(
                    "secrets", "an object: a secret for each environment variable of that name; it is in no argument")
            .as(SettingType.map(SettingType.text()));
    private static final SettingSpec INPUT =
            SettingSpec.optionalSecret("input", "a secret that the program can read from standard input");

    private static final SettingSpec TIMEOUT = SettingSpec.optional(
                    "timeout", "the longest time that the program may take; default: 30s")
            .as(SettingType.duration(Duration.ofSeconds(1), Duration.ofMinutes(2)));
    private static final SettingSpec REFRESH = SettingSpec.optional(
                    "refreshEvery",
                    "how often the program runs although nothing changed, for services where names expire;"
                            + " default: never")
            .as(SettingType.duration(Duration.ofDays(1), Duration.ofDays(365)))
            .example("25d");

    /** The type {@code command}. */
    public static final ProviderType TYPE = ProviderType.of(
                    "command", "A program of this host", "https://man.freebsd.org/cgi/man.cgi?query=sysexits")
            .settings(
                    LocalCommand.SPEC,
                    SECRETS,
                    INPUT,
                    TIMEOUT,
                    SettingSpec.optional("withdraw", "true if the program can remove an address")
                            .as(SettingType.flag()),
                    SettingSpec.optional("wildcard", "true if the program takes names that begin with *")
                            .as(SettingType.flag()),
                    REFRESH)
            .limits("4096 bytes of output")
            .evidence("tested with programs of the shell")
            .notes(
                    "The page custom-providers of the manual explains three examples.",
                    "The program runs once for each record that is to be changed. Its environment has DDNS_ACTION (update or"
                            + " withdraw), DDNS_NAME, DDNS_TYPE (A or AAAA), DDNS_FAMILY (ipv4 or ipv6), DDNS_ADDRESS,"
                            + " DDNS_PREVIOUS (the addresses that were confirmed last, with spaces between them) and DDNS_ZONE"
                            + " (if the record says it). Of the other variables of this process it gets PATH, HOME, the"
                            + " language and the like, and no others, because they may be credentials. Name what else it"
                            + " needs in secrets.",
                    "Exit status 0: done; if the output begins with the word unchanged, nothing had to be done. 65: the"
                            + " values are refused. 68: there is no such name. 69: the service is not available, and nothing"
                            + " was changed. 75: as 69. 77: the credentials are refused; the whole account is held. 78: the"
                            + " program is not configured. Any other status leaves it open whether the record was changed, and"
                            + " so does a program that does not end in time.",
                    "What the program prints is quoted when it fails: one line, without the secrets that it was given. Its"
                            + " error output is discarded. Processes that it leaves running are ended.",
                    "A configuration that names a program is refused if others may write it, or replace it in its directory."
                            + " Windows has no such check yet.")
            .madeBy(CommandProvider::new);

    private static final int MAX_OUTPUT = 4096;
    private static final Pattern UNCHANGED = Pattern.compile("unchanged\\b");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final LocalCommand command;
    private final Map<String, Secret> secrets;
    private final Optional<Secret> input;
    private final Duration timeout;
    private final Abilities abilities;
    private final String account;
    private final Settings settings;

    /** Creates one by its settings. */
    public CommandProvider(Settings settings, ProviderContext context) {
        this.settings = settings;
        this.command = LocalCommand.of(settings);
        this.secrets = secrets(settings);
        this.input = settings.optionalSecret(INPUT.name());
        this.timeout = settings.duration(TIMEOUT).orElse(Duration.ofSeconds(30));
        Abilities.Builder can = Abilities.builder();
        if (settings.flag("withdraw").orElse(false)) {
            can.delete();
        }
        if (settings.flag("wildcard").orElse(false)) {
            can.wildcard();
        }
        settings.duration(REFRESH).ifPresent(can::refreshEvery);
        this.abilities = can.build();
        this.account = Accounts.key(
                "command:" + String.join("\0", command.words()),
                String.join("\n", revealed().values()));
    }

    private static Map<String, Secret> secrets(Settings settings) {
        Map<String, Secret> secrets = new TreeMap<>();
        settings.nested(SECRETS.name()).ifPresent(nested -> {
            for (String name : nested.names()) {
                if (!VARIABLE.matcher(name).matches() || name.startsWith("DDNS_")) {
                    throw new ConfigurationException(
                            nested.path(name),
                            "cannot be the name of a variable of your own",
                            "letters, digits and _, not beginning with a digit or with DDNS_");
                }
                secrets.put(name, nested.secret(name));
            }
        });
        return secrets;
    }

    /** Returns the values of all secrets by the names of their variables; that of standard input has none. */
    private Map<String, String> revealed() {
        Map<String, String> revealed = new TreeMap<>();
        secrets.forEach((name, secret) -> revealed.put(name, secret.reveal()));
        input.ifPresent(secret -> revealed.put("", secret.reveal()));
        return revealed;
    }

    @Override
    public Abilities abilities() {
        return abilities;
    }

    @Override
    public String account() {
        return account;
    }

    @Override
    public String fingerprint() {
        return settings.fingerprint();
    }

    @Override
    public void credentialsRefused() {
        settings.forgetSecrets();
    }

    @Override
    public void publish(List<RecordChange> changes, Publication publication) throws InterruptedException {
        boolean first = true;
        for (RecordChange change : changes) {
            if (change.intent() == Intent.KEEP) {
                continue;
            }
            if (first || left(publication).compareTo(timeout) >= 0) {
                publish(change, publication);
            } else {
                // It would be ended half-way, and its record would be in doubt. The next call begins with it.
                publication.report(
                        change,
                        new ChangeResult.NotAttempted(
                                Optional.empty(),
                                "the time of this call is too short for one more run of the program"));
            }
            first = false;
        }
    }

    private static Duration left(Publication publication) {
        return Duration.between(publication.now(), publication.deadline());
    }

    private void publish(RecordChange change, Publication publication) throws InterruptedException {
        boolean withdraws = change.intent() == Intent.WITHDRAW;
        try {
            if (withdraws && !abilities.delete()) {
                throw RejectedException.invalid(
                        "the program is not said to be able to remove " + change.name() + "; set withdraw if it is");
            }
            // Told before anything is attempted, so that a plan tells it, too.
            command.notRunnable().ifPresent(why -> {
                throw TransientException.unavailable(why);
            });
            Map<String, String> environment = environment(change);
            Map<String, String> told = revealed(); // now: a failure must not follow a write
            publication.attempting(List.of(change));
            String what = (withdraws ? "withdraw by " : "update by ") + command.program();
            boolean done = publication.exchange(what, () -> run(what, environment, told, publication));
            Outcome outcome = withdraws ? Outcome.WITHDRAWN : Outcome.UPDATED;
            publication.report(
                    change,
                    done
                            ? new ChangeResult.Applied(outcome, Set.of(), Map.of())
                            : new ChangeResult.AlreadyRight(Map.of()));
        } catch (DdnsException e) {
            publication.failed(List.of(change), e);
        } catch (Publication.NotNowException e) {
            // In a dry run the next change is to be recorded too; otherwise the gate says the same of it.
        }
    }

    /** Looks for the program, and does not run it. */
    @Override
    public List<RecordView> check(List<RecordChange> records, Publication publication) {
        command.notRunnable().ifPresent(why -> {
            throw TransientException.unavailable(why);
        });
        return List.of();
    }

    private static Map<String, String> environment(RecordChange change) {
        Map<String, String> environment = new HashMap<>();
        environment.put("DDNS_ACTION", change.intent() == Intent.WITHDRAW ? "withdraw" : "update");
        environment.put("DDNS_NAME", change.name().toString());
        environment.put("DDNS_TYPE", change.type().toString());
        environment.put("DDNS_FAMILY", change.type().family().toString());
        environment.put(
                "DDNS_ADDRESS",
                change.intent() == Intent.WITHDRAW ? "" : change.address().toString());
        environment.put(
                "DDNS_PREVIOUS",
                change.confirmed().orElse(Set.of()).stream()
                        .sorted()
                        .map(String::valueOf)
                        .collect(Collectors.joining(" ")));
        environment.put("DDNS_ZONE", change.zone().map(String::valueOf).orElse(""));
        return environment;
    }

    /** Returns whether something was changed. */
    private boolean run(String what, Map<String, String> environment, Map<String, String> told, Publication publication)
            throws InterruptedException {
        Map<String, String> all = new HashMap<>(told);
        String text = Optional.ofNullable(all.remove("")).orElse("");
        all.putAll(environment);
        Duration left = left(publication);
        if (left.isNegative() || left.isZero()) {
            throw TransientException.notSent(what + ": the deadline has passed", null);
        }
        LocalCommand.Result result;
        try {
            result = command.run(all, text, MAX_OUTPUT, left.compareTo(timeout) < 0 ? left : timeout);
        } catch (LocalCommand.NotStartedException e) {
            throw TransientException.unavailable(what + ": " + e.getMessage());
        } catch (IOException e) {
            throw TransientException.unknownOutcome(what + ": " + e.getMessage(), null);
        }
        Asked asked = Asked.of(what, ProblemScope.RECORD, told.values());
        if (result.status() != 0) {
            throw refusal(asked, result);
        }
        return !UNCHANGED.matcher(result.text()).lookingAt();
    }

    private static DdnsException refusal(Asked asked, LocalCommand.Result result) {
        String quoted = asked.quote(result.text());
        String message = asked + ": exit status " + result.status() + (quoted.isEmpty() ? "" : ", \"" + quoted + "\"");
        return switch (result.status()) {
            case 65, 78 -> RejectedException.invalid(message);
            case 68 -> new RejectedException(RejectedException.Reason.NOT_FOUND, message);
            case 69 -> TransientException.unavailable(message);
            case 75 -> TransientException.busy(message);
            case 77 -> AuthenticationException.ofAccount(message + "; check the program's credentials");
            default -> TransientException.unknownOutcome(message, null);
        };
    }

    /** Returns the program's name. */
    @Override
    public String toString() {
        return "command " + command.program();
    }
}
