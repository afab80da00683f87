package io.github.ddnsjava.examples.agent.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.ddnsjava.examples.agent.action.Role;
import io.github.ddnsjava.exception.ConfigurationException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks JWTs (RFC 7519, RFC 8725). The type of a key says its algorithm, and the header of a JWT only which key is meant. Keys come
 * from a local file alone. Thread-safe.
 */
final class JwtVerifier {
    private static final Logger LOG = LoggerFactory.getLogger(JwtVerifier.class);

    private static final int LONGEST = 8192;
    private static final int SKEW_SECONDS = 60;
    private static final Pattern COMPACT = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
    /** What would bring a key from elsewhere, or must be understood and is not. */
    private static final List<String> REFUSED = List.of("jku", "x5u", "jwk", "x5c", "crit");

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpSettings.Jwt settings;
    private final InstantSource clock;
    private volatile List<PublicKeys.Known> keys;
    private volatile List<Optional<FileStamp>> stamp;

    /**
     * What a JWT says.
     *
     * @param subject who it is
     * @param role the role; empty if it names none that is known
     */
    record Verified(String subject, Optional<Role> role) {}

    /**
     * Makes one.
     *
     * @throws ConfigurationException if the keys cannot be read
     */
    JwtVerifier(HttpSettings.Jwt settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.stamp = stampOfKeys();
        this.keys = PublicKeys.read(settings.keys());
    }

    private List<Optional<FileStamp>> stampOfKeys() {
        return FileStamp.of(List.<Path>of(settings.keys()));
    }

    /** Tells whether a text has the form of a JWT. */
    static boolean isJwt(String text) {
        return COMPACT.matcher(text).matches();
    }

    /** Returns what a JWT says; empty if it is not valid. */
    Optional<Verified> verify(String jwt) {
        if (jwt.length() > LONGEST || !isJwt(jwt)) {
            return Optional.empty();
        }
        @Nullable JsonNode header = header(jwt);
        if (header == null || REFUSED.stream().anyMatch(header::has)) {
            return Optional.empty();
        }
        rereadIfReplaced();
        Optional<String> id = Optional.ofNullable(header.get("kid")).map(JsonNode::asText);
        return keys.stream()
                .filter(key -> id.isEmpty() || key.id().isEmpty() || key.id().equals(id))
                .flatMap(key -> verified(jwt, key).stream())
                .findFirst();
    }

    private static @Nullable JsonNode header(String jwt) {
        try {
            JsonNode header = JSON.readTree(PublicKeys.decoded(jwt.substring(0, jwt.indexOf('.'))));
            return header != null && header.isObject() ? header : null;
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return null;
        }
    }

    private Optional<Verified> verified(String jwt, PublicKeys.Known key) {
        try {
            JwtClaims claims = new JwtConsumerBuilder()
                    .setVerificationKey(key.key())
                    .setJwsAlgorithmConstraints(AlgorithmConstraints.ConstraintType.PERMIT, key.algorithm())
                    .setExpectedIssuer(true, settings.issuer())
                    .setExpectedAudience(true, settings.audience())
                    .setRequireExpirationTime()
                    .setRequireSubject()
                    .setAllowedClockSkewInSeconds(SKEW_SECONDS)
                    .setEvaluationTime(NumericDate.fromSeconds(clock.instant().getEpochSecond()))
                    .build()
                    .processToClaims(jwt);
            return Optional.of(new Verified(claims.getSubject(), role(claims)));
        } catch (InvalidJwtException | MalformedClaimException | RuntimeException e) {
            // The message quotes the token.
            LOG.debug("a JWT was refused with the key {}: {}", key.id().orElse("without an id"), e.getClass());
            return Optional.empty();
        }
    }

    private Optional<Role> role(JwtClaims claims) {
        Object value = claims.getClaimValue(settings.roleClaim());
        List<?> given = value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
        return given.stream()
                .flatMap(name -> Role.named(name.toString()).stream())
                .max(Comparator.naturalOrder());
    }

    /** A file that cannot be used leaves the keys as they are. It is told once. */
    private synchronized void rereadIfReplaced() {
        List<Optional<FileStamp>> now = stampOfKeys();
        if (now.equals(stamp)) {
            return;
        }
        stamp = now;
        try {
            keys = PublicKeys.read(settings.keys());
            LOG.info("the keys for JWTs were read again from {}: {} keys", settings.keys(), keys.size());
        } catch (ConfigurationException e) {
            LOG.warn("the keys for JWTs stay as they were: {}", e.getMessage());
        }
    }
}
