package io.github.ddnsjava.providers.vault;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.providers.LoneExchange;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.ErrorTable;
import io.github.ddnsjava.publish.http.HttpTransport;
import io.github.ddnsjava.publish.http.Meaning;
import io.github.ddnsjava.publish.http.OutgoingRequest;
import io.github.ddnsjava.publish.http.ProviderEndpoint;
import io.github.ddnsjava.publish.http.Session;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads secrets of a Vault. One path is read at a time, all its fields at once, and kept for the time of {@code cacheFor}
 * or until one of them is refused. A failure is kept for a short time from its end, too: one cycle may ask for a secret
 * often. That of one path counts for this path. That of the server counts for all paths, because each of them would wait as
 * long for it. A source that is opened anew, as by another reading of the configuration, knows none of this. Thread-safe.
 */
final class VaultReader implements Function<String, Secret> {
    private static final Duration DOWN_FOR = Duration.ofSeconds(10);
    /** Longer, because each attempt may log in, and the number of logins can be limited. */
    private static final Duration REFUSED_FOR = Duration.ofMinutes(1);

    /** Words, of which none is a dot or two: they would lead elsewhere. */
    private static final Pattern REFERENCE =
            Pattern.compile("((?!\\.{1,2}[/#])[^/#]+(?:/(?!\\.{1,2}[/#])[^/#]+)*)#([^#]+)");

    private static final ErrorTable ERRORS = ErrorTable.of(VaultReader::errors)
            .status(Meaning.BAD_CREDENTIALS, 403)
            .status(Meaning.TRANSIENT, 412)
            .status(Meaning.TRANSIENT, 429)
            .status(Meaning.TRANSIENT, 472)
            .status(Meaning.TRANSIENT, 473);

    private static final ErrorTable LOGIN_ERRORS = ERRORS.status(Meaning.BAD_CREDENTIALS, 400);

    private final String name;
    private final List<String> mount;
    private final Duration cacheFor;
    private final InstantSource clock;
    private final ProviderEndpoint endpoint;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Object, Object> logins = LoneExchange.cache();
    private final Map<String, Kept> kept = new HashMap<>();
    /** The last failure of the server, or of a login. */
    private @Nullable Kept down;
    /** Remains true if the login fails. */
    private boolean loggingIn;

    /**
     * What a path was found to have, or why not.
     *
     * @param failure null if it could be read
     */
    private record Kept(
            Map<String, String> fields, @Nullable DdnsException failure, Instant since, Instant until) {
        /** A clock that was set back makes nothing last longer. */
        boolean isUsable(Instant now) {
            return !now.isBefore(since) && now.isBefore(until);
        }
    }

    private VaultReader(Settings settings, ProviderContext context, VaultLogin login) {
        this.name = settings.path("").replaceAll("^secrets\\.|\\.$", "");
        this.mount = settings.optionalText(VaultSource.MOUNT.name())
                .map(VaultReader::words)
                .orElse(List.of());
        this.cacheFor = settings.duration(VaultSource.CACHE_FOR).orElse(Duration.ofMinutes(5));
        this.clock = context.clock();
        Optional<String> namespace = settings.optionalText(VaultSource.NAMESPACE.name());
        String address = VaultSource.ADDRESS.name();
        ProviderEndpoint server = ProviderEndpoint.at(settings, address, settings.text(address), context);
        Session session = Session.of(
                server.base()::toString,
                server.authorizedBy(Authorizer.of(() -> "", request -> common(request, namespace)))
                        .judgedBy(LOGIN_ERRORS),
                http -> {
                    loggingIn = true;
                    Session.Grant grant = login.login(http);
                    loggingIn = false;
                    return grant;
                },
                (request, token) -> {
                    common(request, namespace);
                    request.header("X-Vault-Token", token);
                });
        this.endpoint = server.authorizedBy(session).judgedBy(ERRORS);
    }

    /** Reads the settings. */
    static VaultReader of(Settings settings, ProviderContext context) {
        return new VaultReader(settings, context, VaultLogin.of(settings));
    }

    private static void common(OutgoingRequest request, Optional<String> namespace) {
        request.header("X-Vault-Request", "true");
        namespace.ifPresent(space -> request.header("X-Vault-Namespace", space));
    }

    private static List<ErrorTable.VendorError> errors(HttpTransport.Answer answer) {
        try {
            return JsonReader.parse("", answer.body()).get("errors").asList().stream()
                    .map(error -> new ErrorTable.VendorError("", error.asText()))
                    .toList();
        } catch (ProtocolException e) {
            return List.of(); // the status must do
        }
    }

