package io.github.ddnsjava.examples.agent.http;

import io.github.ddnsjava.examples.agent.action.Caller;
import io.github.ddnsjava.examples.agent.action.Role;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who calls. Without tokens and JWTs, which is possible on loopback only, everybody is an auditor. Thread-safe.
 */
final class Doorkeeper {
    private static final String BEARER = "bearer ";

    private final List<HttpSettings.Token> tokens;
    private final Optional<JwtVerifier> jwt;

    /** What the doorkeeper found. */
    enum Verdict {
        /** It is known who calls. */
        KNOWN,
        /** Nothing was shown by which a caller could be known. */
        NOTHING_SHOWN,
        /** What was shown is wrong. */
        WRONG,
        /** It is known who calls, but not with which role. */
        NO_ROLE
    }

    /**
     * The verdict with the caller, who is there if it is known.
     *
     * @param verdict what was found
     * @param caller the caller
     * @param subject who it is, if there is no role; else empty
     */
    record Admission(Verdict verdict, Optional<Caller> caller, String subject) {
        private Admission(Verdict verdict) {
            this(verdict, Optional.empty(), "");
        }
    }

    /**
     * Makes one.
     *
     * @throws io.github.ddnsjava.exception.ConfigurationException if the keys for JWTs cannot be read
     */
    Doorkeeper(HttpSettings settings, InstantSource clock) {
        this.tokens = settings.tokens();
        this.jwt = settings.jwt().map(given -> new JwtVerifier(given, clock));
    }

    /**
     * Finds out who calls.
     *
     * @param authorization the header; null if there is none
     * @param from the address of the caller
     */
    Admission admit(@Nullable String authorization, String from) {
        if (authorization == null) {
            return tokens.isEmpty() && jwt.isEmpty()
                    ? known(new Caller("anyone", Role.AUDITOR, from))
                    : new Admission(Verdict.NOTHING_SHOWN);
        }
        if (!authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return new Admission(Verdict.WRONG);
        }
        String shown = authorization.substring(BEARER.length());
        return token(shown)
                .map(token -> known(new Caller(token.name(), token.role(), from)))
                .or(() -> jwt.flatMap(verifier -> verifier.verify(shown)).map(verified -> admitted(verified, from)))
                .orElseGet(() -> new Admission(Verdict.WRONG));
    }

    private static Admission known(Caller caller) {
        return new Admission(Verdict.KNOWN, Optional.of(caller), "");
    }

    private static Admission admitted(JwtVerifier.Verified verified, String from) {
        return verified.role()
                .map(role -> known(new Caller(verified.subject(), role, from)))
                .orElseGet(() -> new Admission(Verdict.NO_ROLE, Optional.empty(), verified.subject()));
    }

    /** Compares with every token, so that the time says nothing of which is nearly right. */
    private Optional<HttpSettings.Token> token(String shown) {
        byte[] digest = HttpSettings.sha256(shown).getBytes(StandardCharsets.US_ASCII);
        HttpSettings.@Nullable Token found = null;
        for (HttpSettings.Token token : tokens) {
            if (MessageDigest.isEqual(digest, token.sha256().getBytes(StandardCharsets.US_ASCII))) {
                found = token;
            }
        }
        return Optional.ofNullable(found);
    }
}
