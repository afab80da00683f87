package io.github.ddnsjava.examples.agent.http;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.UpdaterConfiguration;
import io.github.ddnsjava.examples.agent.action.Role;
import io.github.ddnsjava.exception.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The section {@code http}, read and checked. Of a token it has only the digest. Immutable.
 *
 * @param listen where it listens
 * @param hosts the further names that {@code Host} may have, in lower case
 * @param tokens the tokens
 * @param jwt how JWTs are checked; empty if none are accepted
 * @param tls the certificate and its key; empty for HTTP
 */
public record HttpSettings(Listen listen, Set<String> hosts, List<Token> tokens, Optional<Jwt> jwt, Optional<Tls> tls) {
    /** Tells whether anybody who reaches the agent may read. */
    boolean isOpen() {
        return tokens.isEmpty() && jwt.isEmpty();
    }

    /**
     * One token.
     *
     * @param name who has it
     * @param role what its owner may do
     * @param sha256 its digest, in lower-case hexadecimal
     */
    record Token(String name, Role role, String sha256) {}

    /**
     * How JWTs are checked.
     *
     * @param issuer the issuer that is needed
     * @param audience the audience that is needed
     * @param keys the file with the public keys
     * @param roleClaim the claim with the role
     */
    record Jwt(String issuer, String audience, Path keys, String roleClaim) {}

    /**
     * The certificate: PEM, or a key store.
     *
     * @param certificate the certificate and its issuers in PEM, or their file
     * @param key the private key in PEM, or its file
     * @param keystore the key store
     * @param password its password
     * @param directory what relative file names are relative to
     */
    record Tls(
            Optional<String> certificate,
            Optional<Secret> key,
            Optional<Path> keystore,
            Optional<Secret> password,
            Path directory) {}

    /**
     * Reads the section.
     *
     * @return the settings; empty if HTTP is switched off
     * @throws ConfigurationException with every problem
     */
    public static Optional<HttpSettings> of(UpdaterConfiguration configuration) {
        return configuration.sections().nested(HttpSection.SPEC.name()).map(HttpSettings::of);
    }

    private static HttpSettings of(Settings http) {
        List<ConfigurationException.Entry> problems = new ArrayList<>();
        Listen listen = Listen.of(http, http.optionalText(HttpSection.LISTEN).orElse(HttpSection.DEFAULT_LISTEN));
        Set<String> hosts = new HashSet<>();
        http.texts(HttpSection.HOSTS.name()).forEach(host -> hosts.add(Listen.lowerCase(host)));
        List<Token> tokens = tokens(http, problems);
        Optional<Jwt> jwt = http.nested(HttpSection.JWT.name()).map(HttpSettings::jwt);
        Optional<Tls> tls = http.nested(HttpSection.TLS.name()).map(given -> tls(given, problems));
        if (!listen.isLoopback()) {
            if (http.list(HttpSection.TOKENS.name()).isEmpty() && jwt.isEmpty()) {
                problems.add(new ConfigurationException.Entry(
                        http.path(HttpSection.LISTEN.name()),
                        "is another address than loopback, and nobody would have to say who it is",
                        "tokens or jwt, or a loopback address such as " + HttpSection.DEFAULT_LISTEN));
            }
            if (tls.isEmpty() && !http.flag(HttpSection.ALLOW_INSECURE).orElse(false)) {
                problems.add(new ConfigurationException.Entry(
                        http.path(HttpSection.LISTEN.name()),
                        "is another address than loopback, and tokens would be sent in clear text",
                        "tls; or \"allowInsecure\": true, if something in front of the agent encrypts"));
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return new HttpSettings(listen, Set.copyOf(hosts), tokens, jwt, tls);
    }

    private static List<Token> tokens(Settings http, List<ConfigurationException.Entry> problems) {
        List<Token> tokens = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Object item : http.list(HttpSection.TOKENS.name())) {
            try {
                Token token = token((Settings) item);
                if (!names.add(token.name())) {
                    throw ((Settings) item).wrong("name", token.name(), "a name that no other token has");
                }
                tokens.add(token);
            } catch (ConfigurationException e) {
                problems.addAll(e.problems());
            }
        }
        return List.copyOf(tokens);
    }

    private static Token token(Settings given) {
        Optional<Secret> token = given.optionalSecret(HttpSection.TOKEN);
        Optional<String> digest = given.optionalText(HttpSection.SHA256);
        if (token.isPresent() == digest.isPresent()) {
            throw new ConfigurationException(
                    given.path("").replaceFirst("\\.$", ""),
                    token.isPresent() ? "has both token and sha256" : "has neither token nor sha256",
                    "either token or sha256");
        }
        String sha256 =
                token.map(secret -> sha256(secret.reveal())).orElseGet(() -> Listen.lowerCase(digest.orElseThrow()));
        return new Token(
                given.text(HttpSection.NAME), Role.named(given.text("role")).orElseThrow(), sha256);
    }

    private static Jwt jwt(Settings given) {
        return new Jwt(
                given.text(HttpSection.ISSUER),
                given.text(HttpSection.AUDIENCE),
                given.file(HttpSection.KEYS.name()).orElseThrow(),
                given.optionalText(HttpSection.ROLE_CLAIM).orElse("role"));
    }

    private static Tls tls(Settings given, List<ConfigurationException.Entry> problems) {
        Tls tls = new Tls(
                given.optionalText(HttpSection.CERTIFICATE.name()),
                given.optionalSecret(HttpSection.KEY.name()),
                given.file(HttpSection.KEYSTORE.name()),
                given.optionalSecret(HttpSection.PASSWORD.name()),
                given.directory());
        boolean pem = tls.certificate().isPresent() && tls.key().isPresent();
        boolean store = tls.keystore().isPresent() && tls.password().isPresent();
        boolean mixed = (tls.certificate().isPresent() || tls.key().isPresent())
                && (tls.keystore().isPresent() || tls.password().isPresent());
        if (mixed || pem == store) {
            problems.add(new ConfigurationException.Entry(
                    "http.tls", "has neither form", "certificate and key, or keystore and password"));
        }
        return tls;
    }

    /** Returns the digest of a token. */
    static String sha256(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