    /** Returns the words between slashes. */
    static List<String> words(String path) {
        return Arrays.stream(path.split("/", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    @Override
    public Secret apply(String reference) {
        Matcher matcher = REFERENCE.matcher(reference);
        if (!matcher.matches() || mount.isEmpty() && words(matcher.group(1)).size() < 2) {
            throw new ConfigurationException(
                    "",
                    "names no field of a secret",
                    "${" + name + ":PATH#FIELD}, as ${" + name + ":secret/ddns#token}");
        }
        String path = matcher.group(1);
        String field = matcher.group(2);
        return Secret.from(name + ":" + reference, () -> value(path, field), () -> forget(path));
    }

    private void forget(String path) {
        lock.lock();
        try {
            kept.remove(path);
        } finally {
            lock.unlock();
        }
    }

    private String value(String path, String field) {
        String value = fields(path).get(field);
        if (value == null) {
            throw new ConfigurationException(
                    "",
                    "the secret " + name + ":" + path + " has no field " + field + " with a text; check its name",
                    "");
        }
        return value;
    }

    private Map<String, String> fields(String path) {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            throw interrupted();
        }
        try {
            Kept there = kept.get(path);
            if (there == null || !there.isUsable(clock.instant())) {
                there = down != null && down.isUsable(clock.instant()) ? down : read(path);
                kept.put(path, there);
            }
            if (there.failure() != null) {
                throw there.failure();
            }
            return there.fields();
        } finally {
            lock.unlock();
        }
    }

    private Kept read(String path) {
        Instant now = clock.instant();
        loggingIn = false;
        try {
            return new Kept(exchanged(path), null, now, now.plus(cacheFor));
        } catch (InterruptedException e) {
            throw interrupted();
        } catch (AuthenticationException e) {
            return refused(
                    path, e, "may not be read: " + e.getMessage() + "; check auth, and the policy for this path");
        } catch (RejectedException e) {
            return refused(
                    path,
                    e,
                    e.reason() == RejectedException.Reason.NOT_FOUND
                            ? "is not there, or is deleted: " + e.getMessage()
                                    + "; check PATH, which is as vault kv get has it, and namespace"
                            : "cannot be read: " + e.getMessage());
        } catch (ConfigurationException e) {
            return refused(path, e, "cannot be read: " + e.getMessage());
        } catch (ProtocolException e) {
            return loggingIn ? ofAllPaths(notAvailable(e)) : notAvailable(e);
        } catch (DdnsException e) {
            return ofAllPaths(notAvailable(e));
        }
    }

    private Kept ofAllPaths(Kept failure) {
        down = failure;
        return failure;
    }

    private Kept notAvailable(DdnsException e) {
        String message = "the secret source " + name + " is not available: " + e.getMessage();
        return failed(TransientException.notSent(message, null), DOWN_FOR);
    }

    private Kept refused(String path, DdnsException e, String why) {
        if (loggingIn) {
            // Once for all paths: a server may lock an AppRole after some logins that failed.
            String message = "the secret source " + name + " cannot log in: " + e.getMessage() + "; check auth";
            return ofAllPaths(failed(new ConfigurationException("", message, ""), REFUSED_FOR));
        }
        return failed(new ConfigurationException("", "the secret " + name + ":" + path + " " + why, ""), REFUSED_FOR);
    }

    /** Counted from now: an exchange that ended by its time limit took longer than its failure is kept. */
    private Kept failed(DdnsException failure, Duration time) {
        Instant now = clock.instant();
        return new Kept(Map.of(), failure, now, now.plus(time));
    }

    private TransientException interrupted() {
        Thread.currentThread().interrupt();
        return TransientException.notSent("the request to the secret source " + name + " was interrupted", null);
    }

    private Map<String, String> exchanged(String path) throws InterruptedException {
        List<String> all = words(path);
        List<String> engine = mount.isEmpty() ? all.subList(0, 1) : mount;
        List<String> rest = mount.isEmpty() ? all.subList(1, all.size()) : all;
        List<String> arguments = new ArrayList<>(engine);
        arguments.addAll(rest);
        String template = "/v1" + "/{mount}".repeat(engine.size()) + "/data" + "/{path}".repeat(rest.size());
        JsonReader data = endpoint.on(new LoneExchange(clock, logins))
                .reading()
                .get(template, arguments.toArray())
                .send()
                .at("data/data");
        if (!data.isObject()) {
            throw new ProtocolException("GET " + endpoint.base().getHost() + template + ": the answer has no secret");
        }
        Map<String, String> fields = new HashMap<>();
        data.members().forEach((field, value) -> {
            if (value.isText() && !value.asText().isEmpty()) {
                fields.put(field, value.asText());
            }
        });
        return fields;
    }
}
