package io.github.ddnsjava.providers.vault;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.http.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gets a token, and renews it when two thirds of its time are over. What cannot be renewed, or was refused, is got anew: from
 * the secret of the configuration, or by a login. Used by one thread at a time.
 */
final class VaultLogin implements Session.Login {
    /** A session does not use a grant in its last minute. */
    private static final Duration BEFORE_END = Duration.ofMinutes(1);
    /** Whatever lasts longer is used until it is refused: a server may say any number. */
    private static final long LONGEST_SECONDS = Duration.ofDays(3650).toSeconds();

    private static final String TOKEN = "X-Vault-Token";

    private final Optional<Secret> token;
    private final List<Secret> role;
    private final List<String> mount;
    private @Nullable Lease last;

    /**
     * A token that ends.
     *
     * @param whole how long it lasted when it was new
     * @param dueAt when it is to be renewed; empty if it cannot be
     */
    private record Lease(String token, Duration whole, Instant end, Optional<Instant> dueAt) {
        static Lease of(String token, Duration whole, Duration left, boolean renewable, Instant now) {
            Optional<Instant> dueAt = Optional.of(now.plus(left.multipliedBy(2).dividedBy(3)));
            return new Lease(token, whole, now.plus(left), dueAt.filter(at -> renewable));
        }

        /** A token that was refused before it is due is not renewed: another one may have other rights. */
        boolean isDue(Instant now) {
            return dueAt.filter(at -> !now.isBefore(at)).isPresent() && now.isBefore(end);
        }

        Session.Grant grant() {
            return new Session.Grant(
                    token, Optional.of(dueAt.map(at -> at.plus(BEFORE_END)).orElse(end)));
        }
    }

    private VaultLogin(Optional<Secret> token, List<Secret> role, List<String> mount) {
        this.token = token;
        this.role = role;
        this.mount = mount;
    }

    /** Reads the setting {@code auth}. */
    static VaultLogin of(Settings settings) {
        Settings auth = settings.nested(VaultSource.AUTH.name()).orElseThrow();
        Optional<Secret> token = auth.optionalSecret(VaultSource.TOKEN);
        List<String> allowed = token.isPresent() ? List.of("token") : List.of("roleId", "secretId", "mount");
        for (String name : auth.names()) {
            if (!allowed.contains(name)) {
                throw new ConfigurationException(
                        auth.path(name), "does not belong to the others", "token; or roleId, secretId and mount");
            }
        }
        if (token.isPresent()) {
            return new VaultLogin(token, List.of(), List.of());
        }
        List<Secret> role = List.of(auth.secret(VaultSource.ROLE_ID), auth.secret(VaultSource.SECRET_ID));
        String mount = auth.optionalText(VaultSource.AUTH_MOUNT).orElse("approle");
        return new VaultLogin(token, role, VaultReader.words(mount));
    }

    @Override
    public Session.Grant login(ProviderHttp http) throws InterruptedException {
        Instant now = http.publication().now();
        Lease before = last;
        if (before != null && before.isDue(now)) {
            Optional<Lease> renewed = renewed(http, before, now);
            if (renewed.isPresent()) {
                last = renewed.get();
                return renewed.get().grant();
            }
        }
        last = null;
        return token.isPresent() ? ofToken(http, token.get(), now) : byRole(http, now);
    }

    /** Empty if the server refuses, or the end of all renewals is near and a login gives a new token. */
    private Optional<Lease> renewed(ProviderHttp http, Lease lease, Instant now) throws InterruptedException {
        try {
            JsonReader auth = http.post("/v1/auth/token/renew-self")
                    .header(TOKEN, Secret.from("the token", lease::token))
                    .json(body -> {})
                    .send()
                    .get("auth");
            Duration left = seconds(auth.get("lease_duration")).orElse(lease.whole());
            boolean last = left.compareTo(lease.whole().dividedBy(2)) < 0;
            boolean renewable = auth.get("renewable").asBoolean() && !last;
            return last && token.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Lease.of(lease.token(), lease.whole(), left, renewable, now));
        } catch (AuthenticationException | RejectedException e) {
            return Optional.empty();
        }
    }

    private Session.Grant ofToken(ProviderHttp http, Secret given, Instant now) throws InterruptedException {
        try {
            JsonReader data = http.get("/v1/auth/token/lookup-self")
                    .header(TOKEN, given)
                    .send()
                    .get("data");
            return granted(given.reveal(), data.get("ttl"), data, now);
        } catch (AuthenticationException e) {
            // It may read secrets and not look at itself, or it is no good: the next request tells.
            return Session.Grant.of(given.reveal());
        }
    }

    private Session.Grant byRole(ProviderHttp http, Instant now) throws InterruptedException {
        JsonReader auth = http.post("/v1/auth" + "/{mount}".repeat(mount.size()) + "/login", mount.toArray())
                .json(body -> body.put("role_id", role.get(0)).put("secret_id", role.get(1)))
                .send()
                .get("auth");
        return granted(auth.get("client_token").asText(), auth.get("lease_duration"), auth, now);
    }

    private Session.Grant granted(String text, JsonReader time, JsonReader from, Instant now) {
        boolean renewable = from.get("renewable").asBoolean();
        last = seconds(time)
                .map(left -> Lease.of(text, left, left, renewable, now))
                .orElse(null);
        return last == null ? Session.Grant.of(text) : last.grant();
    }

    /** Returns a time; empty if it does not end. */
    private static Optional<Duration> seconds(JsonReader time) {
        long seconds = time.asLong();
        return seconds > 0 && seconds <= LONGEST_SECONDS ? Optional.of(Duration.ofSeconds(seconds)) : Optional.empty();
    }
}
